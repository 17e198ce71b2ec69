/// What a method asks of its training text, beside sentences that are alike.
public enum Supervision: String, Sendable, CaseIterable {
  /// A label of each pair, from 0.
  case labels
  /// How alike people found each pair, 0…1.
  case scores
  /// A sentence that contradicts each anchor, without a weight.
  case contradictions
}

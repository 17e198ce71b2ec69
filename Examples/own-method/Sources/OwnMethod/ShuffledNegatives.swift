import Model

/// In-batch negatives joined by anchors whose features are in a random order.
///
/// - Relation: `count` 0 is plain SimCSE, bit for bit.
/// - Randomness: `negatives`, forked by the row.
public struct ShuffledNegatives: Variant, NegativeSource {
  public static let name = "shuffled-negatives"
  public static let examples = [Self(count: 2, weight: 1), Self(count: 9, weight: 0.3)]

  /// The most anchors of a batch that are shuffled.
  public var count: Int
  /// What each weighs against an in-batch negative; positive.
  public var weight: Double

  public init(count: Int, weight: Double) {
    self.count = count
    self.weight = weight
  }

  public var problem: String? {
    NumberRule.problem("count", count, atLeast: 0) ?? NumberRule.positive.problem("weight", weight)
  }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    let (rows, columns) = (min(count, batch.anchors.rows), batch.anchors.columns)
    let vectors = (0..<rows).flatMap { row in
      stream.fork(row).permutation(columns).map { batch.anchors[row, $0] }
    }
    return ExtraNegatives(vectors: Tensor(vectors, shape: [rows, columns]), weight: weight)
  }
}

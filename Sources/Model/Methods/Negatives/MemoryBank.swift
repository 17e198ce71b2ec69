/// In-batch negatives joined by the outputs of earlier steps.
///
/// The last `count` anchors' outputs wait in a queue, constants for differentiation; the first step has
/// none. The thesis keeps as many as the batch has sentences.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit.
/// - Source: the thesis, section 4.3; arXiv:1805.01978, section 3.1.
public struct MemoryBank: Variant, NegativeSource {
  public static let name = "memory-bank"
  public static let examples = [Self(count: 4, weight: 1), Self(count: 7, weight: 0.5)]

  /// The most outputs kept, M.
  public var count: Int
  /// What each weighs against an in-batch negative; positive.
  public var weight: Double

  public init(count: Int, weight: Double) {
    self.count = count
    self.weight = weight
  }

  public var problem: String? { ExtraNegatives.problem(count: count, weight: weight) }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    let memory = state.doubles("outputs")
    let width = batch.anchors.columns
    let outputs = ((memory?.scalars ?? []) + batch.anchors.scalars).suffix(count * width)
    state = VariantState([
      ("outputs", Tensor(Array(outputs), shape: [outputs.count / width, width]).singles)
    ])
    return memory.map { ExtraNegatives(vectors: $0, weight: weight) }
  }
}

/// In-batch negatives joined by the sentences of a sampled pool that are nearest to the anchors.
///
/// At each step `pool` further sentences of the text are drawn. Each anchor chooses the `count` of them
/// with the largest cosine; of equals the earlier drawn. What any anchor chose is a column for all, as
/// hard negatives are. The pool passes the encoder without dropout, and its vectors are constants for
/// differentiation. The log has the mean cosine of anchors and chosen sentences, and that of each
/// anchor's nearest: the hardness that the thesis asks for.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `negatives`, forked by the step and as `pool`.
/// - Source: the thesis, section 7.3 and chapter 8, which leaves the form open.
/// - Complexity: a pass over P sentences more, forward alone, and O(N·P·H).
public struct HardNegativeSelection: Variant, NegativeSource {
  public static let name = "hard-negative-selection"
  public static let examples = [
    Self(pool: 7, count: 2, weight: 1), Self(pool: 5, count: 9, weight: 0.5),
  ]

  /// How many further sentences of the text are drawn, P.
  public var pool: Int
  /// How many each anchor chooses.
  public var count: Int
  /// What each weighs against an in-batch negative; positive.
  public var weight: Double

  public init(pool: Int, count: Int, weight: Double) {
    self.pool = pool
    self.count = count
    self.weight = weight
  }

  public var problem: String? {
    NumberRule.problem("pool", pool, atLeast: 1)
      ?? ExtraNegatives.problem(count: count, weight: weight)
  }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }
  public var poolSize: Int { count > 0 ? pool : 0 }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    guard let pool = batch.pool else { return nil }
    let cosines = CosineSimilarity<Double>(temperature: 1, compute: batch.compute)
      .forward([batch.anchors, pool]).output
    var chosen: Set<Int> = []
    for row in 0..<cosines.rows {
      let own = cosines.row(row)
      let nearest = own.enumerated().sorted {
        ($0.element, $1.offset) > ($1.element, $0.offset)
      }
      chosen.formUnion(nearest.prefix(count).map(\.offset))
    }
    let rows = chosen.sorted()
    return ExtraNegatives(
      vectors: Tensor(rows.flatMap { pool.row($0) }, shape: [rows.count, pool.columns]),
      weight: weight)
  }
}

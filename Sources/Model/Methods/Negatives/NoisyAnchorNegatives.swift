/// In-batch negatives joined by the anchors' own outputs with Gaussian noise.
///
///     row i of copy c = hᵢⱼ + scale · σⱼ · n,   n standard normal
///
/// σ is the deviation of each feature over the batch's anchors (N − 1), a constant. The thesis's method
/// is one copy at `scale` 1. It does not say whether the gradient flows through the anchor in a column;
/// `differentiated` says it here, and its studies take true, as adding noise in PyTorch does.
///
/// - Relation: `copies` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `negatives`, forked as `gaussian-noise`.
/// - Source: the thesis, section 4.3, GNI to anchor encoder output.
public struct NoisyAnchorNegatives: Variant, NegativeSource {
  public static let name = "noisy-anchor-negatives"
  public static let examples = [
    Self(copies: 1, scale: 1, weight: 1, differentiated: true),
    Self(copies: 2, scale: 0.5, weight: 0.5, differentiated: false),
  ]

  /// Columns made of each anchor.
  public var copies: Int
  /// The noise in deviations of the feature.
  public var scale: Double
  /// What each column weighs against an in-batch negative; positive.
  public var weight: Double
  /// Whether the gradient flows through the anchor in a column too.
  public var differentiated: Bool

  public init(copies: Int, scale: Double, weight: Double, differentiated: Bool) {
    self.copies = copies
    self.scale = scale
    self.weight = weight
    self.differentiated = differentiated
  }

  public var problem: String? {
    NumberRule.problem("copies", copies, atLeast: 0) ?? NumberRule.notNegative.problem(
      "scale", scale)
      ?? NumberRule.positive.problem("weight", weight)
  }
  public var negativeSource: (any NegativeSource)? { copies > 0 ? self : nil }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    let anchors = batch.anchors
    let rows = (0..<copies).flatMap { _ in 0..<anchors.rows }
    let deviations = anchors.columnDeviations
    let noise = stream.gaussianNoise(rows.count, anchors.columns).mapped {
      scale * deviations[$1] * $0
    }
    if differentiated { return ExtraNegatives(vectors: noise, addedTo: rows, weight: weight) }
    var vectors = noise
    for (place, row) in rows.enumerated() {
      for column in 0..<anchors.columns { vectors[place, column] += anchors[row, column] }
    }
    return ExtraNegatives(vectors: vectors, weight: weight)
  }
}

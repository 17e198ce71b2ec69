/// In-batch negatives joined by Gaussian vectors that passed through the batch's covariance.
///
///     vector = s · Xᵀ X / (N − 1),   s from N(mean, deviation) by feature, X the centered anchors
///
/// The thesis performs an inner product of the sampled noise of ``BatchGaussianNegatives`` with the
/// covariance matrix; so s is a sample with the batch's mean and deviation. All statistics are
/// constants for differentiation. A batch of one has no covariance, and its columns are zeros.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `negatives`, forked as `gaussian-noise`.
/// - Source: the thesis, section 4.3, Gaussian noise sampling filtered with covariance matrix.
/// - Complexity: O(M·N·H): the matrix (H, H) is never formed.
public struct CovarianceFilteredNegatives: Variant, NegativeSource {
  public static let name = "covariance-filtered-negatives"
  public static let examples = [Self(count: 4, weight: 1), Self(count: 3, weight: 0.5)]

  /// The number of vectors, M.
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
    let anchors = batch.anchors
    let (means, deviations) = (anchors.columnMeans, anchors.columnDeviations)
    let samples = stream.gaussianNoise(count, anchors.columns).mapped {
      means[$1] + deviations[$1] * $0
    }
    let centered = anchors.mapped { $0 - means[$1] }
    let along = batch.compute.product(samples, transposed: false, centered, transposed: true)
    let filtered = batch.compute.product(along, transposed: false, centered, transposed: false)
    return ExtraNegatives(
      vectors: filtered.scaled(by: 1 / Double(max(anchors.rows - 1, 1))), weight: weight)
  }
}

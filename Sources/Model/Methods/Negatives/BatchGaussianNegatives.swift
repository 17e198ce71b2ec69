/// In-batch negatives joined by Gaussian vectors with the batch's mean and deviation by feature.
///
///     vectorⱼ = meanⱼ + deviationⱼ · n,   n standard normal
///
/// Mean and deviation (N − 1) are those of the batch's anchors, constants for differentiation, or 0 and
/// 1: the four scales of the thesis's table 7. Its best method is both from the batch and as many
/// vectors as the batch has sentences; figure 10 varies the count.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit; zero mean and unit deviation are
///   ``GaussianNoiseNegatives``, bit for bit.
/// - Randomness: `negatives`, forked as `gaussian-noise`.
/// - Source: the thesis, section 4.3, Gaussian noise sampling; table 7; figure 10.
public struct BatchGaussianNegatives: Variant, NegativeSource {
  public static let name = "batch-gaussian-negatives"
  public static let examples = [
    Self(mean: .batch, deviation: .batch, count: 4, weight: 1),
    Self(mean: .batch, deviation: .unit, count: 3, weight: 0.5),
    Self(mean: .zero, deviation: .batch, count: 3, weight: 2),
    Self(mean: .zero, deviation: .unit, count: 3, weight: 1),
  ]

  public enum Mean: String, CaseIterable, Codable, Sendable { case zero, batch }
  public enum Deviation: String, CaseIterable, Codable, Sendable { case unit, batch }

  /// Zero, or the batch's mean by feature.
  public var mean: Mean
  /// One, or the batch's deviation by feature.
  public var deviation: Deviation
  /// The number of vectors, M.
  public var count: Int
  /// What each weighs against an in-batch negative; positive.
  public var weight: Double

  public init(mean: Mean, deviation: Deviation, count: Int, weight: Double) {
    self.mean = mean
    self.deviation = deviation
    self.count = count
    self.weight = weight
  }

  public var problem: String? { ExtraNegatives.problem(count: count, weight: weight) }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    var vectors = stream.gaussianNoise(count, batch.anchors.columns)
    if deviation == .batch {
      let deviations = batch.anchors.columnDeviations
      vectors = vectors.mapped { $0 * deviations[$1] }
    }
    if mean == .batch {
      let means = batch.anchors.columnMeans
      vectors = vectors.mapped { $0 + means[$1] }
    }
    return ExtraNegatives(vectors: vectors, weight: weight)
  }
}

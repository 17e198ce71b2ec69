/// In-batch negatives joined by random Gaussian vectors.
///
/// Each softmax row gains `count` columns, each weighing `weight` in-batch columns. There is no
/// deviation setting: cosine similarity cancels it.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `negatives`, forked as `gaussian-noise`, drawn at every step.
/// - Source: https://aclanthology.org/2022.coling-1.434.
public struct GaussianNoiseNegatives: Variant, NegativeSource {
  public static let name = "gaussian-noise-negatives"
  public static let examples = [Self(count: 0, weight: 1), Self(count: 3, weight: 0.5)]

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
    ExtraNegatives(
      vectors: stream.gaussianNoise(count, batch.anchors.columns), weight: weight)
  }
}

extension RandomStream {
  /// Standard normal vectors (M, H).
  ///
  /// Every source of Gaussian negatives shapes the same draws, so that two of them compared under
  /// one seed differ by what they make of the noise and not by the noise.
  ///
  /// - Randomness: forked as `gaussian-noise`.
  func gaussianNoise(_ count: Int, _ width: Int) -> Tensor<Double> {
    Tensor(fork("gaussian-noise").normal(count * width), shape: [count, width])
  }
}

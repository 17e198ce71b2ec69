/// In-batch negatives joined by random Gaussian vectors.
///
/// Each softmax row gains `count` columns, each weighing `weight` in-batch columns. There is no
/// deviation setting: cosine similarity cancels it.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `negatives`, forked as `gaussian-noise`, drawn afresh at every step.
/// - Source: https://aclanthology.org/2022.coling-1.434.
public struct GaussianNoiseNegatives: Variant {
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

  public var problem: String? {
    if count < 0 { return "count is \(count); it must be at least 0" }
    if !(weight > 0 && weight.isFinite) { return "weight is \(weight); it must be positive" }
    return nil
  }

  public func extraNegatives<Scalar: BLASScalar>(
    width: Int, stream: RandomStream, as: Scalar.Type
  ) -> ExtraNegatives<Scalar>? {
    guard count > 0 else { return nil }
    let noise = stream.fork("gaussian-noise").normal(count * width)
    return ExtraNegatives(
      vectors: Tensor(noise.map { Scalar($0) }, shape: [count, width]),
      logWeight: Scalar.logarithm(Scalar(weight)))
  }
}

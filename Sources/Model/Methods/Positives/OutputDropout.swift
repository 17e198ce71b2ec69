/// Positives made from the anchors' outputs by dropping features: the sentence passes once.
///
///     h⁺ = h · keep / (1 − rate)
///
/// The factor on kept features is dropout's; cosine similarity cancels it. The thesis's rate is 0.1,
/// for positives of a cosine between 0.9 and 0.95.
///
/// - Relation: `rate` 0 is ``InBatchNegatives``, bit for bit: two passes, not one and its copy.
/// - Randomness: `augmentation`, forked as `output-dropout`, a mask a place in the batch.
/// - Source: the thesis, section 4.1.1, Bernoulli dropout.
public struct OutputDropout: Variant, OutputPositives {
  public static let name = "output-dropout"
  public static let examples = [Self(rate: 0.1), Self(rate: 0.5)]

  /// The chance of zeroing a feature.
  public var rate: Double

  public init(rate: Double) { self.rate = rate }

  public var problem: String? { NumberRule.dropRate.problem("rate", rate) }
  public var outputPositives: (any OutputPositives)? { rate > 0 ? self : nil }

  public func change(
    of outputs: Tensor<Double>, gradient: () -> Tensor<Double>, stream: RandomStream
  ) -> ElementChange {
    let mask = DropoutMask(rate: rate, stream: stream.fork("output-dropout"))
    return .times(
      (0..<outputs.rows).flatMap { row in
        mask.factors(
          count: outputs.columns, at: .init(step: 0, view: 0, example: row, site: 0))
      })
  }
}

/// Bernoulli dropout of the word embeddings, on top of the encoder's own dropout.
///
///     e ← e · keep / (1 − rate),   for every token and feature
///
/// The thesis's rate is 0.1.
///
/// - Relation: `rate` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `augmentation`, forked as `input-dropout`, a mask a view and place in the batch.
/// - Source: the thesis, section 4.1.2, Bernoulli dropout; arXiv:2105.11741, section 3.3.
public struct InputDropout: Variant, InputPerturbation {
  public static let name = "input-dropout"
  public static let examples = [
    Self(rate: 0.1, views: .both), Self(rate: 0.4, views: .positive),
  ]

  /// The chance of zeroing a feature of a token.
  public var rate: Double
  /// Which views are changed.
  public var views: PerturbedViews

  public init(rate: Double, views: PerturbedViews) {
    self.rate = rate
    self.views = views
  }

  public var problem: String? { NumberRule.dropRate.problem("rate", rate) }
  public var inputPerturbation: (any InputPerturbation)? { rate > 0 ? self : nil }
  public var needsGradient: Bool { false }

  public func change(
    of tokens: InputTokens, gradient: Tensor<Float>?, stream: RandomStream
  ) -> ElementChange {
    let mask = DropoutMask(rate: rate, stream: stream.fork("input-dropout"))
    return .times(
      tokens.numbers(in: views, rest: 1) { slot, elements in
        mask.factors(
          count: elements.count,
          at: .init(step: 0, view: slot.view, example: slot.example, site: 0))
      })
  }
}

/// Dropout of whole features of the word embeddings, on top of the encoder's own dropout.
///
///     e ← e · keep / (1 − rate),   one draw a sentence and feature, the same for all its tokens
///
/// Kept features are scaled as in dropout, so that their mean stays. The thesis names no rate of its
/// own; its studies here take the 0.1 of its other masks.
///
/// - Relation: `rate` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `augmentation`, forked as `input-feature-cutoff`, a mask a view and place in the
///   batch.
/// - Source: the thesis, section 4.1.2, Bernoulli dropout to feature dimension; arXiv:2105.11741,
///   section 3.3, feature cutoff.
public struct InputFeatureCutoff: Variant, InputPerturbation {
  public static let name = "input-feature-cutoff"
  public static let examples = [
    Self(rate: 0.1, views: .both), Self(rate: 0.4, views: .positive),
  ]

  /// The chance of zeroing a feature of a sentence.
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
    let mask = DropoutMask(rate: rate, stream: stream.fork("input-feature-cutoff"))
    return .times(
      tokens.numbers(in: views, rest: 1) { slot, elements in
        let factors = mask.factors(
          count: tokens.width,
          at: .init(step: 0, view: slot.view, example: slot.example, site: 0))
        return Array(repeatElement(factors, count: elements.count / tokens.width).joined())
      })
  }
}

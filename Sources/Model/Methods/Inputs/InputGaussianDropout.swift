/// Gaussian dropout of the word embeddings, on top of dropout: each times N(1, deviation).
///
///     e ← e · (1 + deviation · n),   n standard normal, for every token and feature
///
/// The thesis's deviation is 0.001.
///
/// - Relation: `deviation` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `augmentation`, forked as `input-gaussian-dropout`, by view and place in the batch.
/// - Source: the thesis, section 4.1.2, Gaussian dropout; Srivastava et al., JMLR 15 (2014),
///   section 10.
public struct InputGaussianDropout: Variant, InputPerturbation {
  public static let name = "input-gaussian-dropout"
  public static let examples = [
    Self(deviation: 0.001, views: .both), Self(deviation: 0.3, views: .positive),
  ]

  /// The standard deviation of the factor.
  public var deviation: Double
  /// Which views are changed.
  public var views: PerturbedViews

  public init(deviation: Double, views: PerturbedViews) {
    self.deviation = deviation
    self.views = views
  }

  public var problem: String? { NumberRule.notNegative.problem("deviation", deviation) }
  public var inputPerturbation: (any InputPerturbation)? { deviation > 0 ? self : nil }
  public var needsGradient: Bool { false }

  public func change(
    of tokens: InputTokens, gradient: Tensor<Float>?, stream: RandomStream
  ) -> ElementChange {
    let (stream, deviation) = (stream.fork("input-gaussian-dropout"), Float(deviation))
    return .times(
      tokens.numbers(in: views, rest: 1) { slot, elements in
        stream.fork(slot.view).fork(slot.example).singleNormals(elements.count)
          .map { 1 + deviation * $0 }
      })
  }
}

/// Gaussian noise on the word embeddings, on top of dropout.
///
///     e ← e + deviation · n,   n standard normal, for every token and feature
///
/// The thesis's deviation is 0.001.
///
/// - Relation: `deviation` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `augmentation`, forked as `input-gaussian-noise`, by view and place in the batch.
/// - Source: the thesis, section 4.1.2, GNI.
public struct InputGaussianNoise: Variant, InputPerturbation {
  public static let name = "input-gaussian-noise"
  public static let examples = [
    Self(deviation: 0.001, views: .both), Self(deviation: 0.3, views: .positive),
  ]

  /// The standard deviation of the noise.
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
    let (stream, deviation) = (stream.fork("input-gaussian-noise"), Float(deviation))
    return .plus(
      tokens.numbers(in: views, rest: 0) { slot, elements in
        stream.fork(slot.view).fork(slot.example).singleNormals(elements.count)
          .map { deviation * $0 }
      })
  }
}

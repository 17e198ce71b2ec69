/// A step of the word embeddings against the loss, on top of dropout: FGSM at the input.
///
///     e ← e + size · sign(∂L/∂e)
///
/// A first pass with the same masks takes the gradient, for every token by itself; the step is a
/// constant for differentiation. The thesis calls its size "a very small value"; its studies here take
/// 0.001, the deviation of its Gaussian noise at the same place.
///
/// - Relation: `size` 0 is ``InBatchNegatives``, bit for bit.
/// - Source: the thesis, section 4.1.2, FGSM; arXiv:1412.6572, section 4.
/// - Complexity: two passes.
public struct InputGradientSign: Variant, InputPerturbation {
  public static let name = "input-gradient-sign"
  public static let examples = [
    Self(size: 0.001, views: .both), Self(size: 0.2, views: .positive),
  ]

  /// How far each feature moves.
  public var size: Double
  /// Which views are changed.
  public var views: PerturbedViews

  public init(size: Double, views: PerturbedViews) {
    self.size = size
    self.views = views
  }

  public var problem: String? { NumberRule.notNegative.problem("size", size) }
  public var inputPerturbation: (any InputPerturbation)? { size > 0 ? self : nil }
  public var needsGradient: Bool { true }

  public func change(
    of tokens: InputTokens, gradient: Tensor<Float>?, stream: RandomStream
  ) -> ElementChange {
    guard let gradient else { preconditionFailure("a gradient sign without a gradient") }
    let size = Float(size)
    return .plus(
      tokens.numbers(in: views, rest: 0) { _, elements in
        gradient.scalars[elements].map { $0 == 0 ? 0 : ($0 < 0 ? -size : size) }
      })
  }
}

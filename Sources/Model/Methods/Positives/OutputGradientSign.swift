/// Positives made from the anchors' outputs by a step against the loss: FGSM at the output.
///
///     h⁺ = h + size · sign(∂L/∂h⁺ at h⁺ = h)
///
/// The sentence passes once. The gradient is that of the batch's loss, without extra negatives, by the
/// positives where they equal their anchors; the step is a constant for differentiation. The thesis
/// calls its size "a very small value"; its studies here take 0.01, a hundredth of the range of the
/// tanh layer over CLS.
///
/// - Relation: `size` 0 is ``InBatchNegatives``, bit for bit: two passes, not one and its copy.
/// - Source: the thesis, section 4.1.1, FGSM; arXiv:1412.6572, section 4.
public struct OutputGradientSign: Variant, OutputPositives {
  public static let name = "output-gradient-sign"
  public static let examples = [Self(size: 0.01), Self(size: 0.3)]

  /// How far each feature moves.
  public var size: Double

  public init(size: Double) { self.size = size }

  public var problem: String? { NumberRule.notNegative.problem("size", size) }
  public var outputPositives: (any OutputPositives)? { size > 0 ? self : nil }

  public func change(
    of outputs: Tensor<Double>, gradient: () -> Tensor<Double>, stream: RandomStream
  ) -> ElementChange {
    .plus(gradient().scalars.map { $0 == 0 ? 0 : Float($0 < 0 ? -size : size) })
  }
}

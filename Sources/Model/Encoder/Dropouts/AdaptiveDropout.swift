/// Dropout whose rates are computed by trained weights of their own: a belief network.
///
///     z = x · Πᵀ + π₀             belief `dense`, x being what enters the layer
///     z = gain · a + shift        belief `affine`, a being the layer's own output before dropout
///     p = σ(z)                    the chance of keeping, an element at a time
///
/// See ``Standout`` for how p is used and how gradients reach z.
///
/// - Source: Ba, Frey, "Adaptive dropout for training deep neural networks", NIPS 2013, which trains
///   the belief network's weights or makes them an affine function of the layer's.
public struct AdaptiveDropout: Codable, Sendable, Equatable {
  public enum Belief: String, Codable, CaseIterable, Sendable {
    case dense, affine
  }

  public var belief: Belief
  /// The rate at the first step, everywhere: the weights begin at 0.
  public var startRate: Double

  public init(belief: Belief, startRate: Double) {
    self.belief = belief
    self.startRate = startRate
  }

  /// What is wrong with the settings, in words; nil when they are sound.
  public var problem: String? {
    startRate == 0
      ? "start-rate is 0; it must be above 0 and below 1"
      : NumberRule.rate.problem("start-rate", startRate)
  }

  /// The added parameters of one layer of `inputs` and `outputs`.
  public func parameterLayout(name: String, inputs: Int, outputs: Int) -> ParameterLayout {
    switch belief {
    case .dense:
      [("\(name).weight", [outputs, inputs], .zeros), ("\(name).bias", [outputs], .zeros)]
    case .affine: [("\(name).gain", [1], .zeros), ("\(name).shift", [1], .zeros)]
    }
  }

  /// Parameters at their start: weights 0, biases the logit of 1 − `startRate`.
  public func parameters<Scalar: BLASScalar>(
    name: String, inputs: Int, outputs: Int
  ) -> Parameters<Scalar> {
    let logit = Scalar(Double.logarithm((1 - startRate) / startRate))
    return Parameters(
      parameterLayout(name: name, inputs: inputs, outputs: outputs).map { name, shape, _ in
        let isBias = name.hasSuffix(".bias") || name.hasSuffix(".shift")
        return (name, Tensor(repeating: isBias ? logit : 0, shape: shape))
      })
  }

  /// A layer's output with dropout.
  ///
  /// - Inputs: `input` (T, inputs), what enters the layer; `output` (T, outputs), what leaves it.
  /// - Randomness: `dropout` through `masks`; without masks every scalar is scaled by its p.
  public func dropped<Scalar: BLASScalar>(
    _ output: Variable<Scalar>, of input: Variable<Scalar>, name: String,
    leaves: HeadLeaves<Scalar>, masks: Standout<Scalar>.Masks?, compute: Compute,
    on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    let logits =
      switch belief {
      case .dense:
        tape.apply(
          Linear(compute: compute), input, leaves["\(name).weight"], leaves["\(name).bias"])
      case .affine:
        tape.apply(ScaleShift(), output, leaves["\(name).gain"], leaves["\(name).shift"])
      }
    return tape.apply(Standout(masks: masks, compute: compute), output, logits)
  }
}

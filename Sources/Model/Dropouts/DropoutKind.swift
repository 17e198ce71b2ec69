/// The three dropouts that arXiv:2501.13758 compares, and what each adds to a model.
public enum DropoutKind: Sendable, Equatable {
  /// One rate throughout: arXiv:1207.0580.
  case standard(rate: Double)
  case curriculum(CurriculumDropout)
  case adaptive(AdaptiveDropout)

  /// A layer that dropout follows: what enters it and what leaves it, in columns.
  public struct Layer: Sendable, Equatable {
    public var inputs: Int
    public var outputs: Int

    public init(inputs: Int, outputs: Int) {
      self.inputs = inputs
      self.outputs = outputs
    }
  }

  /// The trained numbers that it adds to the given layers.
  public func addedParameters(beside layers: [Layer]) -> Int {
    guard case .adaptive(let dropout) = self else { return 0 }
    return layers.reduce(0) {
      $0
        + parameterCount(
          dropout.parameterLayout(name: "", inputs: $1.inputs, outputs: $1.outputs))
    }
  }

  /// The one rate of a 0-based step; nil where rates are computed.
  public func rate(step: Int) -> Double? {
    switch self {
    case .standard(let rate): rate
    case .curriculum(let dropout): dropout.rate(step: step)
    case .adaptive: nil
    }
  }
}

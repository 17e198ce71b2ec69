/// How alike two sentences are, on the scale of STS: 0 … 5.
///
///     cosine              5 · (1 + cos(u, v)) / 2
///     sigmoid-cosine      5 · σ(gain · cos(u, v) + shift)
///     sigmoid-regression  5 · σ(features(u, v) · w + bias)
///
/// - Source: arXiv:2501.13758 for cosine similarity with sigmoid scaling, of which a gain of 1 and a
///   shift of 0, the start here, is the plain reading.
public struct SimilarityHead: Sendable, Equatable {
  public enum Form: String, Codable, CaseIterable, Sendable {
    case cosine
    case sigmoidCosine = "sigmoid-cosine"
    case sigmoidRegression = "sigmoid-regression"
  }

  /// What its parameters' names begin with.
  public let name: String
  /// The encoder's width, H.
  public let width: Int
  public let form: Form
  /// What `sigmoid-regression` sees.
  public let parts: [PairPart]

  public init(name: String, width: Int, form: Form, parts: [PairPart]) {
    self.name = name
    self.width = width
    self.form = form
    self.parts = parts
  }

  public var parameterLayout: ParameterLayout {
    switch form {
    case .cosine: []
    case .sigmoidCosine: [("\(name).gain", [1], .ones), ("\(name).shift", [1], .zeros)]
    case .sigmoidRegression:
      [("\(name).weight", [1, parts.count * width], .normal), ("\(name).bias", [1], .zeros)]
    }
  }

  /// The similarities (B, 1), 0 … 5, of two sides (B, H).
  public func similarities<Scalar: BLASScalar>(
    _ first: Variable<Scalar>, _ second: Variable<Scalar>, leaves: HeadLeaves<Scalar>,
    compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    func squashed(_ logits: Variable<Scalar>) -> Variable<Scalar> {
      tape.apply(
        Scale(factor: 5), tape.apply(Elementwise(Sigmoid.self, compute: compute), logits))
    }
    switch form {
    case .cosine:
      let half = tape.constant(Tensor<Scalar>([2.5], shape: [1]))
      return tape.apply(ScaleShift(), tape.apply(RowCosine(), first, second), half, half)
    case .sigmoidCosine:
      return squashed(
        tape.apply(
          ScaleShift(), tape.apply(RowCosine(), first, second), leaves["\(name).gain"],
          leaves["\(name).shift"]))
    case .sigmoidRegression:
      return squashed(
        tape.apply(
          Linear(compute: compute), tape.apply(PairFeatures(parts), first, second),
          leaves["\(name).weight"], leaves["\(name).bias"]))
    }
  }

  /// The mean squared error against gold scores of 0 … 5.
  public func loss<Scalar: BLASScalar>(
    _ similarities: Variable<Scalar>, gold: [Double], on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    tape.apply(MeanSquaredError(targets: gold.map { Scalar($0) }), similarities)
  }
}

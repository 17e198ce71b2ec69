/// A head of one of the three tasks, with one face to all of them.
public enum TaskHead: Sendable, Equatable {
  case classification(ClassificationHead)
  case paraphrase(ParaphraseHead)
  case similarity(SimilarityHead)

  /// What the names of heads' parameters begin with, a method's added layers among them.
  public static var prefix: String { "head." }

  public var parameterLayout: ParameterLayout {
    switch self {
    case .classification(let head): head.parameterLayout
    case .paraphrase(let head): head.parameterLayout
    case .similarity(let head): head.parameterLayout
    }
  }

  /// Whether an example is two sentences.
  public var readsPairs: Bool {
    if case .classification = self { return false }
    return true
  }

  /// What the head says of pooled sentences: logits (B, classes), logits (B, 1), or similarities
  /// (B, 1) of 0 … 5.
  ///
  /// - Inputs: `first` (B, H); `second` (B, H) where it reads pairs.
  func outputs<Scalar: BLASScalar>(
    _ first: Variable<Scalar>, _ second: Variable<Scalar>?, leaves: HeadLeaves<Scalar>,
    compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    switch (self, second) {
    case (.classification(let head), _):
      return head.logits(first, leaves: leaves, compute: compute, on: tape)
    case (.paraphrase(let head), let second?):
      return head.logits(first, second, leaves: leaves, compute: compute, on: tape)
    case (.similarity(let head), let second?):
      return head.similarities(first, second, leaves: leaves, compute: compute, on: tape)
    case (.paraphrase, nil), (.similarity, nil):
      preconditionFailure("a head of pairs was given single sentences")
    }
  }

  /// The mean loss against targets: classes, 0 or 1, or similarities of 0 … 5.
  func loss<Scalar: BLASScalar>(
    _ outputs: Variable<Scalar>, targets: [Double], compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    switch self {
    case .classification(let head):
      head.loss(outputs, labels: targets.map { Int($0) }, compute: compute, on: tape)
    case .paraphrase(let head): head.loss(outputs, labels: targets.map { $0 > 0.5 }, on: tape)
    case .similarity(let head): head.loss(outputs, gold: targets, on: tape)
    }
  }

  /// What outputs say in the terms of the targets: a class, 0 or 1, or a similarity.
  public func predictions(_ outputs: Tensor<Float>) -> [Double] {
    switch self {
    case .classification: ClassificationHead.predictions(outputs).map { Double($0) }
    case .paraphrase: ParaphraseHead.predictions(outputs).map { $0 ? 1 : 0 }
    case .similarity: outputs.scalars.map { Double($0) }
    }
  }

  /// The outputs for pooled sentences, by the head's own among `parameters`.
  public func outputs(
    _ first: Tensor<Float>, _ second: Tensor<Float>?, parameters: Parameters<Float>,
    compute: Compute
  ) -> Tensor<Float> {
    let tape = Tape<Float>(compute: compute, observer: nil)
    let own = Parameters(
      parameterLayout.map { entry -> (name: String, tensor: Tensor<Float>) in
        guard let tensor = parameters[entry.name] else {
          preconditionFailure("no parameter is named \(entry.name)")
        }
        return (entry.name, tensor)
      })
    return outputs(
      tape.constant(first), second.map { tape.constant($0) },
      leaves: HeadLeaves(own, on: tape, trainable: false), compute: compute, on: tape
    ).value
  }
}

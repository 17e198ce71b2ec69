/// Whether two sentences say the same: a logistic unit over what it sees of their vectors.
///
///     logit = features(u, v) · w + bias
///
/// - Source: arXiv:1908.10084, section 3, for (u, v, |u − v|).
public struct ParaphraseHead: Sendable, Equatable {
  /// What its parameters' names begin with.
  public let name: String
  /// The encoder's width, H.
  public let width: Int
  public let parts: [PairPart]

  public init(name: String, width: Int, parts: [PairPart]) {
    self.name = name
    self.width = width
    self.parts = parts
  }

  public var parameterLayout: ParameterLayout {
    [("\(name).weight", [1, parts.count * width], .normal), ("\(name).bias", [1], .zeros)]
  }

  /// The logits (B, 1) of two sides (B, H).
  public func logits<Scalar: BLASScalar>(
    _ first: Variable<Scalar>, _ second: Variable<Scalar>, leaves: HeadLeaves<Scalar>,
    compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    let features = tape.apply(PairFeatures(parts), first, second)
    return tape.apply(
      Linear(compute: compute), features, leaves["\(name).weight"], leaves["\(name).bias"])
  }

  /// The mean binary cross-entropy with the labels, in nats.
  public func loss<Scalar: BLASScalar>(
    _ logits: Variable<Scalar>, labels: [Bool], on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    tape.apply(BinaryCrossEntropy(targets: labels.map { $0 ? 1 : 0 }), logits)
  }

  /// Whether each pair is held to be a paraphrase: a probability above one half.
  public static func predictions<Scalar: BLASScalar>(_ logits: Tensor<Scalar>) -> [Bool] {
    logits.scalars.map { $0 > 0 }
  }
}

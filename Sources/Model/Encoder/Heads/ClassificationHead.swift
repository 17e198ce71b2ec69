/// Classes from one vector: a linear layer over the pooled sentence.
///
///     logits = h · Wᵀ + bias
///
/// - Source: arXiv:1810.04805, section 4.1; five classes for SST in CS 224N's project.
public struct ClassificationHead: Sendable, Equatable {
  /// What its parameters' names begin with.
  public let name: String
  /// The encoder's width, H.
  public let width: Int
  public let classes: Int

  public init(name: String, width: Int, classes: Int) {
    self.name = name
    self.width = width
    self.classes = classes
  }

  public var parameterLayout: ParameterLayout {
    [("\(name).weight", [classes, width], .normal), ("\(name).bias", [classes], .zeros)]
  }

  /// The logits (B, classes) of pooled sentences (B, H).
  public func logits<Scalar: BLASScalar>(
    _ pooled: Variable<Scalar>, leaves: HeadLeaves<Scalar>, compute: Compute,
    on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    tape.apply(
      Linear(compute: compute), pooled, leaves["\(name).weight"], leaves["\(name).bias"])
  }

  /// The mean cross-entropy with the labels, in nats.
  public func loss<Scalar: BLASScalar>(
    _ logits: Variable<Scalar>, labels: [Int], compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    tape.apply(CrossEntropy(labels: labels, compute: compute), logits)
  }

  /// The class of the greatest logit of each row, the first of equals.
  public static func predictions<Scalar: BLASScalar>(_ logits: Tensor<Scalar>) -> [Int] {
    (0..<logits.rows).map { row in
      (1..<logits.columns).reduce(0) { logits[row, $1] > logits[row, $0] ? $1 : $0 }
    }
  }
}

/// The cosine of two sentences follows the score that people gave them.
///
///     loss = mean over pairs of (cos(u, v) − score)²
///
/// The score is brought to 0…1. SBERT trains so on STS-Benchmark's training pairs: 4 epochs at 2e-5 with
/// batches of 16, warmed up over a tenth of the steps, and pools by the mean. The temperature plays no
/// part.
///
/// - Relation: it has no setting that makes it plain SimCSE: it needs scores, and no other pair of the
///   batch plays a part.
/// - Source: arXiv:1908.10084, section 3, regression objective function.
public struct CosineRegression: Variant, Objective {
  public static let name = "cosine-regression"
  public static let examples = [Self()]

  public init() {}

  public var supervision: Supervision? { .scores }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let scores = head.scores else {
      preconditionFailure("a cosine regression without scores")
    }
    let cosines = head.tape.apply(RowCosine(), head.anchors, head.positives)
    return head.tape.apply(MeanSquaredError(targets: scores.map { Scalar($0) }), cosines)
  }
}

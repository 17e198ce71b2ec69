/// Alignment and uniformity minimized themselves, in the place of the contrastive loss.
///
///     alignment-weight · mean ‖x − y‖²
///       + uniformity-weight · ½ Σ over views of log mean over pairs exp(−potential · ‖x − x′‖²)
///
/// on normalized outputs. The thesis mentions it as failing and names no numbers; arXiv:2005.10242
/// takes weights of 1 and a potential of 2. The temperature plays no part.
///
/// - Relation: with weights of 1 the loss is the sum of the two statistics of that name on the batch.
/// - Source: arXiv:2005.10242, equations 4 to 6 and figure 5.
public struct AlignmentUniformity: Variant, Objective {
  public static let name = "alignment-uniformity"
  public static let examples = [
    Self(alignmentWeight: 1, uniformityWeight: 1, potential: 2),
    Self(alignmentWeight: 0.5, uniformityWeight: 2, potential: 1),
  ]

  /// The weight of the alignment.
  public var alignmentWeight: Double
  /// The weight of the uniformity.
  public var uniformityWeight: Double
  /// The factor on squared distances, t.
  public var potential: Double

  public init(alignmentWeight: Double, uniformityWeight: Double, potential: Double) {
    self.alignmentWeight = alignmentWeight
    self.uniformityWeight = uniformityWeight
    self.potential = potential
  }

  public var problem: String? {
    NumberRule.notNegative.problem("alignment-weight", alignmentWeight)
      ?? NumberRule.notNegative.problem("uniformity-weight", uniformityWeight)
      ?? NumberRule.positive.problem("potential", potential)
  }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    let (tape, compute) = (head.tape, head.compute)
    let cosines = CosineSimilarity<Scalar>(temperature: 1, compute: compute)
    func weighted(_ weight: Double, _ x: Variable<Scalar>) -> Variable<Scalar> {
      tape.apply(Scale(factor: Scalar(weight)), x)
    }
    func uniformity(_ x: Variable<Scalar>) -> Variable<Scalar> {
      weighted(
        0.5 * uniformityWeight,
        tape.apply(UniformPotential(potential: Scalar(potential)), tape.apply(cosines, x, x)))
    }
    let alignment = weighted(
      alignmentWeight,
      tape.apply(PairDistance(), tape.apply(cosines, head.anchors, head.positives)))
    let add = Add<Scalar>(compute: compute)
    return tape.apply(
      add, alignment, tape.apply(add, uniformity(head.anchors), uniformity(head.positives)))
  }
}

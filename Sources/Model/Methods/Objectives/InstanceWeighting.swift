/// In-batch negatives that a fixed encoder finds close to the anchor are left out.
///
///     ℓᵢ = −log e^{s(i,i)} / (e^{s(i,i)} + Σ over j ≠ i of αᵢⱼ · e^{s(i,j)} + extra columns)
///     αᵢⱼ = 0 where cos(rᵢ, rⱼ⁺) ≥ threshold, else 1
///
/// r are the vectors of the encoder as the stage began, without dropout. The source weighs by a
/// SimCSE model: train one in a first stage, and this in a second. DCLR is this beside
/// ``RefinedNoiseNegatives``; the 0.9 in its row is taken here.
///
/// - Relation: a threshold above 1 is ``InBatchNegatives``, bit for bit.
/// - Source: arXiv:2205.00656, section 4, instance weighting.
public struct InstanceWeighting: Variant, Objective {
  public static let name = "instance-weighting"
  public static let examples = [Self(threshold: 0.8), Self(threshold: 0.6)]

  /// The cosine from which a negative is left out; above 1 for none.
  public var threshold: Double

  public init(threshold: Double) { self.threshold = threshold }

  public var problem: String? { NumberRule.finite.problem("threshold", threshold) }
  private var isOn: Bool { threshold <= 1 }
  public var reference: ReferenceEncoder? {
    isOn ? ReferenceEncoder(.frozen, outputs: .views) : nil
  }
  public var objective: (any Objective)? { isOn ? self : nil }
  public var readsNegatives: Bool { true }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let reference = head.reference else {
      preconditionFailure("instance weighting without its reference encoder")
    }
    let (tape, n) = (head.tape, head.anchors.value.rows)
    func rows(_ range: Range<Int>) -> Tensor<Scalar> {
      SelectRows<Scalar>(rows: Array(range)).output([reference.vectors])
    }
    let cosines = CosineSimilarity<Scalar>(temperature: 1, compute: head.compute)
      .output([rows(0..<n), rows(n..<2 * n)])
    var weights = Tensor<Scalar>(zeros: head.logits.value.shape)
    for row in 0..<n {
      for column in 0..<n where row != column && cosines[row, column] >= Scalar(threshold) {
        weights[row, column] = -.infinity
      }
    }
    let weighted = tape.apply(
      ElementwiseAffine(factors: nil, addends: weights, compute: head.compute), head.logits)
    return tape.apply(InfoNCE(logWeights: head.logWeights), weighted)
  }
}

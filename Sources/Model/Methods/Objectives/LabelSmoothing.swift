/// Plain SimCSE with smoothed labels: some of the mass goes to all columns alike.
///
///     q[i, j] = (1 − rate) [i = j] + rate / C;   loss = −mean over i of Σⱼ q[i, j] log p[i, j]
///
/// The thesis's rate is 0.1.
///
/// - Relation: `rate` 0 is ``InBatchNegatives``, bit for bit.
/// - Source: the thesis, section 4.2; arXiv:1512.00567, section 7.
public struct LabelSmoothing: Variant, Objective {
  public static let name = "label-smoothing"
  public static let examples = [Self(rate: 0.1), Self(rate: 0.6)]

  /// The mass that is spread over all columns.
  public var rate: Double

  public init(rate: Double) { self.rate = rate }

  public var problem: String? { NumberRule.rate.problem("rate", rate) }
  public var objective: (any Objective)? { rate > 0 ? self : nil }
  public var readsNegatives: Bool { true }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    head.tape.apply(
      SmoothedInfoNCE(logWeights: head.logWeights, rate: Scalar(rate)), head.logits)
  }
}

/// The negation of each sentence is a soft negative: less alike than its positive, but not by much.
///
///     loss = ℓ + weight · mean over i of  max(Δᵢ + least-gap, 0) + max(−Δᵢ − greatest-gap, 0)
///     Δᵢ = cos(hᵢ, hᵢ⁻) − cos(hᵢ, hᵢ⁺)
///
/// ℓ is plain SimCSE's loss, which the negations do not enter; h⁻ is the vector of the negated sentence, with
/// masks of its own, and in the positives' template where there is one. Sentences are negated by rules, which
/// "Negated sentences" in Studies lists.
///
/// SNCSE is gaps of 0.1 and 0.3 (its α and β) and a `weight` of 1e-3, with the pooling `mask-before-pooler` and
/// PromptBERT's two templates, the other way round and without subtraction; a learning rate of 1e-5 and batches
/// of 256. It negates by the parts of speech that a parser finds, ends every sentence in a full stop, and counts
/// the template among its 32 tokens.
///
/// - Relation: `weight` 0 is ``InBatchNegatives``, bit for bit.
/// - Source: arXiv:2201.05979, section 3; `models.py` and `train_SNCSE.py` of its code.
public struct SoftNegatives: Variant, Objective {
  public static let name = "soft-negatives"
  public static let examples = [
    Self(leastGap: 0.1, greatestGap: 0.3, weight: 0.5),
    Self(leastGap: -0.2, greatestGap: 0.1, weight: 1),
  ]

  /// By how much at least a negation's cosine is below the positive's, α.
  public var leastGap: Double
  /// By how much at most it is below, β.
  public var greatestGap: Double
  /// What the margin weighs, λ.
  public var weight: Double

  public init(leastGap: Double, greatestGap: Double, weight: Double) {
    self.leastGap = leastGap
    self.greatestGap = greatestGap
    self.weight = weight
  }

  public var problem: String? {
    if let problem = NumberRule.finite.problem("least-gap", leastGap)
      ?? NumberRule.finite.problem("greatest-gap", greatestGap)
      ?? NumberRule.notNegative.problem("weight", weight)
    {
      return problem
    }
    return leastGap > greatestGap
      ? "least-gap is \(leastGap) and greatest-gap \(greatestGap); the least is at most the greatest"
      : nil
  }
  public var readsSoftNegatives: Bool { weight > 0 }
  public var objective: (any Objective)? { weight > 0 ? self : nil }
  public var readsNegatives: Bool { true }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let negatives = head.softNegatives else {
      preconditionFailure("soft negatives without the vectors of negated sentences")
    }
    let (tape, add) = (head.tape, Add<Scalar>(compute: head.compute))
    func cosines(_ others: Variable<Scalar>) -> Variable<Scalar> {
      tape.apply(RowCosine(), head.anchors, others)
    }
    let gaps = tape.apply(
      add, cosines(negatives), tape.apply(Scale(factor: -1), cosines(head.positives)))
    let margin = tape.apply(
      BidirectionalMargin(least: Scalar(leastGap), greatest: Scalar(greatestGap)), gaps)
    return tape.apply(
      add, tape.apply(InfoNCE(logWeights: head.logWeights), head.logits),
      tape.apply(Scale(factor: Scalar(weight)), margin))
  }
}

/// An anchor is nearer to its positive than to its negative by a margin.
///
///     loss = mean over triples of max(|a − p| − |a − n| + margin, 0)
///
/// Distances are Euclidean, of vectors as they are pooled. Over triples of inference (`text.examples`),
/// a is the premise, p what follows from it and n what contradicts it. SBERT sets a margin of 1, trains
/// for one epoch at 2e-5 with batches of 16, warmed up over a tenth of the steps, and pools by the mean.
/// The temperature plays no part, and there is no `hard-negative-weight`.
///
/// - Relation: it has no setting that makes it plain SimCSE: it needs triples, and no other triple of
///   the batch plays a part.
/// - Source: arXiv:1908.10084, section 3, triplet objective function.
public struct TripletMargin: Variant, Objective {
  public static let name = "triplet-margin"
  public static let examples = [Self(margin: 1), Self(margin: 0.25)]

  /// How much nearer the positive is to be.
  public var margin: Double

  public init(margin: Double) { self.margin = margin }

  public var problem: String? { NumberRule.notNegative.problem("margin", margin) }
  public var supervision: Supervision? { .contradictions }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let negatives = head.contradictions else {
      preconditionFailure("a triplet margin without contradictions")
    }
    return head.tape.apply(
      TripletDistance(margin: Scalar(margin)), head.anchors, head.positives, negatives)
  }
}

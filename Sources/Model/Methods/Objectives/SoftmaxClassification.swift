/// Sentence pairs are classified by their label from both vectors: entailment, contradiction or neither.
///
///     loss = mean over pairs of −log softmax(features(u, v) · Wᵀ + b)[label]
///
/// u is the anchor's vector and v its partner's. SBERT's features are (u, v, |u − v|): `parts` of
/// `first`, `second`, `absolute-difference`. It trains for one epoch at 2e-5 with batches of 16, warmed up
/// over a tenth of the steps, and pools by the mean. The layer is dropped after training: cosines are
/// scored. The temperature plays no part.
///
/// - Relation: it has no setting that makes it plain SimCSE: it needs labels, and no other pair of the
///   batch plays a part.
/// - Source: arXiv:1908.10084, section 3, classification objective function.
public struct SoftmaxClassification: Variant, Objective {
  public static let name = "softmax-classification"
  public static let examples = [
    Self(parts: [.first, .second, .absoluteDifference]), Self(parts: [.product]),
  ]

  /// What the layer sees of the two vectors, side by side.
  public var parts: [PairPart]

  public init(parts: [PairPart]) { self.parts = parts }

  public var problem: String? {
    if parts.isEmpty {
      return "parts is empty; name some of "
        + PairPart.allCases.map(\.rawValue).joined(separator: ", ")
    }
    return Set(parts).count < parts.count ? "parts names one twice; name it once" : nil
  }
  public var addedHead: DenseHead? {
    DenseHead(
      name: TaskHead.prefix + "classes", vectors: parts.count, widths: [Self.classes],
      activation: .identity)
  }
  public var supervision: Supervision? { .labels }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  /// Entailment, contradiction, neutral.
  private static let classes = 3

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let leaves = head.leaves, let layer = addedHead, let labels = head.labels else {
      preconditionFailure("a softmax classification without its layer or labels")
    }
    let features = head.tape.apply(PairFeatures(parts), head.anchors, head.positives)
    let logits = layer.applied(
      to: features, leaves: leaves, compute: head.compute, on: head.tape)
    return head.tape.apply(CrossEntropy(labels: labels, compute: head.compute), logits)
  }
}

/// A sentence is nearer to itself with synonyms than to itself with antonyms: CLINE.
///
///     loss = mean over i of −log e^{hᵢ · hᵢ⁺} / (e^{hᵢ · hᵢ⁺} + e^{hᵢ · hᵢ⁻})
///
/// h⁺ is of the sentence with words replaced by synonyms, h⁻ by antonyms; the lists are the user's, see
/// `augment`. Products are those of vectors as they are pooled, and the temperature plays no part. CLINE
/// trains it beside the masked language model (`token-masking` with a `weight`); its third loss, which
/// finds the replaced words, is not part of it. With SimCSE's own loss the same sentences are hard
/// negatives (`in-batch-negatives` with `hard-negative-weight`).
///
/// - Relation: it has no setting that makes it plain SimCSE: no other sentence of the batch plays a part.
/// - Source: arXiv:2107.00440, section 3.2.
public struct SemanticNegatives: Variant, Objective {
  public static let name = "semantic-negatives"
  public static let examples = [Self()]

  public init() {}

  public var supervision: Supervision? { .contradictions }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let negatives = head.contradictions else {
      preconditionFailure("semantic negatives without sentences of antonyms")
    }
    let (tape, n) = (head.tape, head.anchors.value.rows)
    let width = head.anchors.value.columns
    // The products of an anchor with both, side by side; with weights of 1 and −1 their difference.
    let products = [head.positives, negatives].map {
      tape.apply(PairFeatures([.product]), head.anchors, $0)
    }
    let difference = tape.apply(
      Linear(compute: head.compute),
      tape.apply(PairFeatures([.first, .second]), products[0], products[1]),
      tape.constant(
        Tensor((0..<2 * width).map { $0 < width ? 1 : -1 }, shape: [1, 2 * width])),
      tape.constant(Tensor(zeros: [1])))
    let targets = [Scalar](repeating: 1, count: n)
    return tape.apply(BinaryCrossEntropy(targets: targets), difference)
  }
}

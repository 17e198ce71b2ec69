/// The contrastive loss over both views: each vector finds its partner among all others of the batch.
///
///     loss = mean over 2N vectors z of  −log e^{s(z, z⁺)} / Σ over z′ ≠ z of e^{s(z, z′)}
///
/// where s is the cosine over the temperature. Beside plain SimCSE's columns, an anchor has the other
/// anchors as negatives, and positives are anchors too: 2N − 2 negatives each. Normalized, of
/// temperature, cross-entropy: SimCLR's loss, and ConSERT's.
///
/// - Relation: the mean of plain SimCSE's loss from anchor to positive and back, each with the other
///   vectors of its own view as further columns. It has no setting that makes it plain SimCSE.
/// - Source: arXiv:2002.05709, equation 1; arXiv:2105.11741, section 3.
public struct NTXent: Variant, Objective {
  public static let name = "nt-xent"
  public static let examples = [Self()]

  public init() {}

  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    let (tape, n) = (head.tape, head.anchors.value.rows)
    let join = ConcatenateRows<Scalar>()
    // The partner of row i is in column i, row i itself in the column n before or behind.
    let similarities = tape.apply(
      CosineSimilarity(temperature: Scalar(head.temperature), compute: head.compute),
      tape.apply(join, head.anchors, head.positives),
      tape.apply(join, head.positives, head.anchors))
    var itself = Tensor<Scalar>(zeros: [2 * n, 2 * n])
    for row in 0..<2 * n { itself[row, (row + n) % (2 * n)] = -.infinity }
    let others = tape.apply(
      ElementwiseAffine(factors: nil, addends: itself, compute: head.compute), similarities)
    return tape.apply(
      InfoNCE(logWeights: [Scalar](repeating: 0, count: 2 * n)), others)
  }
}

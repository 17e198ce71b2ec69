/// The loss of a batch, with what a log wants to know of it.
public struct ContrastiveLoss<Scalar: BLASScalar> {
  /// The loss in nats, shape ().
  public let loss: Variable<Scalar>
  /// The mean cosine of the N positive pairs.
  public let positiveCosine: Double
  /// The mean cosine of the N (N − 1) in-batch negative pairs; 0 for a batch of one.
  public let negativeCosine: Double

  /// A negative of each anchor's own, which is a negative of the others too.
  package struct HardNegatives {
    /// The vectors (N, H), row by row those of the anchors.
    package let vectors: Variable<Scalar>
    /// What is added to the logit of an anchor and its own: it weighs e^weight other columns.
    package let weight: Double

    /// Vectors of the encoder, through which the gradient flows.
    package init(vectors: Variable<Scalar>, weight: Double) {
      self.vectors = vectors
      self.weight = weight
    }
  }
}

extension ContrastiveLoss {
  /// The loss of two views of a batch.
  ///
  ///     ℓᵢ = −log e^{s(i,i)} / (Σⱼ e^{s(i,j)} + Σⱼ e^{t(i,j) + [i = j] · weight} + extra columns)
  ///
  /// where s(i, j) = cos(hᵢ, h⁺ⱼ)/τ, and t(i, j) = cos(hᵢ, h⁻ⱼ)/τ where there are hard negatives.
  ///
  /// - Inputs: `anchors` and `positives` (N, H); row i of one belongs to row i of the other.
  /// - `objective`: what is minimized instead; nil for the loss above. `leaves`, `reference`,
  ///   `labels`, `softNegatives` and `tokens` are for it alone.
  /// - Source: arXiv:2104.08821, equations 1 and 5; `hard_negative_weight` of its reference
  ///   implementation, `simcse/models.py`.
  package init(
    anchors: Variable<Scalar>, positives: Variable<Scalar>, hardNegatives: HardNegatives?,
    extra: ExtraNegatives?, objective: (any Objective)?, temperature: Double, compute: Compute,
    leaves: HeadLeaves<Scalar>? = nil, reference: ReferenceOutputs<Scalar>? = nil,
    labels: [Int]? = nil, softNegatives: Variable<Scalar>? = nil,
    tokens: TokenStates<Scalar>? = nil, on tape: Tape<Scalar>
  ) {
    let similarity = CosineSimilarity<Scalar>(temperature: Scalar(temperature), compute: compute)
    let n = anchors.value.rows
    var columns = positives
    var logWeights = [Scalar](repeating: 0, count: n)
    if let hardNegatives {
      let rows = hardNegatives.vectors.value.rows
      precondition(rows == n, "\(rows) hard negatives for \(n) anchors")
      columns = tape.apply(ConcatenateRows(), columns, hardNegatives.vectors)
      logWeights += [Scalar](repeating: 0, count: n)
    }
    if let extra {
      columns = tape.apply(
        ConcatenateRows(), columns, extra.columns(anchors, compute: compute, on: tape))
      logWeights += [Scalar](
        repeating: Scalar.logarithm(Scalar(extra.weight)), count: extra.vectors.rows)
    }
    var logits = tape.apply(similarity, anchors, columns)
    if let hardNegatives {
      logits = tape.apply(AddToDiagonal(Scalar(hardNegatives.weight), firstColumn: n), logits)
    }
    var (positive, negative) = (0.0, 0.0)
    for row in 0..<n {
      for column in 0..<n {
        let cosine = Double(logits.value[row, column]) * temperature
        if row == column { positive += cosine } else { negative += cosine }
      }
    }
    if let objective {
      loss = objective.loss(
        LossHead(
          anchors: anchors, positives: positives, logits: logits, logWeights: logWeights,
          temperature: temperature, extra: extra, leaves: leaves, reference: reference,
          labels: labels, softNegatives: softNegatives, tokens: tokens,
          compute: compute, tape: tape))
    } else {
      loss = tape.apply(InfoNCE(logWeights: logWeights), logits)
    }
    positiveCosine = positive / Double(n)
    negativeCosine = n > 1 ? negative / Double(n * (n - 1)) : 0
  }
}

extension ExtraNegatives {
  /// The columns on a tape: constants, or anchors with the vectors added.
  fileprivate func columns<Scalar: BLASScalar>(
    _ anchors: Variable<Scalar>, compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    let vectors = Tensor<Scalar>(
      self.vectors.scalars.map { Scalar($0) }, shape: self.vectors.shape)
    guard let anchorRows else { return tape.constant(vectors) }
    return tape.apply(
      ElementwiseAffine(factors: nil, addends: vectors, compute: compute),
      tape.apply(SelectRows(rows: anchorRows), anchors))
  }
}

/// The loss of a batch, with what a log wants to know of it.
public struct ContrastiveLoss<Scalar: BLASScalar> {
  /// The loss in nats, shape ().
  public let loss: Variable<Scalar>
  /// The mean cosine of the N positive pairs.
  public let positiveCosine: Double
  /// The mean cosine of the N (N − 1) in-batch negative pairs; 0 for a batch of one.
  public let negativeCosine: Double
}

extension ContrastiveLoss {
  /// The loss of two views of a batch.
  ///
  ///     ℓᵢ = −log exp(cos(hᵢ, h⁺ᵢ)/τ) / (Σⱼ exp(cos(hᵢ, h⁺ⱼ)/τ) + extra columns)
  ///
  /// - Inputs: `anchors` and `positives` (N, H); row i of one belongs to row i of the other.
  /// - `objective`: what is minimized instead; nil for the loss above.
  /// - Source: arXiv:2104.08821, equation 1.
  @inline(__always)
  package init(
    anchors: Variable<Scalar>, positives: Variable<Scalar>, extra: ExtraNegatives?,
    objective: (any Objective)?, temperature: Double, compute: Compute, on tape: Tape<Scalar>
  ) {
    let similarity = CosineSimilarity<Scalar>(temperature: Scalar(temperature), compute: compute)
    let n = anchors.value.rows
    var columns = positives
    var logWeights = [Scalar](repeating: 0, count: n)
    if let extra {
      columns = tape.apply(
        ConcatenateRows(), positives, extra.columns(anchors, compute: compute, on: tape))
      logWeights += [Scalar](
        repeating: Scalar.logarithm(Scalar(extra.weight)), count: extra.vectors.rows)
    }
    let logits = tape.apply(similarity, anchors, columns)
    var (positive, negative) = (0.0, 0.0)
    for row in 0..<n {
      for column in 0..<n {
        let cosine = Double(logits.value[row, column]) * temperature
        if row == column { positive += cosine } else { negative += cosine }
      }
    }
    if let objective {
      loss = Scalar.loss(
        objective,
        LossHead(
          anchors: anchors, positives: positives, logits: logits, logWeights: logWeights,
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
  @inline(__always)
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

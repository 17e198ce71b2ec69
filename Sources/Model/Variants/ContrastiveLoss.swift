/// The contrastive loss of a batch, with what a log wants to know of it.
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
  /// - Source: arXiv:2104.08821, equation 1.
  public init(
    anchors: Variable<Scalar>, positives: Variable<Scalar>, extra: ExtraNegatives<Scalar>?,
    temperature: Double, compute: Compute, on tape: Tape<Scalar>
  ) {
    let similarity = CosineSimilarity<Scalar>(temperature: Scalar(temperature), compute: compute)
    let n = anchors.value.rows
    var columns = positives
    var logWeights = [Scalar](repeating: 0, count: n)
    if let extra {
      columns = tape.apply(ConcatenateRows(), positives, tape.constant(extra.vectors))
      logWeights += [Scalar](repeating: extra.logWeight, count: extra.vectors.rows)
    }
    let logits = tape.apply(similarity, anchors, columns)
    var (positive, negative) = (0.0, 0.0)
    for row in 0..<n {
      for column in 0..<n {
        let cosine = Double(logits.value[row, column]) * temperature
        if row == column { positive += cosine } else { negative += cosine }
      }
    }
    loss = tape.apply(InfoNCE(logWeights: logWeights), logits)
    positiveCosine = positive / Double(n)
    negativeCosine = n > 1 ? negative / Double(n * (n - 1)) : 0
  }
}

extension Variant {
  /// The loss of two views of a batch under this variant.
  ///
  /// - Randomness: whatever the variant draws, from `stream`, already forked by the step.
  public func loss<Scalar: BLASScalar>(
    anchors: Variable<Scalar>, positives: Variable<Scalar>, temperature: Double,
    stream: RandomStream, compute: Compute, on tape: Tape<Scalar>
  ) -> ContrastiveLoss<Scalar> {
    ContrastiveLoss(
      anchors: anchors, positives: positives,
      extra: extraNegatives(
        width: anchors.value.columns, stream: stream, as: Scalar.self),
      temperature: temperature, compute: compute, on: tape)
  }
}

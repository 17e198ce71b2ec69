/// The loss of a batch, with what a log wants to know of it.
public struct ContrastiveLoss<Scalar: BLASScalar> {
  /// The loss in nats, shape ().
  public let loss: Variable<Scalar>
  /// The mean cosine of the N positive pairs.
  public let positiveCosine: Double
  /// The mean cosine of the N (N − 1) in-batch negative pairs; 0 for a batch of one.
  public let negativeCosine: Double
  /// How near the extra negatives are; nil where there are none.
  public let hardness: Hardness?

  /// Negatives of each anchor's own, which are negatives of the others too.
  package struct HardNegatives {
    /// The vectors (K · N, H): K times row by row those of the anchors.
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
  /// where s(i, j) = cos(hᵢ, h⁺ⱼ)/τ, and t(i, j) = cos(hᵢ, h⁻ⱼ)/τ where there are hard negatives; K of an
  /// anchor give K sums.
  ///
  /// - Inputs: `anchors` and `positives` (N, H); row i of one belongs to row i of the other.
  /// - `objective`: what is minimized instead; nil for the loss above. `leaves`, `reference`,
  ///   `labels`, `scores`, `softNegatives` and `tokens` are for it alone.
  /// - Source: arXiv:2104.08821, equations 1 and 5; `hard_negative_weight` of its reference
  ///   implementation, `simcse/models.py`.
  package init(
    anchors: Variable<Scalar>, positives: Variable<Scalar>, hardNegatives: HardNegatives?,
    extra: ExtraNegatives?, objective: (any Objective)?, temperature: Double, compute: Compute,
    leaves: HeadLeaves<Scalar>? = nil, reference: ReferenceOutputs<Scalar>? = nil,
    labels: [Int]? = nil, scores: [Double]? = nil, softNegatives: Variable<Scalar>? = nil,
    tokens: TokenStates<Scalar>? = nil, on tape: Tape<Scalar>
  ) {
    let similarity = CosineSimilarity<Scalar>(temperature: Scalar(temperature), compute: compute)
    let n = anchors.value.rows
    var columns = positives
    var logWeights = [Scalar](repeating: 0, count: n)
    let hardCount = hardNegatives?.vectors.value.rows ?? 0
    if let hardNegatives {
      precondition(hardCount % n == 0, "\(hardCount) hard negatives for \(n) anchors")
      columns = tape.apply(ConcatenateRows(), columns, hardNegatives.vectors)
      logWeights += [Scalar](repeating: 0, count: hardCount)
    }
    if let extra {
      columns = tape.apply(
        ConcatenateRows(), columns, extra.columns(anchors, compute: compute, on: tape))
      logWeights += [Scalar](
        repeating: Scalar.logarithm(Scalar(extra.weight)), count: extra.vectors.rows)
    }
    var logits = tape.apply(similarity, anchors, columns)
    hardness =
      extra == nil
      ? nil : Hardness(logits.value, from: n + hardCount, temperature: temperature)
    if let hardNegatives {
      for first in stride(from: n, through: hardCount, by: n) {
        logits = tape.apply(
          AddToDiagonal(Scalar(hardNegatives.weight), firstColumn: first), logits)
      }
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
          contradictions: hardNegatives?.vectors, labels: labels, scores: scores,
          softNegatives: softNegatives, tokens: tokens,
          compute: compute, tape: tape))
    } else {
      loss = tape.apply(InfoNCE(logWeights: logWeights), logits)
    }
    positiveCosine = positive / Double(n)
    negativeCosine = n > 1 ? negative / Double(n * (n - 1)) : 0
  }
}

/// How near the extra negatives of a batch are to its anchors.
///
/// The thesis asks for a measure of hardness to explain what generated negatives bring.
///
/// - Source: the thesis, section 7.3 and chapter 8.
public struct Hardness: Sendable, Equatable {
  /// The mean cosine of anchors and extra negatives.
  public let mean: Double
  /// The mean over anchors of the largest cosine to any of them.
  public let hardest: Double

  /// - Inputs: `logits` (N, C), cosines over the temperature; the extra negatives are the columns from
  ///   `first` on.
  init?<Scalar: BLASScalar>(_ logits: Tensor<Scalar>, from first: Int, temperature: Double) {
    guard first < logits.columns, logits.rows > 0 else { return nil }
    var (sum, largest) = (0.0, 0.0)
    for row in 0..<logits.rows {
      var most = -Double.infinity
      for column in first..<logits.columns {
        let cosine = Double(logits[row, column]) * temperature
        sum += cosine
        most = max(most, cosine)
      }
      largest += most
    }
    mean = sum / Double(logits.rows * (logits.columns - first))
    hardest = largest / Double(logits.rows)
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

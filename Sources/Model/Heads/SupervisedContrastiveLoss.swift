/// The loss of supervised SimCSE, with what a log wants to know of it.
///
///     ℓᵢ = −log e^{s(i,i)} / Σⱼ ( e^{s(i,j)} + e^{t(i,j) + [i = j] · weight} )
///
/// where s(i, j) = cos(hᵢ, h⁺ⱼ)/τ and t(i, j) = cos(hᵢ, h⁻ⱼ)/τ; without negatives the second term
/// is left out. `weight` is added to the logit of an anchor's own hard negative, which so weighs
/// e^weight other columns.
///
/// - Relation: with positives alone it is the loss of ``InBatchNegatives``, bit for bit.
/// - Source: arXiv:2104.08821, equation 5; `hard_negative_weight` of its reference implementation,
///   `simcse/models.py`.
public struct SupervisedContrastiveLoss<Scalar: BLASScalar> {
  /// The loss in nats, shape ().
  public let loss: Variable<Scalar>
  /// The mean cosine of the N positive pairs.
  public let positiveCosine: Double
  /// The mean cosine of anchors and the positives of others; 0 for a batch of one.
  public let negativeCosine: Double
  /// The mean cosine of anchors and their own hard negatives; nil without.
  public let hardNegativeCosine: Double?

  /// - Inputs: `anchors`, `positives` and, if any, `negatives` (N, H); rows i belong together.
  public init(
    anchors: Variable<Scalar>, positives: Variable<Scalar>, negatives: Variable<Scalar>?,
    hardNegativeWeight weight: Double, temperature: Double, compute: Compute,
    on tape: Tape<Scalar>
  ) {
    let n = anchors.value.rows
    let similarity = CosineSimilarity<Scalar>(temperature: Scalar(temperature), compute: compute)
    var columns = positives
    if let negatives {
      precondition(
        negatives.value.rows == n, "\(negatives.value.rows) hard negatives for \(n) anchors")
      columns = tape.apply(ConcatenateRows(), positives, negatives)
    }
    let cosines = tape.apply(similarity, anchors, columns)
    let logits =
      negatives == nil
      ? cosines : tape.apply(AddToDiagonal(Scalar(weight), firstColumn: n), cosines)
    func mean(firstColumn: Int, _ isCounted: (Int, Int) -> Bool) -> Double {
      var (sum, count) = (0.0, 0)
      for row in 0..<n {
        for column in 0..<n where isCounted(row, column) {
          sum += Double(cosines.value[row, firstColumn + column]) * temperature
          count += 1
        }
      }
      return count > 0 ? sum / Double(count) : 0
    }
    positiveCosine = mean(firstColumn: 0) { $0 == $1 }
    negativeCosine = mean(firstColumn: 0) { $0 != $1 }
    hardNegativeCosine = negatives.map { _ in mean(firstColumn: n) { $0 == $1 } }
    let logWeights = [Scalar](repeating: 0, count: logits.value.columns)
    loss = tape.apply(InfoNCE(logWeights: logWeights), logits)
  }
}

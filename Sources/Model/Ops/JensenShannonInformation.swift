/// The Jensen–Shannon estimate of the mutual information of tokens and their sentences, negated.
///
///     y = mean over t of sp(−x[t, s(t)])  +  mean over t and s ≠ s(t) of sp(x[t, s])  −  2 log 2
///
/// where s(t) is the sentence of token t and sp(x) = log(1 + eˣ). Without another sentence the second mean
/// is log 2, that of logits of 0.
///
/// - Inputs: `x` (T, B): how well token and sentence go together.
/// - Output: shape (); 0 for logits of 0.
/// - Source: arXiv:1808.06670, equation 4; arXiv:2009.12061, section 3.
public struct JensenShannonInformation<Scalar: BLASScalar>: Op {
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]

  public init(starts: [Int]) { self.starts = starts }

  /// The sentence of each token.
  private var sentences: [Int] {
    (0..<starts.count - 1).flatMap { [Int](repeating: $0, count: starts[$0 + 1] - starts[$0]) }
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (x, sentences) = (inputs[0], sentences)
    precondition(
      x.rows == sentences.count && x.columns == starts.count - 1,
      "logits of \(x.shape) for \(sentences.count) tokens of \(starts.count - 1) sentences")
    func softplus(_ x: Scalar) -> Scalar {
      max(x, 0) + Scalar.logarithm(1 + Scalar.exponential(-abs(x)))
    }
    var (own, others): (Scalar, Scalar) = (0, 0)
    for (row, sentence) in sentences.enumerated() {
      for column in 0..<x.columns {
        if column == sentence {
          own += softplus(-x[row, column])
        } else {
          others += softplus(x[row, column])
        }
      }
    }
    let (tokens, log2) = (Scalar(x.rows), Scalar.logarithm(2))
    let second = x.columns > 1 ? others / (tokens * Scalar(x.columns - 1)) : log2
    return (Tensor([own / tokens + second - 2 * log2], shape: []), ())
  }

  // dx[t, s] = −σ(−x) dy / T for the own sentence, σ(x) dy / (T (B − 1)) for others
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let x = inputs[0]
    func sigmoid(_ x: Scalar) -> Scalar { Sigmoid.value(SIMD8(repeating: x))[0] }
    let share = gradient.scalars[0] / Scalar(x.rows)
    let otherShare = share / Scalar(max(x.columns - 1, 1))
    var dx = Tensor<Scalar>(zeros: x.shape)
    for (row, sentence) in sentences.enumerated() {
      for column in 0..<x.columns {
        dx[row, column] =
          column == sentence
          ? -share * sigmoid(-x[row, column]) : otherShare * sigmoid(x[row, column])
      }
    }
    return [dx]
  }
}

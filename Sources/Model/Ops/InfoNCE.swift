/// The contrastive loss: cross-entropy of each row with its own column as the positive.
///
///     loss = mean over i of  log Σⱼ w[j] · exp(x[i, j]) − x[i, i]
///
/// Columns beyond the N-th are extra negatives; `logWeights` is log w of each column.
///
/// - Inputs: `x` (N, C), C ≥ N: similarities over the temperature.
/// - Output: the loss in nats, shape ().
/// - Relation: with log-weights of zero it is softmax cross-entropy.
/// - Source: arXiv:2104.08821, equation 1; arXiv:1807.03748, equation 4.
/// - Complexity: O(N·C); keeps the N·C probabilities.
public struct InfoNCE<Scalar: BLASScalar>: Op {
  /// The logarithm of each column's weight (C).
  public let logWeights: [Scalar]

  public init(logWeights: [Scalar]) { self.logWeights = logWeights }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    let (n, c) = (x.rows, x.columns)
    precondition(
      c >= n && logWeights.count == c,
      "\(n) rows, \(c) columns and \(logWeights.count) weights do not fit a contrastive loss")
    var total: Scalar = 0
    var probabilities = Tensor<Scalar>(zeros: [n, c])
    var padded = [Scalar](repeating: -.infinity, count: (c + 7) / 8 * 8)
    for row in 0..<n {
      for column in 0..<c { padded[column] = x[row, column] + logWeights[column] }
      let maximum = padded.reduce(-.infinity, max)
      padded.writing { padded in
        for first in stride(from: 0, to: c, by: 8) {
          padded.store(Scalar.exponential(padded.lanes(first) - maximum), at: first)
        }
      }
      var sum: Scalar = 0
      for column in 0..<c { sum += padded[column] }
      for column in 0..<c { probabilities[row, column] = padded[column] / sum }
      for column in c..<padded.count { padded[column] = -.infinity }
      total += Scalar.logarithm(sum) + maximum - x[row, row]
    }
    return (Tensor([total / Scalar(n)], shape: []), probabilities)
  }

  // dx[i, j] = (p[i, j] − [i = j]) · dloss / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    let n = saved.rows
    let share = gradient.scalars[0] / Scalar(n)
    var dx = saved
    for row in 0..<n { dx[row, row] -= 1 }
    return [dx.scaled(by: share)]
  }
}

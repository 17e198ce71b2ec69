/// The contrastive loss with smoothed labels.
///
///     loss = (1 − rate) · InfoNCE + rate · mean over i and j of −log p[i, j]
///          = InfoNCE + rate · mean over i of (x[i, i] − mean over j of (x[i, j] + log w[j]))
///
/// - Inputs: `x` (N, C), C ≥ N: similarities over the temperature.
/// - Output: the loss in nats, shape ().
/// - Source: arXiv:1512.00567, section 7; PyTorch's `cross_entropy` with `label_smoothing`.
/// - Complexity: O(N·C); keeps the N·C probabilities.
public struct SmoothedInfoNCE<Scalar: BLASScalar>: Op {
  /// The logarithm of each column's weight (C).
  public let logWeights: [Scalar]
  /// The mass that is spread over all columns.
  public let rate: Scalar

  public init(logWeights: [Scalar], rate: Scalar) {
    self.logWeights = logWeights
    self.rate = rate
  }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    let (n, c) = (x.rows, x.columns)
    var (loss, probabilities) = InfoNCE(logWeights: logWeights).forward(inputs)
    var total: Scalar = 0
    for row in 0..<n {
      var sum: Scalar = 0
      for column in 0..<c { sum += x[row, column] + logWeights[column] }
      total += x[row, row] - sum / Scalar(c)
    }
    loss.scalars[0] += rate * total / Scalar(n)
    return (loss, probabilities)
  }

  // dx[i, j] = (p[i, j] − q[i, j]) · dloss / N,  q = (1 − rate) [i = j] + rate / C
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    let (n, c) = (saved.rows, saved.columns)
    var dx = saved
    for row in 0..<n {
      for column in 0..<c { dx[row, column] -= rate / Scalar(c) }
      dx[row, row] -= 1 - rate
    }
    return [dx.scaled(by: gradient.scalars[0] / Scalar(n))]
  }
}

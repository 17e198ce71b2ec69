/// The cross-entropy of softmax with a right class a row.
///
///     loss = mean over i of  log Σⱼ exp(x[i, j]) − x[i, label[i]]
///
/// - Inputs: `x` (N, C): the logits.
/// - Output: the loss in nats, shape ().
/// - Relation: with label i in row i it is ``InfoNCE`` without weights, bit for bit.
/// - Precondition: there is a label a row, each in `0..<C`.
public struct CrossEntropy<Scalar: BLASScalar>: Op {
  public let labels: [Int]

  public init(labels: [Int]) { self.labels = labels }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    let (n, c) = (x.rows, x.columns)
    precondition(labels.count == n, "\(labels.count) labels for \(n) rows")
    var total: Scalar = 0
    var probabilities = Tensor<Scalar>(zeros: [n, c])
    for row in 0..<n {
      let label = labels[row]
      precondition(label >= 0 && label < c, "label \(label) of row \(row) among \(c) classes")
      var maximum = -Scalar.infinity
      for column in 0..<c { maximum = max(maximum, x[row, column]) }
      var sum: Scalar = 0
      for column in 0..<c {
        let power = Scalar.exponential(x[row, column] - maximum)
        probabilities[row, column] = power
        sum += power
      }
      for column in 0..<c { probabilities[row, column] /= sum }
      total += Scalar.logarithm(sum) + maximum - x[row, label]
    }
    return (Tensor([total / Scalar(n)], shape: []), probabilities)
  }

  // dx[i, j] = (p[i, j] − [j = label[i]]) · dloss / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    var dx = saved
    for (row, label) in labels.enumerated() { dx[row, label] -= 1 }
    return [dx.scaled(by: gradient.scalars[0] / Scalar(labels.count))]
  }
}

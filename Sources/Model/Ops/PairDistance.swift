/// The mean squared distance of normalized pairs, from their cosines.
///
///     y = mean over i of (2 − 2 x[i, i])
///
/// - Inputs: `x` (N, N): cosines; row and column i are a pair.
/// - Output: shape ().
/// - Source: arXiv:2005.10242, equation 4.
public struct PairDistance<Scalar: BLASScalar>: Op {
  public init() {}

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let x = inputs[0]
    precondition(x.rows == x.columns, "\(x.rows) rows and \(x.columns) columns do not pair up")
    var sum: Scalar = 0
    for row in 0..<x.rows { sum += 2 - 2 * x[row, row] }
    return (Tensor([sum / Scalar(max(x.rows, 1))], shape: []), ())
  }

  // dx[i, i] = −2 dy / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let n = inputs[0].rows
    var dx = Tensor<Scalar>(zeros: inputs[0].shape)
    for row in 0..<n { dx[row, row] = -2 * gradient.scalars[0] / Scalar(n) }
    return [dx]
  }
}

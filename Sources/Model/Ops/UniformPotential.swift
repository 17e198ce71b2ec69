/// How evenly normalized rows fill the sphere, from their cosines: the log of a mean potential.
///
///     y = log mean over i ≠ j of exp(−t (2 − 2 x[i, j]))
///
/// A single row has no pair: y is 0.
///
/// - Inputs: `x` (N, N): cosines of the rows with each other.
/// - Output: shape ().
/// - Source: arXiv:2005.10242, equation 5.
/// - Complexity: O(N²); keeps N² shares of the potential.
public struct UniformPotential<Scalar: BLASScalar>: Op {
  /// The factor on squared distances, t.
  public let potential: Scalar

  public init(potential: Scalar) { self.potential = potential }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    let n = x.rows
    precondition(n == x.columns, "\(n) rows and \(x.columns) columns are not cosines of one set")
    var shares = Tensor<Scalar>(zeros: [n, n])
    guard n > 1 else { return (Tensor([0], shape: []), shares) }
    var sum: Scalar = 0
    for row in 0..<n {
      for column in 0..<n where column != row {
        shares[row, column] = Scalar.exponential(potential * (2 * x[row, column] - 2))
        sum += shares[row, column]
      }
    }
    let mean = sum / Scalar(n * (n - 1))
    return (Tensor([Scalar.logarithm(mean)], shape: []), shares.scaled(by: 1 / sum))
  }

  // dx[i, j] = 2 t · share[i, j] · dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    [saved.scaled(by: 2 * potential * gradient.scalars[0])]
  }
}

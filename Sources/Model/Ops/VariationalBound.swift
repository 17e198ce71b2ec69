/// What a variational autoencoder minimizes: reconstruction error and divergence from the prior.
///
///     y = 1/N Σ over rows of (½ ‖x − target‖² + ½ Σ (μ² + exp(s) − 1 − s)),   m = [μ | s]
///
/// The first term is −log of a Gaussian of deviation 1 but for a constant; the second the divergence of
/// N(μ, exp(s)) from N(0, 1).
///
/// - Inputs: `x` (N, H): reconstructions; `m` (N, 2 L): the moments of the code.
/// - Output: nats a row, shape ().
/// - Source: arXiv:1312.6114, equation 10 and appendix B.
public struct VariationalBound<Scalar: BLASScalar>: Op {
  /// What should be reconstructed (N, H).
  public let target: Tensor<Scalar>

  public init(target: Tensor<Scalar>) { self.target = target }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (x, m) = (inputs[0], inputs[1])
    precondition(x.shape == target.shape, "reconstructions of \(x.shape) for \(target.shape)")
    let l = m.columns / 2
    var sum: Scalar = 0
    for (a, b) in zip(x.scalars, target.scalars) { sum += 0.5 * (a - b) * (a - b) }
    for row in 0..<m.rows {
      for column in 0..<l {
        let (mean, log) = (m[row, column], m[row, l + column])
        sum += 0.5 * (mean * mean + Scalar.exponential(log) - 1 - log)
      }
    }
    return (Tensor([sum / Scalar(max(x.rows, 1))], shape: []), ())
  }

  // dx = (x − target) dy / N,  dμ = μ dy / N,  ds = ½ (exp(s) − 1) dy / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let (x, m) = (inputs[0], inputs[1])
    let share = gradient.scalars[0] / Scalar(max(x.rows, 1))
    let l = m.columns / 2
    let dx = zip(x.scalars, target.scalars).map { ($0 - $1) * share }
    var dm = m
    for row in 0..<m.rows {
      for column in 0..<l {
        dm[row, column] *= share
        dm[row, l + column] = 0.5 * (Scalar.exponential(m[row, l + column]) - 1) * share
      }
    }
    return [Tensor(dx, shape: x.shape), dm]
  }
}

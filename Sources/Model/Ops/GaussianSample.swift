/// A sample of a Gaussian whose means and log-variances are given: the reparameterized draw.
///
///     y = μ + exp(s / 2) · noise,   x = [μ | s]
///
/// - Inputs: `x` (N, 2 L).
/// - Output: `y` (N, L).
/// - Source: arXiv:1312.6114, section 2.4.
public struct GaussianSample<Scalar: BLASScalar>: Op {
  /// Standard normal draws (N, L), constants.
  public let noise: Tensor<Scalar>

  public init(noise: Tensor<Scalar>) { self.noise = noise }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    let (n, l) = (noise.rows, noise.columns)
    precondition(x.shape == [n, 2 * l], "moments of \(x.shape) for noise of \(noise.shape)")
    var spread = Tensor<Scalar>(zeros: noise.shape)
    var y = spread
    for row in 0..<n {
      for column in 0..<l {
        spread[row, column] = Scalar.exponential(0.5 * x[row, l + column]) * noise[row, column]
        y[row, column] = x[row, column] + spread[row, column]
      }
    }
    return (y, spread)
  }

  // dμ = dy,  ds = ½ dy · exp(s / 2) · noise
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    let (n, l) = (noise.rows, noise.columns)
    var dx = Tensor<Scalar>(zeros: inputs[0].shape)
    for row in 0..<n {
      for column in 0..<l {
        dx[row, column] = gradient[row, column]
        dx[row, l + column] = 0.5 * gradient[row, column] * saved[row, column]
      }
    }
    return [dx]
  }
}

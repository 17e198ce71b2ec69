/// The mean of squared distances from targets.
///
///     loss = mean over i of  (x[i] − t[i])²
///
/// - Inputs: `x`, N scalars.
/// - Output: the loss, shape ().
/// - Precondition: there is a target a scalar.
public struct MeanSquaredError<Scalar: BLASScalar>: Op {
  public let targets: [Scalar]

  public init(targets: [Scalar]) { self.targets = targets }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Void) {
    let x = inputs[0].scalars
    precondition(targets.count == x.count, "\(targets.count) targets for \(x.count) scalars")
    var total: Scalar = 0
    for (x, target) in zip(x, targets) { total += (x - target) * (x - target) }
    return (Tensor([total / Scalar(targets.count)], shape: []), ())
  }

  // dx[i] = 2 (x[i] − t[i]) · dloss / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let share = 2 * gradient.scalars[0] / Scalar(targets.count)
    let scalars = zip(inputs[0].scalars, targets).map { ($0 - $1) * share }
    return [Tensor(scalars, shape: inputs[0].shape)]
  }
}

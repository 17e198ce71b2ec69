/// Every scalar times one trained factor, plus one trained shift.
///
///     y = gain · x + shift
///
/// - Inputs: `x`, any shape; `gain` (1); `shift` (1).
/// - Output: `y`, the shape of `x`.
public struct ScaleShift<Scalar: BLASScalar>: Op {
  public init() {}

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    precondition(
      inputs[1].count == 1 && inputs[2].count == 1,
      "\(inputs[1].count) gains and \(inputs[2].count) shifts; one of each is needed")
    let (gain, shift) = (inputs[1].scalars[0], inputs[2].scalars[0])
    return (Tensor(inputs[0].scalars.map { gain * $0 + shift }, shape: inputs[0].shape), ())
  }

  // dx = gain · dy,  dgain = Σ dy · x,  dshift = Σ dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    var (gain, shift): (Scalar, Scalar) = (0, 0)
    for (dy, x) in zip(gradient.scalars, inputs[0].scalars) {
      gain += dy * x
      shift += dy
    }
    return [
      gradient.scaled(by: inputs[1].scalars[0]), Tensor([gain], shape: inputs[1].shape),
      Tensor([shift], shape: inputs[2].shape),
    ]
  }
}

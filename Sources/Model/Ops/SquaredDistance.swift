/// The squared Euclidean distance to a constant.
///
///     y = Σ (x − target)²
///
/// - Inputs: `x`, of the target's shape.
/// - Output: shape ().
public struct SquaredDistance<Scalar: BLASScalar>: Op {
  public let target: Tensor<Scalar>

  public init(target: Tensor<Scalar>) { self.target = target }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    precondition(x.shape == target.shape, "x of \(x.shape), a target of \(target.shape)")
    let difference = Tensor<Scalar>.filling(x.shape) { y in
      x.reading { x in
        target.reading { target in
          forEachLane(self.target.count) {
            y.store(x.lanes($0) - target.lanes($0), at: $0)
          } rest: {
            y[$0] = x[$0] - target[$0]
          }
        }
      }
    }
    let sum = difference.reading { d in
      rowSum(difference.count, { d.lanes($0) * d.lanes($0) }, { d[$0] * d[$0] })
    }
    return (Tensor([sum], shape: []), difference)
  }

  // dx = 2 (x − target) · dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    [saved.scaled(by: 2 * gradient.scalars[0])]
  }
}

/// The sum of two tensors, as in a residual connection.
///
/// - Inputs: `a` and `b`, of one shape.
/// - Output: `a + b`, the same shape.
public struct Add<Scalar: BLASScalar>: Op {
  public let compute: Compute

  public init(compute: Compute) { self.compute = compute }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    var sum = inputs[0]
    sum.add(inputs[1], compute: compute)
    return (sum, ())
  }

  public var unread: [Int] { [0, 1] }

  // da = dy,  db = dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    [gradient, gradient]
  }
}

/// A tensor times a constant.
///
/// - Inputs: `x`, any shape.
/// - Output: `factor · x`, the same shape.
public struct Scale<Scalar: BLASScalar>: Op {
  public let factor: Scalar

  public init(factor: Scalar) { self.factor = factor }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    (inputs[0].scaled(by: factor), ())
  }

  public var unread: [Int] { [0] }

  // dx = factor · dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    [gradient.scaled(by: factor)]
  }
}

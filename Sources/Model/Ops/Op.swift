/// A differentiable operation: a pure forward pass beside a pure backward pass.
///
/// Both are functions of their arguments alone, so that an operation is tested without a tape.
public protocol Op<Scalar>: Sendable {
  associatedtype Scalar: BLASScalar
  /// What `forward` keeps for `backward`.
  associatedtype Saved

  /// The output, and what `backward` will need besides the inputs.
  func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved)

  /// The gradient of a scalar loss by each input, given its gradient by the output.
  func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>]
}

/// A differentiable operation: a pure forward pass beside a pure backward pass.
///
/// Both are functions of their arguments alone, so that an operation is tested without a tape.
public protocol Op<Scalar>: Sendable {
  associatedtype Scalar: BLASScalar
  /// What `forward` keeps for `backward`.
  associatedtype Saved

  /// What tables of time call it.
  var name: String { get }

  /// The places of inputs that `backward` looks at in no way, their shape included: a tape does not
  /// keep them for it.
  var unread: [Int] { get }

  /// The output, and what `backward` will need besides the inputs.
  func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved)

  /// The output alone, where no gradient is wanted: the same bits.
  func output(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar>

  /// The gradient of a scalar loss by each input, given its gradient by the output.
  func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>]
}

extension Op {
  public func output(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> { forward(inputs).output }

  public var name: String { plainName(Self.self) }

  public var unread: [Int] { [] }
}

/// The name of a type without its arguments.
@inline(never)
private func plainName(_ type: Any.Type) -> String { String("\(type)".prefix { $0 != "<" }) }

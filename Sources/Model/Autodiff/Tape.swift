/// A value in a computation, and where the tape recorded it.
public struct Variable<Scalar: BLASScalar>: Sendable {
  public let value: Tensor<Scalar>
  /// The place on the tape; nil for a constant, through which no gradient flows.
  let node: Int?
}

/// Records operations and walks them backward; it names no operation.
///
/// A tape belongs to one step of one run and is not shared between threads.
public final class Tape<Scalar: BLASScalar> {
  private struct Entry {
    var inputs: [Int?]
    var backward: ((Tensor<Scalar>) -> [Tensor<Scalar>])?
  }

  private var entries: [Entry] = []

  public init() {}

  /// A value whose gradient is wanted.
  public func variable(_ value: Tensor<Scalar>) -> Variable<Scalar> {
    entries.append(Entry(inputs: [], backward: nil))
    return Variable(value: value, node: entries.count - 1)
  }

  /// A value through which no gradient flows.
  public func constant(_ value: Tensor<Scalar>) -> Variable<Scalar> {
    Variable(value: value, node: nil)
  }

  /// The output of an operation; recorded when the gradient of any input is wanted.
  public func apply<O: Op>(_ op: O, _ inputs: Variable<Scalar>...) -> Variable<Scalar>
  where O.Scalar == Scalar {
    let values = inputs.map(\.value)
    let (output, saved) = op.forward(values)
    guard inputs.contains(where: { $0.node != nil }) else { return constant(output) }
    entries.append(
      Entry(inputs: inputs.map(\.node)) { gradient in
        op.backward(gradient, inputs: values, saved: saved)
      })
    return Variable(value: output, node: entries.count - 1)
  }

  /// The gradients of `output`, weighted by `seed`, by each of `variables`; the tape is emptied.
  ///
  /// A variable that `output` does not depend on gets zeros. Where several operations read a
  /// variable, their gradients are added in the reverse of the order in which they ran.
  ///
  /// - Precondition: `seed` has the shape of `output`.
  public func gradients(
    of output: Variable<Scalar>, seed: Tensor<Scalar>, by variables: [Variable<Scalar>]
  ) -> [Tensor<Scalar>] {
    precondition(
      seed.shape == output.value.shape,
      "a gradient of shape \(seed.shape) for a value of shape \(output.value.shape)")
    var gradients = [Tensor<Scalar>?](repeating: nil, count: entries.count)
    var wanted = [Bool](repeating: false, count: entries.count)
    for case let node? in variables.map(\.node) { wanted[node] = true }
    if let node = output.node { gradients[node] = seed }
    for index in entries.indices.reversed() {
      let entry = entries[index]
      entries[index].backward = nil
      guard let backward = entry.backward, let gradient = gradients[index] else { continue }
      if !wanted[index] { gradients[index] = nil }
      for (input, part) in zip(entry.inputs, backward(gradient)) {
        guard let input else { continue }
        if gradients[input] == nil {
          gradients[input] = part
        } else {
          gradients[input]?.add(part)
        }
      }
    }
    entries = []
    return variables.map { variable in
      variable.node.flatMap { gradients[$0] } ?? Tensor(zeros: variable.value.shape)
    }
  }
}

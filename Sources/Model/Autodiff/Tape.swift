/// A value in a computation, and where the tape recorded it.
public struct Variable<Scalar: BLASScalar>: Sendable {
  public let value: Tensor<Scalar>
  /// The place on the tape; nil for a constant, through which no gradient flows.
  let node: Int?
}

/// What a tape reports to an observer: a pass of an operation begins or ends.
public struct TapeEvent: Sendable {
  public enum Pass: String, Sendable { case forward, backward }

  public let operation: String
  public let pass: Pass
  public let isEnd: Bool
}

/// Is notified of what a tape does; the tape itself reads no clock.
public typealias TapeObserver = (TapeEvent) -> Void

/// Records operations and walks them backward; it names no operation.
///
/// A tape belongs to one step of one run and is not shared between threads.
public final class Tape<Scalar: BLASScalar> {
  private struct Entry {
    var inputs: [Int?]
    var name: String
    var backward: ((Tensor<Scalar>) -> [Tensor<Scalar>])?
  }

  private var entries: [Entry] = []
  private let compute: Compute
  private let observer: TapeObserver?

  /// An empty tape; `observer` is notified when each operation begins and ends.
  public init(compute: Compute, observer: TapeObserver?) {
    self.compute = compute
    self.observer = observer
  }

  /// A value whose gradient is wanted.
  public func variable(_ value: Tensor<Scalar>) -> Variable<Scalar> {
    entries.append(Entry(inputs: [], name: "", backward: nil))
    return Variable(value: value, node: entries.count - 1)
  }

  /// A value through which no gradient flows.
  public func constant(_ value: Tensor<Scalar>) -> Variable<Scalar> {
    Variable(value: value, node: nil)
  }

  /// The output of an operation; recorded when the gradient of any input is wanted.
  @inline(never)
  public func apply<O: Op>(_ op: O, _ inputs: Variable<Scalar>...) -> Variable<Scalar>
  where O.Scalar == Scalar {
    record(op.name, inputs) { values in
      op.output(values)
    } forward: { values in
      let (output, saved) = op.forward(values)
      var kept = values
      for place in op.unread { kept[place] = Tensor([], shape: [0]) }
      return (output, { [kept] in op.backward($0, inputs: kept, saved: saved) })
    }
  }

  /// Runs an operation; what does not depend on its type is here, compiled once for all.
  @inline(never)
  private func record(
    _ name: String, _ inputs: [Variable<Scalar>],
    output: ([Tensor<Scalar>]) -> Tensor<Scalar>,
    forward: ([Tensor<Scalar>]) -> (Tensor<Scalar>, (Tensor<Scalar>) -> [Tensor<Scalar>])
  ) -> Variable<Scalar> {
    let values = inputs.map(\.value)
    observer?(.init(operation: name, pass: .forward, isEnd: false))
    defer { observer?(.init(operation: name, pass: .forward, isEnd: true)) }
    guard inputs.contains(where: { $0.node != nil }) else { return constant(output(values)) }
    let (result, backward) = forward(values)
    entries.append(Entry(inputs: inputs.map(\.node), name: name, backward: backward))
    return Variable(value: result, node: entries.count - 1)
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
      observer?(.init(operation: entry.name, pass: .backward, isEnd: false))
      let parts = backward(gradient)
      observer?(.init(operation: entry.name, pass: .backward, isEnd: true))
      for (input, part) in zip(entry.inputs, parts) {
        guard let input else { continue }
        if gradients[input] == nil {
          gradients[input] = part
        } else {
          gradients[input]?.add(part, compute: compute)
        }
      }
    }
    entries = []
    return variables.map { variable in
      variable.node.flatMap { gradients[$0] } ?? Tensor(zeros: variable.value.shape)
    }
  }
}

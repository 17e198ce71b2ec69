/// A head's parameters on a tape, by name.
public struct HeadLeaves<Scalar: BLASScalar> {
  private var names: [String]
  /// In the order of the parameters.
  public let variables: [Variable<Scalar>]

  public init(_ parameters: Parameters<Scalar>, on tape: Tape<Scalar>, trainable: Bool) {
    names = parameters.names
    variables = parameters.tensors.map { trainable ? tape.variable($0) : tape.constant($0) }
  }

  /// Variables that are on a tape already.
  init(names: [String], variables: [Variable<Scalar>]) {
    self.names = names
    self.variables = variables
  }

  /// The same variables, some under other names.
  package func renamed(_ others: [String: String]) -> HeadLeaves {
    var leaves = self
    leaves.names = names.map { others[$0] ?? $0 }
    return leaves
  }

  /// - Precondition: there is a parameter of the name.
  public subscript(_ name: String) -> Variable<Scalar> {
    guard let place = names.firstIndex(of: name) else {
      preconditionFailure("no parameter '\(name)' among \(names)")
    }
    return variables[place]
  }
}

/// A parameter of a head: its name, shape and how it begins.
public typealias ParameterLayout = [(
  name: String, shape: [Int], start: EncoderSettings.Start
)]

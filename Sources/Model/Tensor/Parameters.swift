/// Named tensors in a fixed order: an encoder's parameters, or anything laid out beside them.
public struct Parameters<Scalar: BLASScalar>: Sendable, Equatable {
  /// The names, as Hugging Face writes them without the `bert.` prefix.
  public let names: [String]
  /// The tensors, in the order of `names`.
  public var tensors: [Tensor<Scalar>]
  private let places: [String: Int]

  /// - Precondition: names are distinct, one a tensor.
  public init(_ entries: [(name: String, tensor: Tensor<Scalar>)]) {
    names = entries.map(\.name)
    tensors = entries.map(\.tensor)
    places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// These parameters, and others after them.
  ///
  /// - Precondition: no name is in both.
  public func appending(_ others: Parameters) -> Parameters {
    Parameters(zip(names + others.names, tensors + others.tensors).map { ($0, $1) })
  }

  /// The place of a name.
  public func place(_ name: String) -> Int? { places[name] }

  /// The tensor of a name.
  public subscript(_ name: String) -> Tensor<Scalar>? { places[name].map { tensors[$0] } }

  /// The number of scalars in all tensors.
  public var count: Int { tensors.reduce(0) { $0 + $1.count } }

  /// The same numbers in another precision.
  public func converted<Other: BLASScalar>(to: Other.Type) -> Parameters<Other> {
    if let same = self as? Parameters<Other> { return same }
    return Parameters<Other>(
      zip(names, tensors).map { name, tensor in
        (name, Tensor<Other>(tensor.scalars.map { Other($0) }, shape: tensor.shape))
      })
  }
}

/// The gradient of one parameter.
public enum Gradient<Scalar: BLASScalar>: Sendable, Equatable {
  case dense(Tensor<Scalar>)
  /// Rows of an embedding table, rising and distinct, and their gradients; other rows have none.
  case rows([Int], Tensor<Scalar>)

  /// The numbers held.
  public var tensor: Tensor<Scalar> {
    switch self {
    case .dense(let tensor): tensor
    case .rows(_, let tensor): tensor
    }
  }

  /// The whole gradient, zeros included, for a parameter of `shape`.
  public func dense(shape: [Int]) -> Tensor<Scalar> {
    switch self {
    case .dense(let tensor): return tensor
    case .rows(let rows, let tensor):
      var dense = Tensor<Scalar>(zeros: shape)
      let columns = tensor.columns
      for (place, row) in rows.enumerated() {
        dense.scalars.replaceSubrange(
          row * columns..<(row + 1) * columns,
          with: tensor.scalars[place * columns..<(place + 1) * columns])
      }
      return dense
    }
  }
}

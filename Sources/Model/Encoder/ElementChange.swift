/// A factor and an addend for each element of a matrix, constants for differentiation.
///
///     y = x · factor + addend
public struct ElementChange: Sendable, Equatable {
  /// Row-major; nil for factors of 1.
  public var factors: [Float]?
  /// Row-major; nil for addends of 0.
  public var addends: [Float]?

  /// Every element times a factor of its own.
  public static func times(_ factors: [Float]) -> ElementChange {
    ElementChange(factors: factors, addends: nil)
  }

  /// Every element plus an addend of its own.
  public static func plus(_ addends: [Float]) -> ElementChange {
    ElementChange(factors: nil, addends: addends)
  }

  /// The operation on a matrix of a shape.
  func op<Scalar: BLASScalar>(shape: [Int], compute: Compute) -> ElementwiseAffine<Scalar> {
    func tensor(_ numbers: [Float]?) -> Tensor<Scalar>? {
      numbers.map { Tensor($0.map { Scalar($0) }, shape: shape) }
    }
    return ElementwiseAffine(
      factors: tensor(factors), addends: tensor(addends), compute: compute)
  }
}

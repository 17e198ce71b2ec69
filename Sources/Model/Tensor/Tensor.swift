/// A shape and row-major scalars; a value type.
///
/// Most tensors are matrices: `rows` is the product of all axes but the last, `columns` the last.
public struct Tensor<Scalar: BLASScalar>: Sendable, Equatable {
  /// The length of each axis, outermost first.
  public private(set) var shape: [Int]
  /// The scalars in row-major order.
  public var scalars: [Scalar]

  /// A tensor of the given scalars.
  ///
  /// - Precondition: the product of `shape` is the number of scalars.
  public init(_ scalars: [Scalar], shape: [Int]) {
    let size = shape.reduce(1, *)
    precondition(
      size == scalars.count, "a shape of \(size) scalars was given \(scalars.count)")
    self.shape = shape
    self.scalars = scalars
  }

  /// A tensor of one scalar repeated.
  public init(repeating value: Scalar, shape: [Int]) {
    self.shape = shape
    self.scalars = Array(repeating: value, count: shape.reduce(1, *))
  }

  /// A tensor of zeros.
  public init(zeros shape: [Int]) {
    self.init(repeating: 0, shape: shape)
  }

  /// The number of scalars.
  public var count: Int { scalars.count }
  /// The length of the last axis; 1 for a tensor without axes.
  public var columns: Int { shape.last ?? 1 }
  /// The product of all axes but the last.
  public var rows: Int { shape.dropLast().reduce(1, *) }

  /// The scalar at a row and column.
  public subscript(row: Int, column: Int) -> Scalar {
    get { scalars[row * columns + column] }
    set { scalars[row * columns + column] = newValue }
  }

  /// One row, copied.
  public func row(_ index: Int) -> [Scalar] {
    Array(scalars[index * columns..<(index + 1) * columns])
  }
}

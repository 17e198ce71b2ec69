/// A constant added along a diagonal of a matrix: row i at column i + `firstColumn`.
///
///     y[i, j] = x[i, j] + [j = i + firstColumn] · value
///
/// - Inputs: `x` (N, C), C ≥ N + firstColumn.
/// - Output: `y` (N, C).
public struct AddToDiagonal<Scalar: BLASScalar>: Op {
  public let value: Scalar
  public let firstColumn: Int

  public init(_ value: Scalar, firstColumn: Int) {
    self.value = value
    self.firstColumn = firstColumn
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    var y = inputs[0]
    precondition(
      firstColumn >= 0 && firstColumn + y.rows <= y.columns,
      "a diagonal of \(y.rows) from column \(firstColumn) leaves \(y.columns) columns")
    for row in 0..<y.rows { y[row, row + firstColumn] += value }
    return (y, ())
  }

  // dx = dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    [gradient]
  }
}

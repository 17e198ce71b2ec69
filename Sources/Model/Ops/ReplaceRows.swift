/// A matrix some of whose rows are those of another.
///
///     y[rows[i]] = v[i],   y[t] = x[t] for every other t
///
/// - Inputs: `x` (T, H); `v` (rows.count, H).
/// - Output: `y` (T, H).
/// - Precondition: `rows` are distinct.
public struct ReplaceRows<Scalar: BLASScalar>: Op {
  public let rows: [Int]

  public init(rows: [Int]) { self.rows = rows }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    var y = inputs[0]
    let v = inputs[1]
    precondition(v.shape == [rows.count, y.columns], "\(v.shape) for \(rows.count) rows")
    let c = y.columns
    for (place, row) in rows.enumerated() {
      y.scalars.replaceSubrange(row * c..<(row + 1) * c, with: v.row(place))
    }
    return (y, ())
  }

  // dx is dy with zeros in the rows, dv the rows of dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    var dx = gradient
    let c = dx.columns
    for row in rows { for place in row * c..<(row + 1) * c { dx.scalars[place] = 0 } }
    return [dx, SelectRows(rows: rows).forward([gradient]).output]
  }
}

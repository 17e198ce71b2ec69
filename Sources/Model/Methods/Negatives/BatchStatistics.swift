extension Tensor<Double> {
  /// The mean of each column (C); zeros without rows.
  var columnMeans: [Double] {
    var means = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { means[column] += scalars[row * columns + column] }
    }
    return means.map { $0 / Double(Swift.max(rows, 1)) }
  }

  /// The standard deviation of each column (C), over rows less one; zeros for a single row.
  var columnDeviations: [Double] {
    let means = columnMeans
    var squares = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let distance = scalars[row * columns + column] - means[column]
        squares[column] += distance * distance
      }
    }
    return squares.map { ($0 / Double(Swift.max(rows - 1, 1))).squareRoot() }
  }

  /// Each element by its column.
  func mapped(_ transform: (_ element: Double, _ column: Int) -> Double) -> Tensor<Double> {
    let columns = columns
    return Tensor(
      scalars.indices.map { transform(scalars[$0], $0 % Swift.max(columns, 1)) }, shape: shape)
  }
}

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

/// What is wrong with a setting that must not be negative, in words.
func negativeProblem(_ name: String, _ value: Double) -> String? {
  value >= 0 && value.isFinite ? nil : "\(name) is \(value); it must be at least 0"
}

/// What is wrong with a setting that must be positive, in words.
func notPositiveProblem(_ name: String, _ value: Double) -> String? {
  value > 0 && value.isFinite ? nil : "\(name) is \(value); it must be positive"
}

/// What is wrong with a rate, in words.
func rateProblem(_ name: String, _ value: Double) -> String? {
  value >= 0 && value < 1 ? nil : "\(name) is \(value); it must be at least 0 and below 1"
}

/// What is wrong with a number of things, in words.
func countProblem(_ name: String, _ count: Int, least: Int) -> String? {
  count >= least ? nil : "\(name) is \(count); it must be at least \(least)"
}

/// The arithmetic mean.
///
/// - Throws: ``StatisticError`` for no values.
public func mean(_ values: [Double]) throws(StatisticError) -> Double {
  guard !values.isEmpty else { throw .tooFew(found: 0, needed: 1) }
  return values.reduce(0, +) / Double(values.count)
}

/// The sample standard deviation: the root of Σ (x − x̄)² / (n − 1), in two passes.
///
/// - Throws: ``StatisticError`` for fewer than two values.
public func standardDeviation(_ values: [Double]) throws(StatisticError) -> Double {
  guard values.count >= 2 else { throw .tooFew(found: values.count, needed: 2) }
  let mean = try mean(values)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(values.count - 1)).squareRoot()
}

/// The count, mean and standard deviation of some runs' scores.
///
///     deviation = √(Σ (x − mean)² / (n − 1)), in two passes
package struct Spread: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// Nil for a single score, which has no deviation.
  package let deviation: Double?

  /// The spread of the scores that there are; nil if there is none.
  package init?(_ values: [Double?]) {
    let known = values.compactMap { $0 }
    guard !known.isEmpty else { return nil }
    let mean = known.reduce(0, +) / Double(known.count)
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.count = known.count
    self.mean = mean
    self.deviation = known.count > 1 ? (squares / Double(known.count - 1)).squareRoot() : nil
  }
}

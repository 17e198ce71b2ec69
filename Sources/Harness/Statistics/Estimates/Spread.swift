/// The count, mean and standard deviation of some runs' scores.
package struct Spread: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// Nil for a single score, which has no deviation.
  package let deviation: Double?

  /// The spread of the scores that there are; nil if there is none.
  package init?(_ values: [Double?]) {
    let known = values.compactMap { $0 }
    guard !known.isEmpty else { return nil }
    let moments = SampleMoments(known)
    (count, mean) = (known.count, moments.mean)
    deviation = known.count > 1 ? moments.deviation : nil
  }
}

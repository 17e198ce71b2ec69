extension Spread {
  /// Where the standard deviation lies from which the scores were drawn, if they are normal and each
  /// was drawn by itself:
  ///
  ///     s √(ν / χ²_ν((1 + level) / 2)) … s √(ν / χ²_ν((1 − level) / 2)),   ν = n − 1
  ///
  /// - Output: nil for a single score, and for scores that are all equal.
  package func deviationInterval(level: Double) -> Interval? {
    guard let deviation, deviation > 0 else { return nil }
    let degrees = Double(count - 1)
    func end(_ chance: Double) -> Double {
      deviation
        * (degrees / ChiSquaredDistribution.quantile(chance, degrees: degrees)).squareRoot()
    }
    return Interval(
      lower: end((1 + level) / 2), upper: end((1 - level) / 2), level: level)
  }
}

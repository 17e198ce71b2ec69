/// The mean difference of two methods over common seeds, with Student's t interval and test.
///
///     dᵢ = aᵢ − bᵢ,   d̄ ± t · s / √n,   t the (1 + level)/2 quantile with n − 1 degrees of freedom
///
/// Scores that only rounding keeps apart are equal (``ScoreResolution``).
///
/// - Source: Student, Biometrika 6 (1908).
/// - Coverage: 95.2, 95.4 and 95.2 % of 4,000 simulated studies at n = 5, 10 and 25, nominal 95
///   %, of normal differences; p ≤ 0.05 in 5.7, 5.0 and 5.4 % where there is no difference.
public struct PairedComparison: Sendable, Equatable {
  /// The number of common seeds.
  public let count: Int
  /// The mean of a − b.
  public let difference: Double
  /// The standard deviation of the differences, with n − 1.
  public let deviation: Double
  public let interval: Interval
  /// The chance of a mean difference this far from zero, were there none.
  public let p: Double

  /// A comparison whose error was found in another way.
  package init(
    count: Int, difference: Double, deviation: Double, interval: Interval, p: Double
  ) {
    self.count = count
    self.difference = difference
    self.deviation = deviation
    self.interval = interval
    self.p = p
  }

  /// - Inputs: `a` and `b` (n), the scores under the same n seeds in the same order; at least 2.
  /// - Throws: ``StatisticError``.
  public init(_ a: [Double], _ b: [Double], level: Double) throws(StatisticError) {
    Interval.check(level)
    guard a.count == b.count else { throw .unequalCounts(a.count, b.count) }
    for (side, values) in [("a", a), ("b", b)] {
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(side: side, index: bad)
      }
    }
    guard a.count >= 2 else { throw .tooFew(found: a.count, needed: 2) }
    // Equal scores have no difference and equal differences no spread: what follows may ask for zero.
    let moments = SampleMoments(ScoreResolution([a, b]).differences(a, b))
    count = a.count
    difference = moments.mean
    deviation = moments.deviation
    let error = deviation / Double(count).squareRoot()
    let student = StudentT(degreesOfFreedom: Double(count - 1))
    let reach = error * student.twoSidedQuantile(level: level)
    interval = Interval(lower: difference - reach, upper: difference + reach, level: level)
    p =
      error > 0
      ? student.twoSidedTail(difference / error) : difference == 0 ? 1 : 0
  }
}

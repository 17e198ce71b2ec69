/// How many common seeds it takes to see a difference between two methods by the paired t test.
///
///     power(n) = P(F′ > F(level; 1, n − 1)),   F′ noncentral with λ = n (difference / deviation)²
///
/// `deviation` is that of the differences a − b between seeds.
///
/// - Source: Cohen, "Statistical Power Analysis" (1988), chapter 2, by the noncentral distribution.
public struct SeedPlan: Sendable, Equatable {
  public let difference: Double
  public let deviation: Double
  /// The level of the interval that should exclude zero, such as 0.95.
  public let level: Double

  /// - Precondition: `deviation` is positive.
  public init(difference: Double, deviation: Double, level: Double) {
    Interval.check(level)
    precondition(deviation > 0, "a plan needs a positive deviation, not \(deviation)")
    self.difference = difference
    self.deviation = deviation
    self.level = level
  }

  /// The chance that the interval over `seeds` excludes zero.
  ///
  /// - Precondition: `seeds` is at least 2.
  public func power(seeds: Int) -> Double {
    precondition(seeds >= 2, "a deviation needs at least 2 seeds, not \(seeds)")
    let degrees = Double(seeds - 1)
    let effect = difference / deviation
    return FDistribution.upperTail(
      FDistribution.quantile(level, 1, degrees), 1, degrees,
      noncentrality: Double(seeds) * effect * effect)
  }

  /// The power at each number of seeds.
  public func powerCurve(_ seeds: ClosedRange<Int>) -> [(seeds: Int, power: Double)] {
    seeds.map { ($0, power(seeds: $0)) }
  }

  /// The fewest seeds whose power is at least `power`; nil beyond `most`.
  public func seeds(power: Double, most: Int) -> Int? {
    precondition(power > 0 && power < 1, "a power lies between 0 and 1, not \(power)")
    guard most >= 2 else { return nil }
    return fewest(above: 1, most: most) { self.power(seeds: $0) >= power }
  }

  /// The difference that an interval over so many seeds sees with a given power.
  public static func smallestDifference(
    seeds: Int, deviation: Double, power: Double, level: Double
  ) -> Double {
    argument(reaching: power, from: 0, to: 100 * deviation) { difference in
      SeedPlan(difference: difference, deviation: deviation, level: level).power(seeds: seeds)
    }
  }
}

import Model

/// How many common seeds it takes to settle what the difference of two methods is.
///
/// With n seeds a difference is seen when the interval of the paired t test leaves out zero, and is no
/// larger than a margin when the interval lies within ± the margin. Where the error of the sentence
/// pairs counts too, which no seed shrinks, the interval is that of ``SeedPairError``.
///
/// - Source: Cohen, "Statistical Power Analysis" (1988), chapter 2, by the noncentral distribution.
public struct SeedPlan: Sendable, Equatable {
  public let difference: Double
  /// That of the differences a − b between seeds.
  public let deviation: Double
  /// The variance that the pairs bring to the mean difference.
  public let varianceFromPairs: Double
  /// Nil when only a difference is looked for.
  public let margin: Double?
  /// The level of the interval that decides, such as 0.95, or what Holm's steps make of it.
  public let level: Double

  /// - Precondition: `deviation` is positive.
  public init(
    difference: Double, deviation: Double, varianceFromPairs: Double, margin: Double?,
    level: Double
  ) {
    Interval.check(level)
    precondition(deviation > 0, "a plan needs a positive deviation, not \(deviation)")
    precondition(varianceFromPairs >= 0, "a variance is not negative: \(varianceFromPairs)")
    precondition(margin ?? 1 > 0, "a margin is positive, not \(margin ?? 1)")
    self.difference = difference
    self.deviation = deviation
    self.varianceFromPairs = varianceFromPairs
    self.margin = margin
    self.level = level
  }

  /// Of seeds alone, to see a difference.
  public init(difference: Double, deviation: Double, level: Double) {
    self.init(
      difference: difference, deviation: deviation, varianceFromPairs: 0, margin: nil,
      level: level)
  }

  /// The chance that `seeds` settle it.
  ///
  /// - Precondition: `seeds` is at least 2.
  public func power(seeds: Int) -> Double {
    precondition(seeds >= 2, "a deviation needs at least 2 seeds, not \(seeds)")
    return Self.power(
      of: difference, varianceFromSeeds: deviation * deviation / Double(seeds),
      degrees: Double(seeds - 1), varianceFromPairs: varianceFromPairs, margin: margin,
      level: level, levelWithin: level)
  }

  /// The chance that a difference is settled whose variance over seeds is estimated with such degrees.
  ///
  /// - Inputs: `level`, of the interval that must leave out zero; `levelWithin`, of the one that must
  ///   lie within ± the margin.
  package static func power(
    of difference: Double, varianceFromSeeds: Double, degrees: Double, varianceFromPairs: Double,
    margin: Double?, level: Double, levelWithin: Double
  ) -> Double {
    guard varianceFromPairs > 0 || margin != nil else {
      return StudentT(degreesOfFreedom: degrees).power(
        of: difference, error: varianceFromSeeds.squareRoot(), level: level)
    }
    return integratedPower(
      difference, ofMean: varianceFromSeeds, degrees: degrees, varianceFromPairs: varianceFromPairs,
      margin: margin, levels: (level, levelWithin))
  }

  /// The power at each number of seeds.
  public func powerCurve(_ seeds: ClosedRange<Int>) -> [(seeds: Int, power: Double)] {
    seeds.map { ($0, power(seeds: $0)) }
  }

  /// The fewest seeds whose power is at least `power`; nil beyond `most`.
  public func seeds(power: Double, most: Int) -> Int? {
    furtherSeeds(after: 1, power: power, most: most - 1).map { $0 + 1 }
  }

  /// The power that "k more seeds" promises.
  public static let usualPower = 0.8

  /// The fewest seeds beyond `seeds` that settle it with chance `power`; nil beyond `most` of them.
  public func furtherSeeds(after seeds: Int, power: Double, most: Int) -> Int? {
    precondition(power > 0 && power < 1, "a power lies between 0 and 1, not \(power)")
    guard most >= 1 else { return nil }
    return fewest(above: 0, most: most) { self.power(seeds: seeds + $0) >= power }
  }

  /// The mean, over the variances that the seeds may show, of the chance given each.
  ///
  /// With n seeds the variance is deviation² X / (n − 1), X chi-squared; the sum runs in steps of ln X,
  /// whose density vanishes at both ends so that the trapezoidal rule is nearly exact.
  private static func integratedPower(
    _ difference: Double, ofMean: Double, degrees: Double, varianceFromPairs: Double,
    margin: Double?, levels: (beyond: Double, within: Double)
  ) -> Double {
    let error = (ofMean + varianceFromPairs).squareRoot()
    let beyond = SeedPairError.Critical(degrees: degrees, tail: 1 - levels.beyond)
    let within =
      levels.within == levels.beyond
      ? beyond : SeedPairError.Critical(degrees: degrees, tail: 1 - levels.within)
    let center = Double.logarithm(degrees)
    let width = (2 / degrees).squareRoot()
    let (left, right) = (min(9 * width, 60) + 20 / degrees, min(9 * width, 6))
    let steps = 400
    let step = (left + right) / Double(steps)
    var (total, weights) = (0.0, 0.0)
    for place in 0...steps {
      let distance = Double(place) * step - left
      // ln of the density of ln X at its mode + distance, less that at the mode.
      let log = degrees / 2 * (distance - Double.exponential(distance) + 1)
      let weight = Double.exponential(log)
      let chiSquared = Double.exponential(center + distance)
      let ofSeeds = ofMean * chiSquared / degrees
      weights += weight
      total +=
        weight
        * chance(
          difference, reach: beyond.halfWidth(ofSeeds, varianceFromPairs),
          room: (margin ?? 0) - within.halfWidth(ofSeeds, varianceFromPairs), error: error)
    }
    return min(1, total / weights)
  }

  /// The chance that the estimate lies beyond ± `reach`, or within ± `room`.
  private static func chance(
    _ difference: Double, reach: Double, room: Double, error: Double
  ) -> Double {
    if room >= reach { return 1 }
    func below(_ bound: Double) -> Double {
      NormalDistribution.cumulative((bound - difference) / error)
    }
    let beyond = below(-reach) + NormalDistribution.cumulative((difference - reach) / error)
    return room > 0 ? beyond + below(room) - below(-room) : beyond
  }
}

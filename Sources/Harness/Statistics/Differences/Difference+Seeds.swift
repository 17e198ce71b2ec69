/// How many further runs would settle a difference, from one function for all who say it.
extension Difference {
  /// More are not counted.
  public static let mostSeeds = 100_000

  /// The fewest further seeds that settle the difference with a chance of 80 %, if it and its
  /// deviations are the true ones; nil where more than ``mostSeeds`` would not, or nothing varies.
  ///
  /// Unpaired, so many further runs of each side, each with seeds of its own.
  ///
  /// - Inputs: `level`, that of the interval that decides, adjusted for the others looked at; `bound`,
  ///   what the difference is compared with; `margin`, within which no difference matters.
  public func furtherSeeds(
    level: Double, against bound: Double = 0, margin: Double? = nil
  ) -> Int? {
    furtherRuns(
      level: level, against: bound, margin: margin, levelWithin: level, most: Self.mostSeeds
    ) { _ in true }
  }

  /// Such a number of further runs of those parts alone that grow.
  ///
  /// - Inputs: `levelWithin`, that of the interval that must lie within ± the margin.
  package func furtherRuns(
    level: Double, against bound: Double, margin: Double?, levelWithin: Double, most: Int,
    grows: (Int) -> Bool
  ) -> Int? {
    guard source != .pairs, standardError > 0 else { return nil }
    return fewest(above: 0, most: most) { more in
      let (variance, degrees) = Self.welch(
        parts.enumerated().map { grows($0.offset) ? $0.element.growing(by: more) : $0.element })
      return SeedPlan.power(
        of: distance(from: bound), varianceFromSeeds: variance, degrees: degrees,
        varianceFromPairs: varianceFromPairs ?? 0, margin: margin, level: level,
        levelWithin: levelWithin)
        >= SeedPlan.usualPower
    }
  }

  /// The smallest true difference that is found at a level with a chance of `power`; 0 without error.
  ///
  /// Rounding may hide as much of it as it is, and the verdict allows for as much again.
  ///
  /// - Source: Cohen, "Statistical Power Analysis" (1988), chapter 2.
  package func smallestDifference(level: Double, power: Double) -> Double {
    standardError > 0
      ? StudentT(degreesOfFreedom: degreesOfFreedom)
        .smallestDifference(error: standardError, power: power, level: level) + 2 * rounding
      : 0
  }
}

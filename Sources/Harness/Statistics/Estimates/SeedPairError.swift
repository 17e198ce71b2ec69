import Model

/// The error of a difference that seeds and sentence pairs bring together.
///
/// Of n seeds the variance of the mean, s²ₛ, is known to n − 1 degrees of freedom, that of the pairs,
/// s²ₚ, to thousands. An interval is the difference ± the larger of
///
///     c · √(s²ₛ + s²ₚ),   c = (s²ₛ · t(n − 1) + s²ₚ · z) / (s²ₛ + s²ₚ)
///     t(n − 1) · sₛ
///
/// so that it is never narrower than that of the seeds alone. The p-value is 1 less the level whose
/// interval ends at the bound: p ≤ α is the same as an interval at 1 − α without it.
///
/// - Source: Cochran and Cox, "Experimental Designs" (1957), section 4.14. The second line is there
///   because where t > 2z the first can be the narrower.
/// - Coverage: of studies without a difference, at levels from 0.95 to 1 − 0.05/27 and 3, 5 and 10 seeds,
///   0.56 to 1.04 times as many reject as the level says where the pairs bring up to a quarter of the
///   variance; where they bring more, as few as 0.16 times, never more.
public struct SeedPairError: Sendable, Equatable {
  public let difference: Double
  /// The variance of the mean difference over seeds: s²/n.
  public let varianceFromSeeds: Double
  /// Its variance over sentence pairs, as resamples show it.
  public let varianceFromPairs: Double
  public let seeds: Int

  /// - Precondition: at least 2 seeds; variances that are not negative.
  public init(difference: Double, varianceFromSeeds: Double, varianceFromPairs: Double, seeds: Int)
  {
    precondition(seeds >= 2, "a variance between seeds needs at least 2, not \(seeds)")
    precondition(
      varianceFromSeeds >= 0 && varianceFromPairs >= 0,
      "variances are not negative: \(varianceFromSeeds), \(varianceFromPairs)")
    (self.difference, self.seeds) = (difference, seeds)
    (self.varianceFromSeeds, self.varianceFromPairs) = (varianceFromSeeds, varianceFromPairs)
  }

  /// √(s²ₛ + s²ₚ).
  public var standardError: Double { (varianceFromSeeds + varianceFromPairs).squareRoot() }

  public func interval(level: Double) -> Interval {
    Interval.check(level)
    let reach = Critical(seeds: seeds, tail: 1 - level)
      .halfWidth(varianceFromSeeds, varianceFromPairs)
    return Interval(lower: difference - reach, upper: difference + reach, level: level)
  }

  /// The two-sided chance of a difference this far from `bound`, were that the true one.
  public func p(against bound: Double) -> Double {
    let distance = abs(difference - bound)
    if ScoreResolution([[difference, bound]]).areEqual(difference, bound) { return 1 }
    guard standardError > 0 else { return 0 }
    let student = StudentT(degreesOfFreedom: Double(seeds - 1))
    let alone =
      varianceFromSeeds > 0 ? student.twoSidedTail(distance / varianceFromSeeds.squareRoot()) : 0
    // c lies between z and t, and so does this p between theirs.
    let ratio = distance / standardError
    let least = max(1e-300, 2 * NormalDistribution.cumulative(-ratio))
    let most = max(least, student.twoSidedTail(ratio))
    let logTail = argument(
      reaching: -distance, from: Double.logarithm(least), to: Double.logarithm(most)
    ) { logTail in
      -Critical(seeds: seeds, tail: Double.exponential(logTail))
        .cochranCox(varianceFromSeeds, varianceFromPairs)
    }
    return min(1, max(alone, Double.exponential(logTail)))
  }

  /// What multiplies the errors of seeds and of pairs in an interval that leaves out `tail`.
  package struct Critical {
    let t: Double
    let z: Double

    package init(seeds: Int, tail: Double) {
      self.init(degrees: Double(seeds - 1), tail: tail)
    }

    init(degrees: Double, tail: Double) {
      t = StudentT(degreesOfFreedom: degrees).upperQuantile(min(1, tail) / 2)
      z = -NormalDistribution.quantile(min(1, tail) / 2)
    }

    package func cochranCox(_ fromSeeds: Double, _ fromPairs: Double) -> Double {
      let sum = fromSeeds + fromPairs
      return sum > 0 ? (fromSeeds * t + fromPairs * z) / sum.squareRoot() : 0
    }

    package func halfWidth(_ fromSeeds: Double, _ fromPairs: Double) -> Double {
      max(cochranCox(fromSeeds, fromPairs), t * fromSeeds.squareRoot())
    }
  }
}

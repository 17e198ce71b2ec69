import Statistics

/// What the difference of two means is measured against: its standard error and where that is from.
///
/// The same pairs stand on both sides, and they do not change: their luck is in both means and
/// leaves no trace in the difference. So wherever runs differ by their seeds, only the seeds count:
///
///     SE² = v_new + v_baseline     v the variance of a mean over seeds, see ``SeedSpread``
///
/// with Welch's degrees of freedom. Adding the pairs' variance would answer another question (other
/// pairs) and make the gate blind to drops that it can see. A side of one run is taken to spread
/// as the other side's runs do.
///
/// Without any spread between seeds (one run on each side, or runs with equal scores) the
/// difference has no error of its own; whether it says more than which pairs were drawn is then
/// asked of the paired bootstrap: the deviation of the difference over the same resampled pairs,
/// with resamples − 1 degrees of freedom, and never below the grain of the recorded replicates.
///
/// Runs are not paired by seed, although both sides may have the same ones: a change of code that
/// moves every run by a hair is then small beside the seeds, and holds.
///
/// - Source: Welch 1947, Biometrika 34; Koehn 2004 (https://aclanthology.org/W04-3250); which
///   variance answers which question: Sellam et al. 2021 (arXiv:2106.16163), section 3.
public struct GateNoise: Sendable, Equatable {
  /// Where the standard error is from.
  public enum Source: String, Codable, Sendable, CaseIterable {
    case seeds, pairs
  }

  package let source: Source
  package let standardError: Double
  package let degreesOfFreedom: Double

  /// - Inputs: the two sides; `pairs`, the replicates of new mean − baseline mean.
  package init(baseline: SeedSpread, new: SeedSpread, pairs: Replicates) {
    if let noise = Self.ofSeeds(baseline: baseline, new: new) {
      self = noise
    } else {
      source = .pairs
      standardError = max(pairs.deviation, GateBaseline.grain)
      degreesOfFreedom = Double(max(pairs.values.count - 1, 1))
    }
  }

  private init(seeds variances: [(value: Double, degrees: Double)]) {
    let sum = variances.reduce(0) { $0 + $1.value }
    source = .seeds
    standardError = sum.squareRoot()
    degreesOfFreedom =
      sum * sum / variances.reduce(0) { $0 + $1.value * $1.value / $1.degrees }
  }

  /// Nil where the seeds show no spread at all.
  private static func ofSeeds(baseline: SeedSpread, new: SeedSpread) -> GateNoise? {
    let noise: GateNoise
    switch (baseline.uncertainty, new.uncertainty) {
    case (nil, nil): return nil
    case (let one?, nil), (nil, let one?):
      // The variance of a single run is known from the same scores: one estimate, scaled.
      guard one.ofOneRun > 0 else { return nil }
      noise = GateNoise(seeds: [(one.ofMean + one.ofOneRun, one.degreesOfFreedom)])
    case (let a?, let b?):
      guard a.ofMean + b.ofMean > 0 else { return nil }
      noise = GateNoise(seeds: [(a.ofMean, a.degreesOfFreedom), (b.ofMean, b.degreesOfFreedom)])
    }
    return noise
  }

  /// The noise if each side had other numbers of runs, all with seeds of their own.
  package static func planned(
    baseline: SeedSpread, runs: Int, new: SeedSpread, newRuns: Int
  ) -> GateNoise? {
    func side(_ side: SeedSpread, _ other: SeedSpread, runs: Int) -> (Double, Double)? {
      guard let known = side.uncertainty ?? other.uncertainty else { return nil }
      if runs == side.runs, let own = side.uncertainty {
        return (own.ofMean, own.degreesOfFreedom)
      }
      return (known.ofOneRun / Double(runs), Double(max(runs - 1, 1)))
    }
    guard let a = side(baseline, new, runs: runs), let b = side(new, baseline, runs: newRuns),
      a.0 + b.0 > 0
    else { return nil }
    return GateNoise(seeds: [a, b])
  }

  /// The smallest true difference that is called with a chance of `power` at a two-sided level.
  ///
  ///     (t(1 − level/2) + t(power)) · SE
  ///
  /// - Source: Cohen, "Statistical Power Analysis" (1988), section 2.4, with Student's quantiles.
  package func smallestDifference(level: Double, power: Double) -> Double {
    let student = StudentT(degreesOfFreedom: degreesOfFreedom)
    return (student.upperQuantile(level / 2) + student.upperQuantile(1 - power)) * standardError
  }

  /// The two-sided p-value of a difference.
  package func pValue(_ difference: Double) -> Double {
    StudentT(degreesOfFreedom: degreesOfFreedom).twoSidedTail(difference / standardError)
  }

  /// Half the width of the interval at a two-sided level.
  package func halfWidth(level: Double) -> Double {
    StudentT(degreesOfFreedom: degreesOfFreedom).upperQuantile(level / 2) * standardError
  }
}

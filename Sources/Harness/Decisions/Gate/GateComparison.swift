package import Statistics

/// One score on both sides, before it is judged among the others.
///
/// The same pairs are on both sides, and they do not change: their luck is in both means and leaves no
/// trace in the difference. So wherever runs differ by their seeds, only the seeds count, as in Welch's
/// test (``Difference``). Adding the pairs' variance would answer another question (other pairs) and
/// make the gate blind to drops that it can see.
///
/// Without any spread between seeds (one run on each side, or runs with equal scores) whether the
/// difference says more than which pairs were drawn is asked of the paired bootstrap: the deviation
/// over the same resampled pairs, never below the grain of the recorded replicates.
///
/// Runs are not paired by seed, although both sides may have the same ones: a change of code that
/// moves every run by a hair is then small beside the seeds, and holds.
///
/// - Source: Welch 1947, Biometrika 34; Koehn 2004 (https://aclanthology.org/W04-3250); which
///   variance answers which question: Sellam et al. 2021 (arXiv:2106.16163), section 3.
package struct GateComparison: Sendable {
  package let task: String
  package let statistic: String
  /// Absent for the average.
  package let pairs: Int?
  package let baseline: Side
  package let new: Side
  /// Nil where the runs have no scores by pair.
  package let pairDeviation: Double?
  /// New less baseline.
  package let difference: Difference

  /// The scores of one side's runs.
  package struct Side: Sendable {
    package let scores: [Double]
    package let layout: SeedLayout

    package init(_ scores: [Double], layout: SeedLayout) {
      (self.scores, self.layout) = (scores, layout)
    }

    var mean: Double { SampleMoments(scores).mean }
  }

  /// - Inputs: `replicates`, of new mean − baseline mean, nil for runs without scores by pair, of which
  ///   seeds alone decide; `rounding`, how far the difference may be off as scores were rounded.
  /// - Throws: `StatisticError` for a score that is not finite, and for one run on each side without
  ///   replicates.
  package init(
    task: String, statistic: String, pairs: Int?, baseline: Side, new: Side,
    replicates: Replicates?, rounding: Double = 0
  ) throws(StatisticError) {
    self.task = task
    self.statistic = statistic
    self.pairs = pairs
    self.baseline = baseline
    self.new = new
    pairDeviation = replicates?.deviation
    if baseline.scores.count + new.scores.count > 2 || replicates == nil {
      let seeds = try Difference(
        unpaired: new.scores, new.layout, baseline.scores, baseline.layout
      ).rounded(by: rounding)
      if seeds.standardError > 0 || replicates == nil {
        difference = seeds
        return
      }
    }
    let deviation = max(replicates?.deviation ?? 0, GateBaseline.grain)
    let resolution = ScoreResolution([baseline.scores, new.scores])
    let (own, other) = (new.mean, baseline.mean)
    difference = Difference(
      estimate: resolution.areEqual(own, other) ? 0 : own - other,
      deviationOverPairs: deviation, resamples: replicates?.values.count ?? 0)
  }

  /// The verdict among `count` scores; see ``GateVerdict`` for its definition.
  package func entry(level: Double, among count: Int, adjustedPValue: Double) -> GateEntry {
    let firstLevel = level / Double(count)
    let smallest = difference.smallestDifference(level: 1 - firstLevel, power: Gate.power)
    let interval = difference.interval(level: 1 - level)
    let verdict = GateVerdict(
      difference.verdict(
        adjustedP: adjustedPValue, level: 1 - level, bound: 0, margin: smallest,
        levelOfNone: 1 - level
      ) { nil })
    return GateEntry(
      task: task, statistic: statistic, baseline: baseline.mean, new: new.mean,
      difference: difference.estimate, standardError: difference.standardError,
      degreesOfFreedom: difference.degreesOfFreedom,
      noise: difference.source == .pairs ? .pairs : .seeds, pairDeviation: pairDeviation,
      lower: interval.lower, upper: interval.upper, pValue: difference.p(),
      adjustedPValue: adjustedPValue, smallestDrop: smallest, verdict: verdict,
      need: verdict == .didNotResolve
        ? GateNeed(difference, smallestDrop: smallest, pairCount: pairs, level: 1 - firstLevel)
        : nil)
  }
}

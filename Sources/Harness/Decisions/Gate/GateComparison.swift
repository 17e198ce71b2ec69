package import Statistics

/// One score on both sides, before it is judged among the others.
///
/// The same pairs are on both sides, and they do not change: their luck is in both means and leaves no
/// trace in the difference. So wherever runs differ by their seeds, only the seeds count
/// (``Difference``): those of the differences where both sides have the same seeds, else those of both
/// sides, as in Welch's test. Adding the pairs' variance would answer another question (other pairs)
/// and make the gate blind to drops that it can see.
///
/// Where seeds show no spread of a difference that there is (one run on each side, or runs with equal
/// scores) whether it says more than which pairs were drawn is asked of the paired bootstrap: the
/// deviation over the same resampled pairs of all runs, never below the grain of the recorded
/// replicates. No difference at all without spread is none.
///
/// - Source: Student 1908, Biometrika 6; Welch 1947, Biometrika 34; Koehn 2004
///   (https://aclanthology.org/W04-3250); which variance answers which question: Sellam et al. 2021
///   (arXiv:2106.16163), section 3.
package struct GateComparison: Sendable {
  package let task: String
  package let statistic: String
  /// Absent for the average.
  package let pairs: Int?
  /// The means over the runs compared.
  package let baseline: Double
  package let new: Double
  /// Nil where the runs have no scores by pair.
  package let pairDeviation: Double?
  /// New less baseline.
  package let difference: Difference
  package let noise: GateNoise

  /// - Inputs: the scores of the runs compared, the new ones in the order of the match's first side;
  ///   `match`, nil where every new run is a recorded one again; `replicates`, of new mean − baseline
  ///   mean, nil for runs without scores by pair, of which seeds alone decide; `rounding`, how far the
  ///   difference may be off as scores were rounded.
  /// - Throws: `StatisticError` for a score that is not finite, and for one run on each side without
  ///   replicates.
  package init(
    task: String, statistic: String, pairs: Int?, baseline: [Double], new: [Double],
    match: SeedMatch?, replicates: Replicates?, rounding: Double = 0
  ) throws(StatisticError) {
    self.task = task
    self.statistic = statistic
    self.pairs = pairs
    self.baseline = try mean(baseline)
    self.new = try mean(new)
    pairDeviation = replicates?.deviation
    guard let match else {
      (difference, noise) = (Self.none, .none)
      return
    }
    let areEqual = ScoreResolution([baseline, new]).areEqual(self.new, self.baseline)
    if baseline.count + new.count > 2 || replicates == nil {
      let seeds = try match.difference(new, baseline, varianceFromPairs: nil)
        .rounded(by: rounding)
      if seeds.standardError > 0 || areEqual || replicates == nil {
        (difference, noise) = (seeds, .seeds)
        return
      }
    }
    difference = Difference(
      estimate: areEqual ? 0 : self.new - self.baseline,
      deviationOverPairs: max(replicates?.deviation ?? 0, GateBaseline.grain),
      resamples: replicates?.values.count ?? 0)
    noise = .pairs
  }

  private static let none = Difference(estimate: 0, deviationOverPairs: 0, resamples: 1)
}

/// One score on both sides, before it is judged among the others.
package struct GateComparison: Sendable {
  package let task: String
  package let statistic: String
  /// Absent for the average.
  package let pairs: Int?
  package let baseline: SeedSpread
  package let new: SeedSpread
  package let pairDeviation: Double
  package let noise: GateNoise

  /// New less baseline.
  package var difference: Double { new.mean - baseline.mean }

  /// - Inputs: `replicates`, of new mean − baseline mean.
  package init(
    task: String, statistic: String, pairs: Int?, baseline: SeedSpread, new: SeedSpread,
    replicates: Replicates
  ) {
    self.task = task
    self.statistic = statistic
    self.pairs = pairs
    self.baseline = baseline
    self.new = new
    pairDeviation = replicates.deviation
    noise = GateNoise(baseline: baseline, new: new, pairs: replicates)
  }

  /// The verdict among `count` scores; see ``GateVerdict`` for its definition.
  package func entry(level: Double, among count: Int, adjustedPValue: Double) -> GateEntry {
    let firstLevel = level / Double(count)
    let smallest = noise.smallestDifference(level: firstLevel, power: Gate.power)
    let half = noise.halfWidth(level: level)
    let verdict: GateVerdict =
      if adjustedPValue <= level {
        difference < 0 ? .regressed : .improved
      } else if difference - half >= -smallest && difference + half <= smallest {
        .holds
      } else {
        .didNotResolve
      }
    let need =
      verdict == .didNotResolve
      ? GateNeed(
        difference: difference, noise: noise, baseline: baseline, new: new, pairCount: pairs,
        level: firstLevel) : nil
    return GateEntry(
      task: task, statistic: statistic, baseline: baseline.mean, new: new.mean,
      difference: difference, standardError: noise.standardError,
      degreesOfFreedom: noise.degreesOfFreedom, noise: noise.source, pairDeviation: pairDeviation,
      lower: difference - half, upper: difference + half, pValue: noise.pValue(difference),
      adjustedPValue: adjustedPValue, smallestDrop: smallest, verdict: verdict, need: need)
  }
}

package import Statistics

/// What makes verdicts of a gate's comparisons: the levels and the margin.
package struct GateJudge: Sendable {
  /// 1 − level.
  package let alpha: Double
  /// That of the interval within ± the margin.
  package let levelWithin: Double
  /// In −1…1.
  package let reach: Double

  /// - Inputs: `margin` in points.
  package init(level: Double, margin: Double) {
    alpha = 1 - level
    levelWithin = Gate.levelWithin(level: level)
    reach = margin / 100
  }

  /// The verdict on a difference; see ``GateVerdict`` for its definition.
  package func verdict(_ difference: Difference, adjustedP: Double) -> GateVerdict {
    if difference.lies(within: reach, of: 0, level: levelWithin) { return .holds }
    return GateVerdict(
      difference.verdict(
        adjustedP: adjustedP, level: 1 - alpha, bound: 0, margin: reach,
        levelOfNone: levelWithin
      ) { nil })
  }

  /// - Inputs: `spareSeeds`, how many recorded runs have seeds that no new run has, where runs are
  ///   paired.
  package func entries(of comparisons: [GateComparison], spareSeeds: Int) -> [GateEntry] {
    let adjusted = holmAdjusted(comparisons.map { $0.difference.p() })
    let open = max(1, adjusted.count { $0 > alpha })
    return zip(comparisons, adjusted).map { comparison, p in
      let difference = comparison.difference
      let verdict = verdict(difference, adjustedP: p)
      return GateEntry(
        task: comparison.task, statistic: comparison.statistic, baseline: comparison.baseline,
        new: comparison.new, difference: difference.estimate,
        interval: difference.interval(level: levelWithin),
        standardError: difference.standardError,
        degreesOfFreedom: difference.degreesOfFreedom, noise: comparison.noise,
        pairDeviation: comparison.pairDeviation, pValue: difference.p(), adjustedP: p,
        smallestDrop: difference.standardError > 0
          ? difference.smallestDifference(
            level: 1 - alpha / Double(comparisons.count), power: Gate.power)
          : nil,
        verdict: verdict,
        need: verdict == .unresolved
          ? GateNeed(
            difference, pairCount: comparison.pairs, spareSeeds: spareSeeds,
            level: 1 - alpha / Double(open), margin: reach, levelWithin: levelWithin)
          : nil)
    }
  }
}

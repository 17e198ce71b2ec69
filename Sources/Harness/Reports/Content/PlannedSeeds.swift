import Files
import Statistics

/// How many common seeds show a difference between two methods, from the deviation of these runs.
package struct PlannedSeeds {
  let plans: [SeedPlan]
  /// Where the deviation of differences comes from, for a caption.
  package let basis: String

  static let chances = [0.5, 0.8, 0.9]
  static let most = 1_000

  /// Nil where the runs show no deviation.
  ///
  /// The largest deviation of the comparisons with the baseline; of one method alone, √2 times its
  /// own, as if common seeds brought two methods nothing.
  package init?(_ summary: StudySummary) {
    let analysis = summary.analysis
    let averages = analysis.comparisons.filter { $0.task == StudySummary.average }
    let deviation: Double
    if let largest = averages.max(by: { $0.deviation < $1.deviation }) {
      deviation = largest.deviation
      let name = PlainText.visible(largest.method)
      basis =
        "the deviation of its differences between seeds, s = \(Numeral.hundredfold(deviation))"
        + " points, is that of \(name) against \(PlainText.visible(largest.baseline)) over"
        + " n = \(largest.count) common seeds"
        + (averages.count > 1 ? ", the largest of these methods" : "")
    } else if let variant = summary.variants.first,
      let spread = Spread(summary.runs(of: variant).map(\.average)), let own = spread.deviation
    {
      deviation = own * 2.0.squareRoot()
      basis =
        "the deviation of its differences between seeds, s = \(Numeral.hundredfold(deviation))"
        + " points, is taken to be √2 times that of \(PlainText.visible(variant)) between"
        + " n = \(spread.count) runs, as if two methods under one seed shared no luck"
    } else {
      return nil
    }
    guard deviation > 1e-12 else { return nil }
    plans = [0.5, 1, 2].map { Self.round(100 * $0 * deviation) / 100 }.uniqued().map {
      SeedPlan(difference: $0, deviation: deviation, level: analysis.rule.level)
    }
  }

  /// A difference in points, with as many decimals as it needs.
  static func points(_ difference: Double) -> String {
    let points = 100 * difference
    let decimals = points >= 1 ? 0 : points >= 0.1 ? 1 : points >= 0.01 ? 2 : 4
    return Numeral.fixed(points, decimals: decimals)
  }

  /// The nearest of 1, 2 and 5 times a power of ten.
  private static func round(_ value: Double) -> Double {
    var unit = 1.0
    while value >= 10 * unit { unit *= 10 }
    while value < unit { unit /= 10 }
    let ratio = value / unit
    return unit * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10)
  }
}

extension Drawing {
  /// The chance of seeing a difference over the number of seeds; nil where nothing varies.
  static func power(_ summary: StudySummary, on canvas: Canvas) -> Drawing? {
    guard let plan = PlannedSeeds(summary) else { return nil }
    // Far enough for the middle difference to be seen nearly always.
    let wanted = plan.plans[plan.plans.count / 2].seeds(power: 0.95, most: 200) ?? 200
    let last = min(200, max(20, (wanted + 9) / 10 * 10))
    return .figure(
      LinePlot(
        name: "power", title: "Chance of seeing a difference, by the number of seeds",
        caption: "The chance that the \(summary.analysis.percent) interval of a paired comparison"
          + " over n common seeds leaves out zero, by the true difference of the score;"
          + " \(plan.basis). The dotted line is at 80 %.",
        x: "number of common seeds n", y: "chance of seeing it (%)",
        series: plan.plans.enumerated().map { index, seedPlan in
          LinePlot.Series(
            title: PlannedSeeds.points(seedPlan.difference)
              + (seedPlan.difference == 0.01 ? " point" : " points"),
            rows: seedPlan.powerCurve(2...last).map { [Double($0.seeds), $0.power, nil, nil] },
            style: .at(index), interval: max(1, last / 8))
        }, scale: 100, xRange: (2, Double(last)), yRange: (0, 100),
        settings: [Setting.across("80", width: 1.4, color: "#444444", dash: "'.'")]
      ).figure(on: canvas))
  }

  /// The best score to be expected of n runs, as a published best is to be read.
  static func expectedMaximum(_ summary: StudySummary, on canvas: Canvas) -> Drawing? {
    let series = summary.drawnVariants.compactMap { variant -> (name: String, values: [Double])? in
      let values = summary.runs(of: variant).compactMap(\.average)
      return values.count >= 3 ? (variant, values) : nil
    }
    guard !series.isEmpty else { return nil }
    let most = series.map(\.values.count).max() ?? 1
    let counts = series.map(\.values.count).uniqued().map(String.init).joined(separator: ", ")
    return .figure(
      LinePlot(
        name: "best-of", title: "The best score to be expected of n runs",
        caption: "The best score × 100 of n runs, expected over every choice of n of the"
          + " N = \(counts) runs, without bias (it has no interval: the last point is the best run"
          + " itself). A published best of n is to be compared with the point at n, not with a"
          + " mean." + summary.drawnNote,
        x: "runs n, of which the best is reported", y: summary.averageLabel,
        series: series.enumerated().map { index, own in
          LinePlot.Series(
            title: own.name,
            rows: (1...own.values.count).map { runs in
              [
                Double(runs), try? ExpectedMaximum.withoutReplacement(own.values, runs: runs), nil,
                nil,
              ]
            }, style: .at(index), interval: max(1, most / 10))
        }, scale: 100, xRange: (1, Double(max(2, most))),
        settings: ["set xtics \(max(1, most / 10))"], inside: 240
      ).figure(on: canvas))
  }
}

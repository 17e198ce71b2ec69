import Decisions
import Files
import Model
import Runs
import Statistics

/// The average score against a setting that takes several numbers, such as a count of negatives.
extension Drawing {
  /// One figure a setting with at least three numbers among the runs.
  package static func responses(_ summary: StudySummary) -> [Drawing] {
    let keys = summary.runs.flatMap { $0.settings.map(\.key) }.uniqued()
    // Settings that move as one, such as both rates of dropout, are one.
    var groups: [(values: [String?], keys: [String])] = []
    for key in keys {
      let values = summary.runs.map { run in run.settings.first { $0.key == key }?.value }
      if let place = groups.firstIndex(where: { $0.values == values }) {
        groups[place].keys.append(key)
      } else {
        groups.append((values, [key]))
      }
    }
    let responses = groups.compactMap { Response(summary, keys: $0.keys) }
    return responses.enumerated().map { index, response in
      .figure(
        response.figure(
          summary, name: responses.count == 1 ? "response" : "response-\(index + 1)"))
    }
  }
}

/// The runs by one numeric setting, a series for each choice of the others.
private struct Response {
  /// The setting, or several that are alike in every run.
  let keys: [String]
  let series: [(label: String, points: [Point])]
  /// The methods that do not have the setting, as lines across.
  let levels: [(label: String, spread: Spread)]

  struct Point {
    let x: Double
    let spread: SeedSpread
    let interval: Interval?
  }

  init?(_ summary: StudySummary, keys: [String]) {
    var groups: [(others: [StudySummary.Entry], runs: [(x: Double, run: RunSummary)])] = []
    var without: [RunSummary] = []
    for run in summary.runs where run.average != nil {
      guard let text = run.settings.first(where: { $0.key == keys[0] })?.value else {
        without.append(run)
        continue
      }
      guard let x = Double(text), x.isFinite else { return nil }
      let others = run.settings.filter { !keys.contains($0.key) }
      if let place = groups.firstIndex(where: { $0.others == others }) {
        groups[place].runs.append((x, run))
      } else {
        groups.append((others, [(x, run)]))
      }
    }
    guard Set(groups.flatMap { $0.runs.map(\.x) }).count >= 3 else { return nil }
    self.keys = keys
    series = groups.map { group in
      let points = Set(group.runs.map(\.x)).sorted().compactMap { x -> Point? in
        let runs = group.runs.filter { $0.x == x }.map(\.run)
        return SeedSpread(runs, score: \.average).map {
          Point(x: x, spread: $0, interval: $0.interval(level: summary.analysis.rule.level))
        }
      }
      let names = group.others.filter { entry in
        !groups.allSatisfy { $0.others.contains(entry) }
      }.map { $0.key == "variant.name" ? $0.value : "\($0.key) \($0.value)" }
      return (names.isEmpty ? "mean" : names.joined(separator: ", "), points)
    }
    levels = without.map(\.variant).uniqued().compactMap { variant in
      Spread(without.filter { $0.variant == variant }.map(\.average)).map { (variant, $0) }
    }
  }

  func figure(_ summary: StudySummary, name: String) -> Figure {
    let xs = series.flatMap { $0.points.map(\.x) }
    let (low, high) = (xs.min() ?? 0, xs.max() ?? 1)
    let values = Set(xs).sorted().map { "\($0)" }
    let isLogarithmic = low > 0 && high / low >= 16
    let pad = 0.06 * (high - low)
    let range = isLogarithmic ? (low / 1.25, high * 1.25) : (low - pad, high + pad)
    var blocks = series.map { label, points in
      Figure.Block(
        ["value", "mean", "lower", "upper", PlainText.plotted(label, limit: 44)],
        numbers: points.map { point in
          let mean = point.spread.mean
          return [
            point.x, mean, point.interval?.lower ?? mean, point.interval?.upper ?? mean,
          ]
        })
    }
    blocks += levels.map { label, spread in
      Figure.Block(
        ["value", "mean", PlainText.plotted(label, limit: 44)],
        numbers: [range.0, range.1].map { [$0, spread.mean] })
    }
    let lines = series.count + levels.count
    let marks =
      series.indices.flatMap {
        [
          Mark(.lines, $0, "1:(100*$2)", .at($0), width: 1.6),
          Mark(
            .yerrorbars, $0, "1:(100*$2):(100*$3):(100*$4)", .at($0), size: 1, width: 1.8,
            .heading(5)),
        ]
      }
      + (series.count..<lines).map {
        Mark(.lines, $0, "1:(100*$2)", .at($0), width: 1.8, .heading(3))
      }
    let counts = series.flatMap { $0.points.map(\.spread.runs) }
    let runs =
      counts.min() == counts.max()
      ? Numeral.count(counts.min() ?? 0, "run")
      : "\(counts.min() ?? 0) to \(Numeral.count(counts.max() ?? 0, "run"))"
    let setting = keys.joined(separator: " = ")
    return Figure(
      name: name, title: "Average score by a setting",
      caption: "The average score × 100 by \(PlainText.visible(setting))"
        + "\(isLogarithmic ? ", on a logarithmic axis" : ""): the mean of n = \(runs) a point with"
        + " its \(summary.analysis.percent) interval over seeds."
        + (levels.isEmpty ? "" : " Lines without points are methods that lack the setting."),
      frame: Figure.Frame(right: 26, legend: lines, inside: 250),
      settings: [
        Setting.x(PlainText.plotted(setting, limit: 60)), Setting.y(summary.averageLabel),
        "set xrange [\(range.0):\(range.1)]",
        isLogarithmic ? "set logscale x" : "unset logscale",
        isLogarithmic && values.count <= 12
          ? "set xtics (\(values.joined(separator: ", ")))" : "set xtics autofreq",
        "set bars small", Setting.grid("y"),
      ], marks: marks, blocks: blocks)
  }
}

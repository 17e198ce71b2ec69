import Decisions
import Files
import Model
import Runs
import Statistics

/// The average score against a setting that takes several numbers, such as a count of negatives.
extension Drawing {
  /// One figure a setting with at least three numbers among runs that share all others.
  package static func responses(_ summary: StudySummary, on canvas: Canvas) -> [Drawing] {
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
          summary, name: responses.count == 1 ? "response" : "response-\(index + 1)", on: canvas))
    }
  }
}

/// The runs by one numeric setting, a series for each choice of the others.
private struct Response {
  /// The setting, or several that are alike in every run.
  let keys: [String]
  let series: [(label: String, points: [Point])]
  /// The score before training, where runs start from unlike encoders: a line a series.
  let starts: [[(x: Double, score: Double)]]
  /// The methods that do not have the setting, as lines across.
  let levels: [(label: String, spread: Spread)]

  private static let longestLabel = 40

  struct Point {
    let x: Double
    let spread: SeedSpread
    let interval: Interval?
  }

  init?(_ summary: StudySummary, keys: [String]) {
    var groups: [(others: [StudySummary.Entry], runs: [(x: Double, run: RunSummary)])] = []
    var without: [RunSummary] = []
    let texts = summary.runs.compactMap { run in
      run.settings.first { $0.key == keys[0] }?.value
    }.uniqued()
    guard let numbers = Self.numbers(texts) else { return nil }
    for run in summary.runs where run.average != nil {
      guard let text = run.settings.first(where: { $0.key == keys[0] })?.value else {
        without.append(run)
        continue
      }
      guard let x = numbers[text] else { return nil }
      let others = run.settings.filter { !keys.contains($0.key) }
      if let place = groups.firstIndex(where: { $0.others == others }) {
        groups[place].runs.append((x, run))
      } else {
        groups.append((others, [(x, run)]))
      }
    }
    // Where other settings change with it, nothing is a response to it alone.
    guard groups.contains(where: { Set($0.runs.map(\.x)).count >= 3 }) else { return nil }
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
      let settings = names.joined(separator: ", ")
      let methods = group.runs.map(\.run.variant).uniqued().joined(separator: ", ")
      // Many settings say less than the names that the study gave their runs.
      return (
        names.isEmpty ? "mean" : settings.count <= Self.longestLabel ? settings : methods, points
      )
    }
    starts =
      summary.hasStartGains
      ? groups.map { group in
        Set(group.runs.map(\.x)).sorted().compactMap { x in
          Spread(group.runs.filter { $0.x == x }.map(\.run.start)).map { (x, $0.mean) }
        }
      } : []
    levels = without.map(\.variant).uniqued().compactMap { variant in
      Spread(without.filter { $0.variant == variant }.map(\.average)).map { (variant, $0) }
    }
  }

  /// The number of each text: the text itself, or what follows the words that all begin with, as in
  /// `step-100` and `step-200`; nil where one has none.
  private static func numbers(_ texts: [String]) -> [String: Double]? {
    let starts = texts.map { text in
      String(text.dropLast(text.reversed().prefix { $0.isASCII && $0.isNumber }.count))
    }
    let start = Set(starts).count == 1 ? starts.first ?? "" : ""
    var numbers: [String: Double] = [:]
    for text in texts {
      guard let number = Double(text) ?? Double(text.dropFirst(start.count)), number.isFinite
      else { return nil }
      numbers[text] = number
    }
    return numbers
  }

  func figure(_ summary: StudySummary, name: String, on canvas: Canvas) -> Figure {
    let xs = series.flatMap { $0.points.map(\.x) }
    let (low, high) = (xs.min() ?? 0, xs.max() ?? 1)
    let values = Set(xs).sorted().map { "\($0)" }
    let isLogarithmic = low > 0 && high / low >= 16
    let pad = 0.06 * (high - low)
    let range = isLogarithmic ? (low / 1.25, high * 1.25) : (low - pad, high + pad)
    let lines = series.enumerated().map { index, own in
      LinePlot.Series(
        title: own.label,
        rows: own.points.map { point in
          let mean = point.spread.mean
          return [
            point.x, mean, point.interval?.lower ?? mean, point.interval?.upper ?? mean,
          ]
        }, style: .at(index), reach: .bars)
    }
    let before = starts.enumerated().map { index, points in
      LinePlot.Series(
        title: series.count == 1 ? "before training" : "",
        rows: points.map { [$0.x, $0.score, nil, nil] }, style: .at(index).dotted)
    }
    let across = levels.enumerated().map { index, level in
      LinePlot.Series(
        title: level.label, rows: [range.0, range.1].map { [$0, level.spread.mean, nil, nil] },
        style: .at(series.count + index), interval: 2)
    }
    let counts = series.flatMap { $0.points.map(\.spread.runs) }
    let runs =
      counts.min() == counts.max()
      ? Numeral.count(counts.min() ?? 0, "run")
      : "\(counts.min() ?? 0) to \(Numeral.count(counts.max() ?? 0, "run"))"
    let setting = keys.joined(separator: " = ")
    return LinePlot(
      name: name, title: "Average score by a setting",
      caption: "The score × 100 by \(PlainText.visible(setting))"
        + "\(isLogarithmic ? ", on a logarithmic axis" : ""): the mean of n = \(runs) a point with"
        + " its \(summary.analysis.percent) interval over seeds."
        + (starts.isEmpty ? "" : " Dotted lines are the scores before training.")
        + (levels.isEmpty ? "" : " Level lines are methods that lack the setting."),
      x: PlainText.plotted(keys.last ?? setting, limit: 40), y: summary.averageLabel,
      series: lines + before + across, scale: 100, xRange: range,
      isLogarithmic: (isLogarithmic, false),
      settings: [
        isLogarithmic && values.count <= 12
          ? "set xtics (\(values.joined(separator: ", ")))" : "set xtics autofreq"
      ], inside: 250
    ).figure(on: canvas)
  }
}

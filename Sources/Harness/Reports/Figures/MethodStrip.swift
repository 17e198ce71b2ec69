import Decisions
import Files
import Model
import Statistics

/// The strip of seeds of several methods: a row a method, on the average alone.
extension Drawing {
  /// One dot a run with the mean, the standard deviation and the interval of its method.
  static func methodStrip(_ summary: StudySummary, on canvas: Canvas) -> Drawing {
    let rows = summary.variants.compactMap { variant -> StripRow? in
      let runs = summary.runs(of: variant)
      return Spread(runs.map(\.average)).map {
        StripRow(
          variant: variant, runs: runs, spread: $0,
          interval: $0.count < 3
            ? nil
            : SeedSpread(runs, score: \.average)?.interval(level: summary.analysis.rule.level))
      }
    }
    guard let first = rows.first else {
      return .missing("The scores are not drawn: no run has any.")
    }
    let reference = rows.first { $0.variant == summary.baseline } ?? first
    let untrained = summary.untrainedScores?.last ?? nil
    let labels = LabelRows(rows.map(\.variant), canvas, least: 24)
    let all = rows.flatMap { row in
      row.runs.map(\.average) + [row.interval?.lower, row.interval?.upper, row.low, row.high]
    }.compactMap { $0 }
    let room = max(0.04 * ((all.max() ?? 0) - (all.min() ?? 0)), 0.001)
    let (low, high) = (100 * ((all.min() ?? 0) - room), 100 * ((all.max() ?? 0) + room))
    return .figure(
      Figure(
        name: "seeds", title: "Score of every run by method",
        caption: caption(summary, rows, reference.variant, untrained: untrained),
        frame: Figure.Frame(
          canvas, left: labels.left, right: 24, legend: 0, inside: labels.height),
        settings: labels.settings + [
          "unset key", "set xrange [\(low):\(high)]", Setting.x(summary.averageLabel),
          Setting.upright("\(100 * reference.spread.mean)", width: 1.2, color: "#666666"),
        ],
        marks: [
          .deviation(1, half: 7), Mark(.points, 0, "(100*$2):1", .at(0), size: 0.5, width: 1),
        ] + (rows.contains { $0.interval != nil } ? [.interval(1, width: 1.4)] : [])
          + [.mean(1, half: 7), LabelRows.names(2)],
        blocks: [
          Figure.Block(
            ["row", "score"], numbers: zip(rows, labels.middles).flatMap { $0.dots(at: $1) }),
          Figure.Block(
            ["row", "mean", "deviation", "lower", "upper"],
            numbers: zip(rows, labels.middles).map { row, middle in
              [
                middle, row.spread.mean, row.spread.deviation, row.interval?.lower,
                row.interval?.upper,
              ]
            }),
          labels.block(at: low),
        ]))
  }

  private static func caption(
    _ summary: StudySummary, _ rows: [StripRow], _ reference: String, untrained: Double?
  ) -> String {
    let runs = rows.reduce(0) { $0 + $1.runs.count }
    let left = summary.variants.count - rows.count
    return "One dot a run, n = \(Numeral.count(runs, "run")), on \(summary.averageWords); the short"
      + " line is the mean of a method, the grey band reaches one standard deviation"
      + " (n\u{A0}−\u{A0}1) to either side"
      + (rows.contains { $0.interval != nil }
        ? ", and the bar with ends is the \(summary.analysis.percent) interval of the mean over seeds."
        : ".")
      + " The long line is the mean of \(PlainText.visible(reference))"
      + "." + (untrained.map { " Before training the score is \(Numeral.hundredfold($0))." } ?? "")
      + (left == 0
        ? ""
        : " \(Numeral.count(left, "method")) without that score \(left == 1 ? "is" : "are") left out.")
  }
}

/// A method in its row.
private struct StripRow {
  let variant: String
  let runs: [RunSummary]
  let spread: Spread
  let interval: Interval?

  var low: Double? { spread.deviation.map { spread.mean - $0 } }
  var high: Double? { spread.deviation.map { spread.mean + $0 } }

  /// The runs at heights of their own within the row.
  func dots(at middle: Double) -> [[Double?]] {
    runs.enumerated().map { index, run in
      let offset = (2 * Double(index) + 1 - Double(runs.count)) / Double(runs.count)
      return [middle + 6 * offset, run.average]
    }
  }
}

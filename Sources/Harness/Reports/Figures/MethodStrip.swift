import Decisions
import Files
import Model
import Statistics

/// The strip of seeds of many methods: a row a method, on the average alone.
extension Drawing {
  /// One dot a run with the mean, the standard deviation and the interval of its method.
  static func methodStrip(_ summary: StudySummary) -> Drawing {
    let rows = summary.variants.enumerated().compactMap { row, variant -> StripRow? in
      let runs = summary.runs(of: variant)
      return Spread(runs.map(\.average)).map {
        StripRow(
          place: row, variant: variant, runs: runs, spread: $0,
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
    let labels = rows.map { PlainText.plotted($0.variant, limit: 30) }
    let frame = Figure.Frame(
      left: min(300, Figure.Frame.labels(labels)), right: 24, top: 16, bottom: 62,
      inside: 24 * summary.variants.count)
    let levels: [(score: Double?, dash: String)] = [
      (reference.spread.mean, "1"), (untrained, "(2,3)"),
    ]
    let across = levels.compactMap { level in
      level.score.map {
        Mark(
          .vectors, nil, "(\(100 * $0)):(-0.5):(0):(\(summary.variants.count)) every ::0::0",
          PlotStyle(color: "#666666", dash: level.dash), width: 1.2)
      }
    }
    let baseline = PlainText.visible(reference.variant)
    return .figure(
      Figure(
        name: "seeds", title: "Average of every run by method",
        caption:
          "One dot a run, n = \(Numeral.count(summary.runs.count, "run")), on the average over"
          + " the tasks; the short line is the mean of a method, the grey band reaches one standard"
          + " deviation (n\u{A0}−\u{A0}1) to either side, and the bar with ends is the"
          + " \(summary.analysis.percent) interval of the mean over seeds. The long line is the mean"
          + " of \(baseline)"
          + (untrained == nil ? "." : ", the dotted one the score before training."),
        frame: frame,
        settings: [
          "unset key",
          Setting.rows(summary.variants.count), Setting.x(summary.averageLabel),
        ] + Setting.barred,
        marks: [
          .deviation(1, half: 0.3), Mark(.points, 0, "(100*$2):1", .at(0), size: 0.5, width: 1),
          .interval(1, width: 1.4), .mean(1, half: 0.3), .labels(1, "(NaN):1:yticlabels(6)"),
        ] + across,
        blocks: [
          Figure.Block(["row", "score"], numbers: rows.flatMap(\.dots)),
          Figure.Block(
            ["row", "mean", "deviation", "lower", "upper", "method"],
            numbers: rows.map {
              [
                Double($0.place), $0.spread.mean, $0.spread.deviation, $0.interval?.lower,
                $0.interval?.upper,
              ]
            }, labels: labels),
        ]))
  }
}

/// A method in its row.
private struct StripRow {
  let place: Int
  let variant: String
  let runs: [RunSummary]
  let spread: Spread
  let interval: Interval?

  /// The runs at heights of their own within the row.
  var dots: [[Double?]] {
    runs.enumerated().map { index, run in
      let offset = (2 * Double(index) + 1 - Double(runs.count)) / Double(runs.count)
      return [Double(place) + 0.22 * offset, run.average]
    }
  }
}

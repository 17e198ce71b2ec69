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
    var plots = [
      "data index 1 using (100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-0.3):($1+0.3)"
        + " with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle",
      "data index 0 using (100*$2):1 with points pointtype 7 pointsize 0.5 linecolor rgb '#0072b2'"
        + " notitle",
      "data index 1 using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1 linewidth 1.4"
        + " linecolor rgb '#000000' notitle",
      "data index 1 using (100*$2):($1-0.3):(0):(0.6) with vectors nohead linewidth 2"
        + " linecolor rgb '#000000' notitle",
      "data index 1 using (NaN):1:yticlabels(6) with points notitle",
    ]
    let bottom = Double(summary.variants.count) - 0.5
    var lines = [(reference.spread.mean, "1")]
    if let untrained { lines.append((untrained, "(2,3)")) }
    for (score, dash) in lines {
      plots.append(
        "'+' using (\(100 * score)):(-0.5):(0):(\(bottom + 0.5)) every ::0::0 with vectors nohead"
          + " dashtype \(dash) linewidth 1.2 linecolor rgb '#666666' notitle")
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
          "set yrange [\(bottom):-0.5]",
          "set xlabel 'average, \(PlainText.plotted(summary.measure, limit: 24)) × 100' offset 0,0.5",
          "set border 1",
          "set ytics scale 0",
          "set bars small",
          "set grid xtics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'",
        ], plots: plots,
        blocks: [
          Figure.Block(["row", "score"], rows: rows.flatMap(\.dots)),
          Figure.Block(
            ["row", "mean", "deviation", "lower", "upper", "method"],
            rows: zip(rows, labels).map { row, label in
              [
                "\(row.place)", Numeral.exact(row.spread.mean, empty: "?"),
                Numeral.exact(row.spread.deviation, empty: "?"),
                Numeral.exact(row.interval?.lower, empty: "?"),
                Numeral.exact(row.interval?.upper, empty: "?"), label,
              ]
            }),
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
  var dots: [[String]] {
    runs.enumerated().map { index, run in
      let offset = (2 * Double(index) + 1 - Double(runs.count)) / Double(runs.count)
      return ["\(Double(place) + 0.22 * offset)", Numeral.exact(run.average, empty: "?")]
    }
  }
}

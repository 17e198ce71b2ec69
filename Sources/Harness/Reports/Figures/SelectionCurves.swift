import Files

/// The learning curves: the score that the checkpoint is selected by, over the steps.
extension Drawing {
  /// More runs than this are drawn as a band, as are those of several methods, because their lines
  /// would hide each other.
  private static let lineLimit = 24

  /// A line a run, their mean by variant, and the checkpoints kept.
  package static func selection(_ summary: StudySummary) -> Drawing {
    let series = summary.drawnVariants.map { variant in
      let runs = summary.runs(of: variant).filter { $0.selection.contains { $0.score != nil } }
      let mean = Curves(runs.map { $0.selection.map { ($0.step, $0.score) } })
      return (variant: variant, runs: runs, mean: mean)
    }.filter { !$0.runs.isEmpty }
    guard let first = series.first else {
      return .missing("No run recorded a selection score.")
    }
    let count = series.reduce(0) { $0 + $1.runs.count }
    let title = "Selection score over training"
    let axis = "selection score, \(PlainText.plotted(summary.measure, limit: 24)) × 100"
    guard count <= lineLimit, series.count == 1 else {
      return .figure(
        curves(
          name: "selection", title: title,
          caption: "Learning curves;" + band(count) + first.mean.note + summary.drawnNote,
          axis: axis, scale: 100,
          series: series.map { ($0.variant, $0.mean) }))
    }
    let blocks = series.flatMap { variant, runs, mean in
      [
        Figure.Block(["step", "score"], groups: runs.map { $0.selection.map(row) }),
        Figure.Block(
          ["step", "mean", "lowest", "highest", PlainText.plotted(variant, limit: 44)],
          rows: mean.rows),
        Figure.Block(["step", "score"], rows: runs.compactMap(\.kept).map(row)),
      ]
    }
    let frame = Figure.Frame(
      left: Figure.Frame.numbers, right: 26, top: Figure.Frame.legend(lines: series.count + 1),
      bottom: 62,
      inside: 260)
    return .figure(
      Figure(
        name: "selection", title: title, caption: caption(count), frame: frame,
        settings: axes(axis), plots: plots(series.map(\.mean.points.count)), blocks: blocks))
  }

  /// The plots of three blocks a variant: below all others the runs, on top the kept checkpoints.
  private static func plots(_ pointCounts: [Int]) -> [String] {
    let styles = pointCounts.indices.map(PlotStyle.at)
    let runs = styles.enumerated().map { index, style in
      "data index \(3 * index) using 1:(100*$2) with lines linewidth 0.8"
        + " linecolor rgb '\(style.color)' notitle"
    }
    let means = styles.enumerated().map { index, style in
      "data index \(3 * index + 1) using 1:(100*$2) with linespoints dashtype \(style.dash)"
        + " linewidth 2.6 pointtype \(style.mark) pointsize 0.7"
        + " pointinterval -\(max(1, pointCounts[index] / 8)) linecolor rgb '\(style.color)'"
        + " title columnheader(5)"
    }
    let kept = styles.indices.map { index in
      "data index \(3 * index + 2) using 1:(100*$2) with points pointtype 6 pointsize 0.9"
        + " linewidth 1.6 linecolor rgb '#000000' "
        + (index == 0 ? "title 'checkpoint kept'" : "notitle")
    }
    return runs + means + kept
  }

  private static func caption(_ count: Int) -> String {
    let runs = "Learning curves; n = \(Numeral.count(count, "run"))."
    let lines = count == 1 ? "" : " Thin lines are runs, thick lines their means."
    return runs + lines + " Circles mark the best score of each run, whose checkpoint is kept."
  }

  private static func row(_ point: SelectionPoint) -> [String] {
    ["\(point.step)", Numeral.exact(point.score, empty: "?")]
  }
}

extension RunSummary {
  /// The first of the points with the best selection score; the untrained encoder is no candidate.
  fileprivate var kept: SelectionPoint? {
    selection.filter { $0.score != nil && $0.step > 0 }
      .max { ($0.score ?? 0, -$0.step) < ($1.score ?? 0, -$1.step) }
  }
}

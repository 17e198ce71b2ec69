import Files

/// The learning curves: the score that the checkpoint is selected by, over the steps.
extension Drawing {
  /// More runs than this are drawn as a band, as are those of several methods, because their lines
  /// would hide each other.
  private static let lineLimit = 24

  /// A line a run, their mean by variant, and the checkpoints kept.
  static func selection(_ summary: StudySummary, on canvas: Canvas) -> Drawing {
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
    let axis = "selection \(summary.measureLabel) × 100"
    guard count <= lineLimit, series.count == 1 else {
      return .figure(
        curves(
          name: "selection", title: title,
          caption: "Learning curves;" + band(count) + first.mean.note + summary.drawnNote,
          axis: axis, scale: 100,
          series: series.map { ($0.variant, $0.mean) }, on: canvas))
    }
    // Below all others the runs, on top the kept checkpoints.
    let (column, style) = ("1:(100*$2)", PlotStyle.at(0))
    return .figure(
      Figure(
        name: "selection", title: title, caption: caption(count),
        frame: Figure.Frame(canvas, right: 26, legend: 0, inside: 260),
        settings: [
          "unset key", Setting.x("training step"), Setting.y(axis), "set xrange [0:*]",
          Setting.grid("y"),
        ],
        marks: [
          Mark(.lines, 0, column, style, width: 0.8),
          Mark(
            .linespoints, 1, column, style, size: 0.7, width: 2.6,
            interval: max(1, first.mean.points.count / 8)),
          Mark(.points, 2, column, .black(6), size: 0.9, width: 1.6),
        ],
        blocks: [
          Figure.Block(["step", "score"], groups: first.runs.map { $0.selection.map(row) }),
          Figure.Block(["step", "mean", "lowest", "highest"], numbers: first.mean.rows),
          Figure.Block(["step", "score"], rows: first.runs.compactMap(\.kept).map(row)),
        ]))
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

/// What training looked like: the cosines of its pairs, its loss, and the selection score.
extension Drawing {
  /// The cosines of positive and negative pairs over training, one figure a variant.
  package static func cosines(_ summary: StudySummary) -> [Drawing] {
    let drawn = summary.variants.filter { variant in
      summary.runs(of: variant).contains { run in
        run.training.contains { $0.positiveCosine != nil || $0.negativeCosine != nil }
      }
    }
    guard !drawn.isEmpty else {
      return [.missing("No run recorded the cosines of its pairs over training.")]
    }
    return drawn.enumerated().map { index, variant in
      let runs = summary.runs(of: variant)
      let positive = Curves(runs.map { $0.training.map { ($0.step, $0.positiveCosine) } })
      let negative = Curves(runs.map { $0.training.map { ($0.step, $0.negativeCosine) } })
      let series = [("positive pairs", positive), ("negative pairs", negative)]
      let whose = summary.variants.count > 1 ? " of \(PlainText.visible(variant))" : ""
      return .figure(
        curves(
          name: drawn.count == 1 ? "cosine" : "cosine-\(index + 1)",
          title: "Cosine of positive and negative pairs over training",
          caption: "Mean cosine of the positive and of the negative pairs in the batches\(whose);"
            + band(runs.filter { !$0.training.isEmpty }.count) + positive.note,
          axis: "cosine similarity", scale: 1,
          series: series.filter { !$0.1.points.isEmpty }))
    }
  }

  /// The training loss, a line a variant.
  package static func loss(_ summary: StudySummary) -> Drawing {
    let series = summary.variants.map { variant in
      (
        title: variant,
        curves: Curves(summary.runs(of: variant).map { $0.training.map { ($0.step, $0.loss) } })
      )
    }.filter { !$0.curves.points.isEmpty }
    guard let first = series.first else {
      return .missing("No run recorded its loss over training.")
    }
    let count = summary.runs.count { $0.training.contains { $0.loss != nil } }
    return .figure(
      curves(
        name: "loss", title: "Training loss",
        caption: "Training loss;" + band(count)
          + first.curves.note, axis: "loss (nats)", scale: 1, series: series))
  }

  private static func band(_ count: Int) -> String {
    let runs = " n = \(Numeral.count(count, "run"))"
    return count == 1
      ? runs + "." : runs + ". The line is their mean, the band reaches from lowest to highest."
  }

  /// The selection score over the steps: a thin line a run, their mean, the checkpoints kept.
  package static func selection(_ summary: StudySummary) -> Drawing {
    let variants = summary.variants.filter { variant in
      summary.runs(of: variant).contains { $0.selection.contains { $0.score != nil } }
    }
    guard !variants.isEmpty else {
      return .missing("No run recorded a selection score.")
    }
    var blocks: [Figure.Block] = []
    var thin: [String] = []
    var thick: [String] = []
    var kept: [String] = []
    var count = 0
    for (index, variant) in variants.enumerated() {
      let runs = summary.runs(of: variant).filter { $0.selection.contains { $0.score != nil } }
      count += runs.count
      let style = PlotStyle.at(index)
      let mean = Curves(runs.map { $0.selection.map { ($0.step, $0.score) } })
      blocks += [
        Figure.Block(
          ["step", "score"],
          groups: runs.map { $0.selection.map { row($0) } }),
        Figure.Block(
          ["step", "mean", "lowest", "highest", PlainText.plotted(variant, limit: 44)],
          rows: mean.rows),
        Figure.Block(["step", "score"], rows: runs.compactMap(\.kept).map { row($0) }),
      ]
      thin.append(
        "data index \(3 * index) using 1:(100*$2) with lines linewidth 0.8"
          + " linecolor rgb '\(style.color)' notitle")
      thick.append(
        "data index \(3 * index + 1) using 1:(100*$2) with linespoints dashtype \(style.dash)"
          + " linewidth 2.6 pointtype \(style.mark) pointsize 0.7"
          + " pointinterval -\(max(1, mean.points.count / 8)) linecolor rgb '\(style.color)'"
          + " title columnheader(5)")
      kept.append(
        "data index \(3 * index + 2) using 1:(100*$2) with points pointtype 6 pointsize 0.9"
          + " linewidth 1.6 linecolor rgb '#000000' "
          + (index == 0 ? "title 'checkpoint kept'" : "notitle"))
    }
    let frame = Figure.Frame(
      left: 76, right: 24, top: Figure.Frame.legend(lines: variants.count + 1), bottom: 60,
      inside: 260)
    let measure = PlainText.plotted(summary.measure, limit: 24)
    return .figure(
      Figure(
        name: "selection", title: "Selection score over training",
        caption: "Learning curves; n = \(Numeral.count(count, "run")). Thin lines are runs, thick"
          + " lines their means, circles the checkpoints with a run's best score, which are kept.",
        frame: frame, settings: axes("selection score, \(measure) × 100"),
        plots: thin + thick + kept, blocks: blocks))
  }

  private static func row(_ point: SelectionPoint) -> [String] {
    ["\(point.step)", Numeral.exact(point.score, empty: "?")]
  }
}

extension RunSummary {
  /// The first of the points with the best selection score.
  fileprivate var kept: SelectionPoint? {
    selection.filter { $0.score != nil }
      .max { ($0.score ?? 0, -$0.step) < ($1.score ?? 0, -$1.step) }
  }
}

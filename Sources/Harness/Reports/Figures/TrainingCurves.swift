import Files

/// What training looked like: the cosines of its pairs, and its loss.
extension Drawing {
  /// The cosines of positive and negative pairs over training: one figure of one method, one of
  /// each kind of pair where there are several.
  static func cosines(_ summary: StudySummary, on canvas: Canvas) -> [Drawing] {
    let drawn = summary.drawnVariants.filter { variant in
      summary.runs(of: variant).contains { run in
        run.training.contains { $0.positiveCosine != nil || $0.negativeCosine != nil }
      }
    }
    guard !drawn.isEmpty else {
      return [.missing("No run recorded the cosines of its pairs over training.")]
    }
    let count = summary.runs.count { !$0.training.isEmpty && drawn.contains($0.variant) }
    func positive(_ variant: String) -> Curves {
      Curves(summary.runs(of: variant).map { $0.training.map { ($0.step, $0.positiveCosine) } })
    }
    func negative(_ variant: String) -> Curves {
      Curves(summary.runs(of: variant).map { $0.training.map { ($0.step, $0.negativeCosine) } })
    }
    guard drawn.count > 1 else {
      let series = [("positive pairs", positive(drawn[0])), ("negative pairs", negative(drawn[0]))]
      return [
        .figure(
          curves(
            name: "cosine", title: "Cosine of positive and negative pairs over training",
            caption: "Mean cosine of the positive and of the negative pairs in the batches;"
              + band(count) + series[0].1.note,
            axis: "cosine similarity", scale: 1, series: series.filter { !$0.1.points.isEmpty },
            on: canvas))
      ]
    }
    return [("positive", positive), ("negative", negative)].map { kind, quantity in
      let series = drawn.map { (title: $0, curves: quantity($0)) }
      return .figure(
        curves(
          name: "cosine-\(kind)", title: "Cosine of \(kind) pairs over training",
          caption: "Mean cosine of the \(kind) pairs in the batches, by method;" + band(count)
            + series[0].curves.note + summary.drawnNote,
          axis: "cosine of \(kind) pairs", scale: 1,
          series: series.filter { !$0.curves.points.isEmpty }, on: canvas))
    }
  }

  /// The training loss, a line a variant.
  static func loss(_ summary: StudySummary, on canvas: Canvas) -> Drawing {
    let series = drawnCurves(summary) { run in run.training.map { ($0.step, $0.loss) } }
    guard let first = series.first else {
      return .missing("No run recorded its loss over training.")
    }
    let count = summary.runs.count { $0.training.contains { $0.loss != nil } }
    return .figure(
      curves(
        name: "loss", title: "Training loss",
        caption: "Training loss;" + band(count)
          + first.curves.note + summary.drawnNote, axis: "loss (nats)", scale: 1, series: series,
        mayBend: true, on: canvas))
  }

  /// The norm of the gradient before clipping, a line a variant; nil where no run recorded it.
  static func gradientNorms(_ summary: StudySummary, on canvas: Canvas) -> Drawing? {
    overTraining(
      summary, name: "gradient-norm", title: "Gradient norm over training",
      caption: "Norm of the gradient of all parameters, before clipping", axis: "gradient norm",
      on: canvas
    ) { run in run.training.map { ($0.step, $0.gradientNorm) } }
  }

  /// Alignment, uniformity and the share of the first principal component of the development
  /// sentences over training, a figure each; nothing where runs did not log them.
  static func diagnostics(_ summary: StudySummary, on canvas: Canvas) -> [Drawing] {
    [
      overTraining(
        summary, name: "alignment", title: "Alignment over training",
        caption: "Mean squared distance of development pairs with a gold score above 4 (lower is"
          + " closer; arXiv:2005.10242)", axis: "alignment", on: canvas
      ) { run in (run.diagnostics ?? []).map { ($0.step, $0.alignment) } },
      overTraining(
        summary, name: "uniformity", title: "Uniformity over training",
        caption: "Logarithm of the mean Gaussian potential of development sentences (lower is more"
          + " even; arXiv:2005.10242)", axis: "uniformity", on: canvas
      ) { run in (run.diagnostics ?? []).map { ($0.step, $0.uniformity) } },
      overTraining(
        summary, name: "first-component", title: "Share of the first principal component",
        caption: "How much of the variance of development sentences lies along one direction",
        axis: "share of the first component", on: canvas
      ) { run in (run.diagnostics ?? []).map { ($0.step, $0.firstComponentShare) } },
    ].compactMap { $0 }
  }

  /// A quantity of runs over their steps, a line with a band a variant; nil where no run has it.
  private static func overTraining(
    _ summary: StudySummary, name: String, title: String, caption: String, axis: String,
    on canvas: Canvas, _ quantity: (RunSummary) -> Curves.Run
  ) -> Drawing? {
    let series = drawnCurves(summary, quantity)
    guard let first = series.first else { return nil }
    let count = summary.runs.count { run in
      series.contains { $0.title == run.variant } && quantity(run).contains { $0.value != nil }
    }
    return .figure(
      curves(
        name: name, title: title,
        caption: caption + ";" + band(count) + first.curves.note + summary.drawnNote, axis: axis,
        scale: 1, series: series, mayBend: true, on: canvas))
  }

  /// A quantity of runs over their steps, by each drawn method that has it.
  private static func drawnCurves(
    _ summary: StudySummary, _ quantity: (RunSummary) -> Curves.Run
  ) -> [(title: String, curves: Curves)] {
    summary.drawnVariants.map { variant in
      (title: variant, curves: Curves(summary.runs(of: variant).map(quantity)))
    }.filter { !$0.curves.points.isEmpty }
  }

  /// The end of a caption: how many runs, and what line and band are.
  static func band(_ count: Int) -> String {
    let runs = " n = \(Numeral.count(count, "run"))"
    return count == 1
      ? runs + "." : runs + ". The line is their mean, the band reaches from lowest to highest."
  }
}

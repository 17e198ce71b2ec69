import Files
import Statistics

/// How the variance between runs splits: a row a part, with its interval on the average and a dot a task.
extension Drawing {
  /// One figure a variant whose variance was split.
  static func variances(_ summary: StudySummary, on canvas: Canvas) -> [Drawing] {
    let analysis = summary.analysis
    let variants = summary.variants.filter { variant in
      analysis.shares.contains { $0.variant == variant && $0.isDrawn }
    }
    guard !variants.isEmpty else {
      let reasons = analysis.unsplit.map(PlainText.visible)
      // Of methods under common seeds nobody asks for it.
      return summary.variants.count > 1
        ? []
        : [
          .missing((["The variance is not split between seeds."] + reasons).joined(separator: " "))
        ]
    }
    return variants.enumerated().map { index, variant in
      .figure(
        shareFigure(
          summary, variant: variant,
          name: variants.count == 1 ? "variance" : "variance-\(index + 1)", on: canvas))
    }
  }

  private static func shareFigure(
    _ summary: StudySummary, variant: String, name: String, on canvas: Canvas
  ) -> Figure {
    let shares = summary.analysis.shares.filter { $0.variant == variant }
    let whole = shares.first { $0.task == StudySummary.average } ?? shares.last
    let parts = whole?.parts ?? []
    let rows = LabelRows(
      parts.map { $0.name == "remainder" ? "what is left" : $0.name }, canvas, least: 34)
    let tasks = zip(parts, rows.middles).flatMap { part, middle in
      shares.filter { $0.task != StudySummary.average }.map { share -> [Double?] in
        [middle, share.parts.first { $0.name == part.name }?.share]
      }
    }
    return Figure(
      name: name, title: "What the variance between runs comes from",
      caption: caption(summary, variant: variant, shares.first),
      frame: Figure.Frame(canvas, left: rows.left, right: 24, legend: 0, inside: rows.height),
      settings: rows.settings + [
        "unset key", "set xrange [-2:102]", "set xtics 0,20,100",
        Setting.x("share of the variance (%)"),
      ],
      marks: (summary.tasks.count > 1
        ? [
          Mark(
            .points, 1, "(100*$2):1", PlotStyle(color: "#777777", mark: 6), size: 0.6, width: 1.2)
        ] : []) + [
          Mark(.xerrorbars, 0, "(100*$2):1:(100*$3):(100*$4)", .at(0), size: 1, width: 2),
          LabelRows.names(2),
        ],
      blocks: [
        Figure.Block(
          ["row", "share", "lower", "upper"],
          numbers: zip(parts, rows.middles).map { part, middle in
            [middle, part.share, part.interval?.lower, part.interval?.upper]
          }),
        Figure.Block(["row", "share"], numbers: tasks), rows.block(at: -2),
      ])
  }

  private static func caption(
    _ summary: StudySummary, variant: String, _ share: VarianceShare?
  ) -> String {
    var caption = "Shares of the variance between"
    caption += " n = \(Numeral.count(summary.runs(of: variant).count, "run"))"
    if summary.variants.count > 1 { caption += " of \(PlainText.visible(variant))" }
    caption +=
      summary.tasks.count > 1
      ? ": of the average, with its \(summary.analysis.percent) interval, and as circles of each task; "
      : ", each with its \(summary.analysis.percent) interval; "
    caption +=
      share?.method == VarianceComponents.Method.restrictedLikelihood.rawValue
      ? "by restricted likelihood, as not every combination of seeds was run"
      : "by analysis of variance of the crossed seeds"
    let hasInteraction = share?.parts.contains { $0.name.contains("×") } ?? false
    return caption
      + (hasInteraction
        ? ". What is left is what no seed and no interaction of seeds explains."
        : ". What is left is the interaction of the seeds and whatever else differs.")
  }
}

extension VarianceShare {
  fileprivate var isDrawn: Bool { parts.contains { $0.share != nil } }
}

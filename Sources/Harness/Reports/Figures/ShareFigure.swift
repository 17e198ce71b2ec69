import Files
import Statistics

/// How the variance between runs splits by task: a mark and an interval each part.
extension Drawing {
  /// One figure a variant whose variance was split.
  package static func variances(_ summary: StudySummary) -> [Drawing] {
    let analysis = summary.analysis
    let variants = summary.variants.filter { variant in
      analysis.shares.contains { $0.variant == variant && $0.isDrawn }
    }
    guard !variants.isEmpty else {
      let reasons = analysis.unsplit.map(PlainText.visible)
      return [
        .missing((["The variance is not split between seeds."] + reasons).joined(separator: " "))
      ]
    }
    return variants.enumerated().map { index, variant in
      .figure(
        shareFigure(
          summary, variant: variant,
          name: variants.count == 1 ? "variance" : "variance-\(index + 1)"))
    }
  }

  private static func shareFigure(
    _ summary: StudySummary, variant: String, name: String
  ) -> Figure {
    let shares = summary.analysis.shares.filter { $0.variant == variant }
    let parts = shares.first?.parts.map(\.name) ?? []
    let labels = shares.map { PlainText.plotted($0.task, limit: 18) }
    var blocks = parts.enumerated().map { index, part in
      let lane = (2 * Double(index) + 1 - Double(parts.count)) * 0.4 / Double(parts.count)
      let rows = shares.enumerated().map { row, share in
        let own = share.parts.first { $0.name == part }
        return [
          "\(Double(row) + lane)", Numeral.exact(own?.share, empty: "?"),
          Numeral.exact(own?.interval?.lower, empty: "?"),
          Numeral.exact(own?.interval?.upper, empty: "?"),
        ]
      }
      return Figure.Block(["row", "share", "lower", "upper", part], rows: rows)
    }
    blocks.append(
      Figure.Block(
        ["row", "label"], rows: labels.enumerated().map { ["\($0)", $1] }))
    var plots = parts.indices.map { index in
      let style = PlotStyle.at(index)
      return "data index \(index) using (100*$2):1:(100*$3):(100*$4) with xerrorbars"
        + " pointtype \(style.mark) pointsize 0.9 linewidth 1.8 linecolor rgb '\(style.color)'"
        + " title columnheader(5)"
    }
    plots.append(
      "data index \(parts.count) using (0):1:yticlabels(2) with points pointsize 0 notitle")
    let rules = shares.indices.dropLast().map { row in
      "set arrow from graph 0,first \(row).5 to graph 1,first \(row).5 nohead linewidth 0.7"
        + " linecolor rgb '#dddddd'"
    }
    let frame = Figure.Frame(
      left: Figure.Frame.labels(labels), right: 24, top: Figure.Frame.legend(lines: parts.count),
      bottom: 62,
      inside: max(
        shares.count * max(38, 15 * parts.count + 10), Figure.Frame.least(lines: parts.count)))
    return Figure(
      name: name, title: "What the variance between runs comes from",
      caption: caption(summary, variant: variant, shares.first), frame: frame,
      settings: [
        "set xrange [0:100]",
        "set yrange [\(shares.count - 1).5:-0.5]",
        "set border 1",
        "set ytics scale 0",
        "set bars small",
        "set grid xtics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'",
        "set xlabel 'share of the variance between runs (%)' offset 0,0.5",
      ] + rules, plots: plots, blocks: blocks)
  }

  private static func caption(
    _ summary: StudySummary, variant: String, _ share: VarianceShare?
  ) -> String {
    var caption = "Shares of the variance between"
    caption += " n = \(Numeral.count(summary.runs(of: variant).count, "run"))"
    if summary.variants.count > 1 { caption += " of \(PlainText.visible(variant))" }
    caption += ", each with its \(summary.analysis.percent) interval; "
    caption +=
      share?.method == VarianceComponents.Method.restrictedLikelihood.rawValue
      ? "by restricted likelihood, as not every combination of seeds was run"
      : "by analysis of variance of the crossed seeds"
    let hasInteraction = share?.parts.contains { $0.name.contains("×") } ?? false
    return caption
      + (hasInteraction
        ? ". The remainder is what no seed and no interaction of seeds explains."
        : ". The remainder is the interaction of the seeds and whatever else differs.")
  }
}

extension VarianceShare {
  fileprivate var isDrawn: Bool { parts.contains { $0.share != nil } }
}

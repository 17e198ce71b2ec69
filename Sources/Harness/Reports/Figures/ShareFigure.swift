import Files
import Statistics

/// How the variance between runs splits by task: a mark and an interval each part.
extension Drawing {
  /// One figure a variant whose variance was split.
  static func variances(_ summary: StudySummary) -> [Drawing] {
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
        return [Double(row) + lane, own?.share, own?.interval?.lower, own?.interval?.upper]
      }
      return Figure.Block(["row", "share", "lower", "upper", part], numbers: rows)
    }
    blocks.append(
      Figure.Block(
        ["row", "label"], numbers: labels.indices.map { [Double($0)] }, labels: labels))
    let marks = parts.indices.map {
      Mark(
        .xerrorbars, $0, "(100*$2):1:(100*$3):(100*$4)", .at($0), size: 0.9, width: 1.8,
        .heading(5))
    }
    let frame = Figure.Frame(
      left: Figure.Frame.labels(labels), right: 24, legend: parts.count,
      inside: shares.count * max(38, 15 * parts.count + 10))
    return Figure(
      name: name, title: "What the variance between runs comes from",
      caption: caption(summary, variant: variant, shares.first), frame: frame,
      settings: [
        "set xrange [0:100]", Setting.rows(shares.count),
        Setting.x("share of the variance between runs (%)"),
      ] + Setting.barred
        + shares.indices.dropLast().map {
          Setting.across("\($0).5", width: 0.7, color: "#dddddd")
        },
      marks: marks + [.labels(parts.count, "(0):1:yticlabels(2)")], blocks: blocks)
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

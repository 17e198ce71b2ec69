/// The two-way split of the variance by task, as stacked bars.
extension Drawing {
  /// One figure a variant that has shares.
  package static func varianceBars(_ summary: StudySummary) -> [Drawing] {
    let variants = summary.variants.filter { variant in
      summary.varianceShares.contains { $0.variant == variant && isDrawn($0) }
    }
    guard !variants.isEmpty else {
      return [
        .missing(
          "There is no split of the variance: it needs every pair of at least two data orders"
            + " and two dropout seeds.")
      ]
    }
    return variants.enumerated().map { index, variant in
      let name = variants.count == 1 ? "variance" : "variance-\(index + 1)"
      return .figure(varianceBar(summary, variant: variant, name: name))
    }
  }

  private static func isDrawn(_ share: VarianceShare) -> Bool {
    share.dataOrder != nil && share.dropout != nil && share.remainder != nil
  }

  private static func varianceBar(
    _ summary: StudySummary, variant: String, name: String
  ) -> Figure {
    let shares = summary.varianceShares.filter { $0.variant == variant }
    let labels = shares.map { PlainText.plotted($0.task, limit: 18) }
    // The bounds between the three parts, and a label for each part wide enough to hold one.
    let rows = zip(shares, labels).enumerated().map { row, pair in
      let parts = [pair.0.dataOrder, pair.0.dropout, pair.0.remainder]
      var bound = 0.0
      var fields: [String] = []
      for part in parts {
        fields.append(Numeral.exact(part.map { bound + $0 / 2 }, empty: "?"))
        bound += part ?? 0
        fields.append(Numeral.exact(part == nil ? nil : bound, empty: "?"))
        fields.append(part.map { $0 < 0.08 ? "" : Numeral.fixed(100 * $0, decimals: 0) } ?? "")
      }
      return ["\(row)"] + fields + [pair.1]
    }
    // Dark, hatched, light: told apart without color.
    let parts = [
      (title: "data order", fill: "solid 1", color: "#0b4a75", text: "#ffffff"),
      (title: "dropout", fill: "pattern 4", color: "#d55e00", text: "#000000"),
      (title: "remainder", fill: "solid 1", color: "#ededed", text: "#000000"),
    ]
    var plots: [String] = []
    for (index, part) in parts.enumerated() {
      let (start, end) = (index == 0 ? "(0)" : "(100*$\(3 * index))", "(100*$\(3 * index + 3))")
      plots.append(
        "data using (100*$\(3 * index + 2)):1:\(start):\(end):($1-0.32):($1+0.32)"
          + " with boxxyerror fillstyle \(part.fill) border linecolor rgb '#333333'"
          + " fillcolor rgb '\(part.color)' title '\(part.title)'")
    }
    for (index, part) in parts.enumerated() {
      let box = part.fill == "solid 1" ? "" : " boxed"
      plots.append(
        "data using (100*$\(3 * index + 2)):1:\(3 * index + 4) with labels\(box)"
          + " textcolor rgb '\(part.text)' notitle")
    }
    plots.append("data using (0):1:(''):yticlabels(11) with labels notitle")
    let frame = Figure.Frame(
      left: Figure.Frame.labels(labels), right: 24, top: Figure.Frame.legend(lines: 3), bottom: 62,
      inside: max(38 * shares.count, Figure.Frame.least(lines: 3)))
    return Figure(
      name: name, title: "What the variance between runs comes from",
      caption: caption(summary, variant: variant), frame: frame,
      settings: [
        "set xrange [0:100]",
        "set yrange [\(shares.count - 1).5:-0.5]",
        "set border 1",
        "set ytics scale 0",
        "set style textbox opaque fillcolor rgb '#ffffff' noborder margins 0.4,0.2",
        "set xlabel 'share of the variance between runs (%)' offset 0,0.5",
      ], plots: plots,
      blocks: [
        Figure.Block(
          ["row"]
            + ["data-order", "dropout", "remainder"].flatMap { ["\($0):middle", "\($0):end", $0] }
            + ["task"], rows: rows)
      ])
  }

  private static func caption(_ summary: StudySummary, variant: String) -> String {
    var caption = "Two-way split of the variance between"
    caption += " n = \(Numeral.count(summary.runs(of: variant).count, "run"))"
    if summary.variants.count > 1 { caption += " of \(PlainText.visible(variant))" }
    return caption + ": what the seed of the data order explains, what the seed of dropout"
      + " explains, and the remainder, their interaction and whatever else differs."
  }
}

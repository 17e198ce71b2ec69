import Files

/// The cosines of sentence pairs by their gold score, as densities.
extension Drawing {
  /// Two methods at most: the baseline and the one whose average is farthest from its.
  private static func drawn(_ summary: StudySummary) -> [PairDensity] {
    let all = summary.densities.filter { $0.pairs > 0 }
    guard all.count > 2, let first = all.first(where: { $0.variant == summary.baseline }) else {
      return Array(all.prefix(2))
    }
    let farthest = summary.averages.filter { own in
      all.contains { $0.variant == own.method }
    }.max { abs($0.difference) < abs($1.difference) }
    return [first] + all.filter { $0.variant == farthest?.method }
  }

  /// A figure a method.
  static func pairs(_ summary: StudySummary, on canvas: Canvas) -> [Drawing] {
    let drawn = drawn(summary)
    return drawn.enumerated().map { index, density in
      .figure(
        levels(
          summary, density, name: "density" + (drawn.count == 1 ? "" : "-\(index + 1)"),
          on: canvas))
    }
  }

  private static func runs(_ summary: StudySummary, _ density: PairDensity) -> String {
    let whose =
      summary.variants.count > 1 ? " of \(PlainText.visible(density.variant))" : ""
    return "the \(Numeral.grouped(density.pairs)) pairs of \(PlainText.visible(density.task)),"
      + " n = \(Numeral.count(density.runs, "run"))\(whose) counted together"
  }

  /// A curve a level of gold scores, one above the other.
  private static func levels(
    _ summary: StudySummary, _ density: PairDensity, name: String, on canvas: Canvas
  ) -> Figure {
    let curves = (0..<PairDensity.levels).map { level -> [Double] in
      let counts = density.level(level)
      let total = max(1, counts.reduce(0, +))
      // Two empty bins on either side bring the curve down to its line.
      let wide = [0, 0] + counts.map { Double($0) / Double(total) } + [0, 0]
      return wide.indices.map { place in
        let left = place > 0 ? wide[place - 1] : 0
        let right = place + 1 < wide.count ? wide[place + 1] : 0
        return (left + 2 * wide[place] + right) / 4
      }
    }
    let highest = curves.flatMap { $0 }.max() ?? 1
    let scale = highest > 0 ? 1.5 / highest : 1
    let blocks = curves.enumerated().map { level, curve in
      Figure.Block(
        ["cosine", "height", "share"],
        numbers: curve.enumerated().map { place, share in
          [density.cosine(ofColumn: place - 2), Double(level) + scale * share, share]
        })
    }
    let medians = Figure.Block(
      ["level", "median", "label", "count"],
      rows: (0..<PairDensity.levels).map { level in
        let counts = density.level(level)
        let pairs = counts.reduce(0, +) / max(1, density.runs)
        return [
          "\(level)", Numeral.exact(density.quantile(of: counts, at: 0.5), empty: "?"),
          "\(level)–\(level + 1)", "\(Numeral.grouped(pairs)) pairs",
        ]
      })
    // From the highest level down, so that each lies before the one behind it.
    let shades = ["#f2f2f2", "#dcdcdc", "#c2c2c2", "#a4a4a4", "#868686"]
    let ridges = shades.enumerated().reversed().flatMap { level, shade in
      [
        Mark.filled("filledcurves y1=\(level)", level, "1:2", color: shade),
        Mark(.lines, level, "1:2", PlotStyle(color: "#222222"), width: 1.4),
      ]
    }
    let last = PairDensity.levels
    let (low, high) = bounds(density)
    return Figure(
      name: name, title: "Cosine of sentence pairs by level of gold score",
      caption: "How the cosines lie at each level of gold score, lower bound included: "
        + runs(summary, density) + ". Areas are equal; bins of \(PairDensity.cosineWidth) are"
        + " smoothed over their neighbors. The stroke in each is its median.",
      frame: Figure.Frame(canvas, left: 78, right: 24, legend: 0, inside: 330),
      settings: [
        "unset key",
        Setting.x("cosine similarity"),
        "set ylabel 'gold score' offset 0.5,0",
        "set xrange [\(low):\(high)]",
        "set yrange [-0.1:\(PairDensity.levels).7]",
        "set ytics scale 0",
        "set border 1",
      ],
      marks: ridges + [
        Mark(.vectors, last, "2:1:(0):(0.3)", PlotStyle(color: "#0b3c5d"), width: 2.4),
        .labels(last, "(NaN):1:yticlabels(3)"),
        .words(
          last, "(\(low)+0.01*(\(high)-(\(low)))):($1+0.14):4", color: "#444444", at: "left"),
      ], blocks: blocks + [medians])
  }

  /// The cosines that hold all pairs but a half percent on either side.
  private static func bounds(_ density: PairDensity) -> (low: Double, high: Double) {
    let all = (density.counts.first ?? []).indices.map { column in
      density.counts.reduce(0) { $0 + $1[column] }
    }
    let low = (density.quantile(of: all, at: 0.005) ?? 0) - 2 * PairDensity.cosineWidth
    let high = (density.quantile(of: all, at: 0.995) ?? 1) + 2 * PairDensity.cosineWidth
    return ((max(-1, low) * 100).rounded(.down) / 100, (min(1, high) * 100).rounded(.up) / 100)
  }
}

import Files

/// The cosines of sentence pairs by their gold score: as densities and as a map.
extension Drawing {
  /// More methods than this are left to the files.
  private static let densityLimit = 4

  /// Two figures a method, of the first methods.
  static func pairs(_ summary: StudySummary) -> [Drawing] {
    let drawn = summary.densities.filter { $0.pairs > 0 }.prefix(densityLimit)
    return drawn.enumerated().flatMap { index, density -> [Drawing] in
      let end = drawn.count == 1 ? "" : "-\(index + 1)"
      return [
        .figure(levels(summary, density, name: "density" + end)),
        .figure(map(summary, density, name: "predicted" + end)),
      ]
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
    _ summary: StudySummary, _ density: PairDensity, name: String
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
        + " smoothed over their neighbors.",
      frame: Figure.Frame(left: 78, right: 24, legend: 1, inside: 330),
      settings: [
        Setting.x("cosine similarity"),
        "set ylabel 'gold score' offset 0.5,0",
        "set xrange [\(low):\(high)]",
        "set yrange [-0.1:\(PairDensity.levels).7]",
        "set ytics scale 0",
        "set border 1",
      ],
      marks: ridges + [
        Mark(
          .vectors, last, "2:1:(0):(0.3)", PlotStyle(color: "#0b3c5d"), width: 2.4, .words("median")
        ),
        .labels(last, "(NaN):1:yticlabels(3)"),
        .words(
          last, "(\(low)+0.01*(\(high)-(\(low)))):($1+0.14):4", color: "#444444", at: "left"),
      ], blocks: blocks + [medians])
  }

  /// The pairs by gold score and cosine, with the quartiles at each gold score.
  private static func map(
    _ summary: StudySummary, _ density: PairDensity, name: String
  ) -> Figure {
    let total = Double(max(1, density.counts.reduce(0) { $0 + $1.reduce(0, +) }))
    let width = PairDensity.cosineWidth
    let cells = density.counts.enumerated().flatMap { row, counts in
      counts.enumerated().filter { $0.element > 0 }.map { column, count in
        [
          (Double(row) + 0.5) * PairDensity.goldWidth, density.cosine(ofColumn: column),
          Double(count) / total,
        ]
      }
    }
    let quartiles = density.counts.enumerated().filter { $0.element.contains { $0 > 0 } }
      .map { row, counts in
        [(Double(row) + 0.5) * PairDensity.goldWidth]
          + [0.5, 0.25, 0.75].map { density.quantile(of: counts, at: $0) }
      }
    let (low, high) = bounds(density)
    let frame = Figure.Frame(left: 90, right: 100, legend: 1, inside: 320)
    return Figure(
      name: name, title: "Predicted cosine against gold score",
      caption: "The cosine of a pair against its gold score: " + runs(summary, density)
        + ". The darker a cell of \(PairDensity.goldWidth) × \(width), the larger its share of the"
        + " pairs; points are medians at a gold score, bars reach from the lower to the upper"
        + " quartile.",
      frame: frame,
      settings: [
        "set palette defined (0 '#f4f4f4', 0.3 '#c8c8c8', 1 '#555555')",
        Setting.x("gold score"), Setting.y("cosine similarity"),
        Setting.corner("share of the pairs (%)", right: 12, top: 16, frame),
        "set xrange [0:\(PairDensity.levels)]",
        "set yrange [\(low):\(high)]",
        "set cbrange [0:*]",
        "set bars small",
      ],
      marks: [
        .cells(PairDensity.goldWidth / 2, width / 2),
        Mark(
          .yerrorbars, 1, "1:2:3:4", PlotStyle(color: "#b03a00"), size: 0.7, width: 1.8,
          .words("median and quartiles")),
      ],
      blocks: [
        Figure.Block(["gold", "cosine", "share"], numbers: cells),
        Figure.Block(["gold", "median", "lower", "upper"], numbers: quartiles),
      ])
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

import Decisions
import Files
import Model
import Statistics

/// The strip of seeds: one dot a run and task, with the mean and the standard deviation.
extension Drawing {
  package static func seedStrip(_ summary: StudySummary) -> Drawing {
    let variants = summary.variants
    guard variants.count <= StudySummary.mostDrawn else { return methodStrip(summary) }
    let spreads = variants.map { variant in
      summary.columns.indices.map { column in
        Spread(summary.runs(of: variant).map { $0.columns[column] })
      }
    }
    guard spreads.contains(where: { $0.contains { $0 != nil } }) else {
      return .missing("The scores are not drawn: no run has any.")
    }
    let lanes = Lanes(summary, spreads)
    let hasDeviation = spreads.contains { $0.contains { $0?.deviation != nil } }
    let untrained = lanes.isCentered ? nil : summary.untrainedScores
    let count = variants.count
    let labels = summary.columns.map { PlainText.plotted($0, limit: 18) }

    var blocks = variants.map { lanes.dots(of: $0) }
    let level = summary.analysis.rule.level
    blocks += zip(variants, spreads).map { lanes.spread(of: $0, $1, level: level) }
    blocks.append(
      Figure.Block(
        ["row", "before training", "label"],
        rows: summary.columns.indices.map { row in
          let score = untrained.flatMap { $0[row] }
          return ["\(row)", Numeral.exact(score, empty: "?"), labels[row]]
        }))

    // Bands lie below the dots and means above them, so each takes a pass of its own.
    let half = lanes.half
    var plots = (0..<count).map {
      "data index \(count + $0) using (100*$2):1:(100*($2-$3)):(100*($2+$3))"
        + ":($1-\(half)):($1+\(half))"
        + " with boxxyerror fillstyle solid 1 noborder fillcolor rgb '#dcdcdc' notitle"
    }
    if hasDeviation {
      plots.append(
        "NaN with lines linewidth 9 linecolor rgb '#dcdcdc' title 'mean ± standard deviation'")
    }
    for (index, style) in (0..<count).map({ ($0, PlotStyle.at($0)) }) {
      plots.append(
        "data index \(index) using (100*$2):1 with points pointtype \(style.mark) pointsize 0.55"
          + " linewidth 1.3 linecolor rgb '\(style.color)' title columnheader(3)")
    }
    plots += (0..<count).map {
      "data index \(count + $0) using (100*$2):1:(100*$4):(100*$5) with xerrorbars pointtype -1"
        + " linewidth 1.6 linecolor rgb '#000000' "
        + ($0 == 0 && hasDeviation
          ? "title '\(summary.analysis.percent) interval of the mean'" : "notitle")
    }
    plots += (0..<count).map {
      "data index \(count + $0) using (100*$2):($1-\(half)):(0):(\(2 * half))"
        + " with vectors nohead linewidth 2 linecolor rgb '#000000' notitle"
    }
    plots.append(
      "data index \(2 * count) using (100*$2):1 with points pointtype 2 pointsize 0.7 linewidth 1.8"
        + " linecolor rgb '#000000' "
        + (untrained == nil ? "notitle" : "title 'before training'"))
    // An invisible point a row carries the row's label even where no score was measured.
    plots.append(
      "data index \(2 * count) using (NaN):1:yticlabels(3) with points notitle")

    let lines = count + (hasDeviation ? 2 : 0) + (untrained == nil ? 0 : 1)
    let frame = Figure.Frame(
      left: Figure.Frame.labels(labels), right: 24, top: Figure.Frame.legend(lines: lines),
      bottom: 62,
      inside: max(
        summary.columns.count * max(38, 22 * count + 12), Figure.Frame.least(lines: lines)))
    let measure = PlainText.plotted(summary.measure, limit: 40)
    return .figure(
      Figure(
        name: "seeds", title: "Scores of every run by task",
        caption: caption(summary, lanes, hasDeviation: hasDeviation), frame: frame,
        settings: [
          "set yrange [\(summary.columns.count - 1).5:-0.5]",
          "set xlabel '\(measure) × 100\(lanes.isCentered ? " less the mean of its row" : "")'"
            + " offset 0,0.5",
          "set border 1",
          "set ytics scale 0",
          "set bars small",
          "set grid xtics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'",
          "set arrow from graph 0,first \(summary.tasks.count - 1).5"
            + " to graph 1,first \(summary.tasks.count - 1).5"
            + " nohead linewidth 1 linecolor rgb '#999999'",
        ], plots: plots, blocks: blocks))
  }

  private static func caption(
    _ summary: StudySummary, _ lanes: Lanes, hasDeviation: Bool
  ) -> String {
    var caption =
      "One dot a run, n = \(Numeral.count(summary.runs.count, "run"))"
    caption +=
      hasDeviation
      ? "; the vertical line is their mean and the grey band reaches one standard deviation (n\u{A0}−\u{A0}1)"
        + " to either side. The bar with ends is the \(summary.analysis.percent) interval of the"
        + " mean over seeds, from three runs on."
      : "; one run has no standard deviation."
    if lanes.isCentered {
      caption +=
        " Scores are told from the mean of all runs in their row, as rows lie further apart than"
        + " runs."
    } else if summary.untrainedScores != nil {
      caption += " Crosses mark the encoder before training."
    }
    return caption + " A run keeps its height within the lane from task to task."
  }
}

/// Where the dots of the runs stand: a lane a variant within each row, a height a run in a lane.
private struct Lanes {
  let summary: StudySummary
  let variants: [String]
  /// Half the height of a lane, in rows.
  let half: Double

  /// What is taken off the scores of each row: its mean where rows lie so much further apart than
  /// runs that these could not be told apart, else nothing.
  let centers: [Double]
  var isCentered: Bool { centers.contains { $0 != 0 } }

  init(_ summary: StudySummary, _ spreads: [[Spread?]]) {
    self.summary = summary
    let means = summary.columns.indices.map { column in
      Spread(summary.runs.map { $0.columns[column] })?.mean ?? 0
    }
    let deviation = spreads.flatMap { $0.compactMap { $0?.deviation } }.max() ?? 0
    let known = spreads.flatMap { $0.compactMap { $0?.mean } }
    let range = (known.max() ?? 0) - (known.min() ?? 0)
    centers = deviation > 0 && range > 40 * deviation ? means : means.map { _ in 0 }
    self.variants = summary.variants
    self.half = 0.38 / Double(max(1, summary.variants.count))
  }

  func center(row: Int, _ variant: String) -> Double {
    let lane = Double(variants.firstIndex(of: variant) ?? 0)
    return Double(row) + (2 * lane + 1 - Double(variants.count)) * 0.43 / Double(variants.count)
  }

  func dots(of variant: String) -> Figure.Block {
    let runs = summary.runs(of: variant)
    let rows = summary.columns.indices.flatMap { row in
      runs.enumerated().map { index, run in
        let offset = (2 * Double(index) + 1 - Double(runs.count)) / Double(runs.count)
        return [
          "\(center(row: row, variant) + 0.8 * half * offset)",
          Numeral.exact(run.columns[row].map { $0 - centers[row] }, empty: "?"),
        ]
      }
    }
    return Figure.Block(["row", "score", PlainText.plotted(variant, limit: 44)], rows: rows)
  }

  func spread(of variant: String, _ spreads: [Spread?], level: Double) -> Figure.Block {
    let runs = summary.runs(of: variant)
    let rows = spreads.enumerated().map { row, spread in
      // One run is its own mean, which a line would only hide.
      let mean = spread?.deviation == nil ? nil : spread?.mean
      // Two runs have an interval too, whose length would dwarf all else.
      let interval =
        (spread?.count ?? 0) < 3
        ? nil : SeedSpread(runs) { $0.columns[row] }?.interval(level: level)
      return [
        "\(center(row: row, variant))",
        Numeral.exact(mean.map { $0 - centers[row] }, empty: "?"),
        Numeral.exact(spread?.deviation, empty: "?"),
        Numeral.exact(interval.map { $0.lower - centers[row] }, empty: "?"),
        Numeral.exact(interval.map { $0.upper - centers[row] }, empty: "?"),
      ]
    }
    return Figure.Block(["row", "mean", "deviation", "lower", "upper"], rows: rows)
  }
}

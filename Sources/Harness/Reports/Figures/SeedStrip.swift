import Decisions
import Files
import Model
import Statistics

/// The strip of seeds: one dot a run and task, with the mean and the standard deviation.
extension Drawing {
  static func seedStrip(_ summary: StudySummary) -> Drawing {
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
        numbers: summary.columns.indices.map { row in [Double(row), untrained.flatMap { $0[row] }]
        },
        labels: labels))

    // Bands lie below the dots and means above them, so each takes a pass of its own.
    let half = lanes.half
    var marks = (0..<count).map { Mark.deviation(count + $0, half: half) }
    if hasDeviation {
      marks.append(.legend("mean ± standard deviation", color: "#dcdcdc", width: 9))
    }
    marks += (0..<count).map {
      Mark(.points, $0, "(100*$2):1", .at($0), size: 0.55, width: 1.3, .heading(3))
    }
    let percent = summary.analysis.percent
    marks += (0..<count).map {
      .interval(
        count + $0, width: 1.6,
        $0 == 0 && hasDeviation ? .words("\(percent) interval of the mean") : .none)
    }
    marks += (0..<count).map { .mean(count + $0, half: half) }
    marks += [
      Mark(
        .points, 2 * count, "(100*$2):1", .black(2), size: 0.7, width: 1.8,
        untrained == nil ? .none : .words("before training")),
      .labels(2 * count, "(NaN):1:yticlabels(3)"),
    ]

    let lines = count + (hasDeviation ? 2 : 0) + (untrained == nil ? 0 : 1)
    let frame = Figure.Frame(
      left: Figure.Frame.labels(labels), right: 24, legend: lines,
      inside: summary.columns.count * max(38, 22 * count + 12))
    let measure = PlainText.plotted(summary.measure, limit: 40)
    return .figure(
      Figure(
        name: "seeds", title: "Scores of every run by task",
        caption: caption(summary, lanes, hasDeviation: hasDeviation), frame: frame,
        settings: [
          Setting.rows(summary.columns.count),
          Setting.x("\(measure) × 100\(lanes.isCentered ? " less the mean of its row" : "")"),
          Setting.across("\(summary.tasks.count - 1).5", width: 1, color: "#999999"),
        ] + Setting.barred, marks: marks, blocks: blocks))
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
        " Scores are shown less the mean of all runs in their row, as rows lie further apart than"
        + " runs."
    } else if summary.untrainedScores != nil {
      caption += " Crosses mark the encoder before training."
    }
    return caption + " A run keeps its height within the lane from task to task."
  }
}

/// Where the dots of the runs are: a lane a variant within each row, a height a run in a lane.
private struct Lanes {
  let summary: StudySummary
  let variants: [String]
  /// Half the height of a lane, in rows.
  let half: Double

  /// What is taken off the scores of each row: its mean where rows lie so much further apart than
  /// runs that these could not be separated, else nothing.
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
          center(row: row, variant) + 0.8 * half * offset,
          run.columns[row].map { $0 - centers[row] },
        ]
      }
    }
    return Figure.Block(["row", "score", PlainText.plotted(variant, limit: 44)], numbers: rows)
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
        center(row: row, variant), mean.map { $0 - centers[row] }, spread?.deviation,
        interval.map { $0.lower - centers[row] }, interval.map { $0.upper - centers[row] },
      ]
    }
    return Figure.Block(["row", "mean", "deviation", "lower", "upper"], numbers: rows)
  }
}

import Decisions
import Files
import Model
import Statistics

/// The strip of seeds: one dot a run and task, with the mean and the standard deviation.
extension Drawing {
  /// Of one method a row a task; of several a row a method.
  static func seedStrip(_ summary: StudySummary, on canvas: Canvas) -> Drawing {
    guard summary.variants.count == 1, let variant = summary.variants.first else {
      return methodStrip(summary, on: canvas)
    }
    let rows = TaskRows(summary, variant: variant)
    guard rows.spreads.contains(where: { $0 != nil }) else {
      return .missing("The scores are not drawn: no run has any.")
    }
    let untrained = rows.isCentered ? nil : summary.untrainedScores
    let labels = LabelRows(summary.shownColumns, canvas, least: 40)
    let measure = summary.measureLabel
    let (low, high) = rows.range(with: untrained)
    let frame = Figure.Frame(
      canvas, left: labels.left, right: rows.isCentered ? 72 : 24, top: rows.isCentered ? 36 : 16,
      bottom: 62, inside: labels.height)
    let means = rows.isCentered ? [Self.means(rows.spreads, labels.middles, at: high)] : []
    let count = summary.tasks.count
    let line = count > 1 ? (labels.middles[count - 1] + labels.middles[count]) / 2 : nil
    return .figure(
      Figure(
        name: "seeds", title: "Scores of every run by task",
        caption: caption(summary, rows), frame: frame,
        settings: labels.settings + [
          "unset key", "set xrange [\(low):\(high)]",
          Setting.x("\(measure) × 100\(rows.isCentered ? ", less the row’s mean" : "")"),
        ] + (line.map { [Setting.across("\($0)", width: 1, color: "#999999")] } ?? [])
          + (rows.isCentered ? [Setting.corner("mean", right: 12, top: 18, frame)] : []),
        marks: [
          .deviation(1, half: 13), Mark(.points, 0, "(100*$2):1", .at(0), size: 0.55, width: 1.3),
        ] + (rows.hasInterval ? [.interval(1, width: 1.6)] : [])
          + [
            .mean(1, half: 13), Mark(.points, 2, "(100*$2):1", .black(2), size: 0.7, width: 1.8),
            LabelRows.names(3),
          ]
          + (means.isEmpty
            ? [] : [.words(4, "1:2:3", color: "#222222", at: "left offset 0.8,0")]),
        blocks: [
          rows.dots(at: labels.middles), rows.block(at: labels.middles),
          Figure.Block(
            ["row", "before training"],
            numbers: labels.middles.enumerated().map { row, middle in
              [middle, untrained.flatMap { $0[row] }]
            }),
          labels.block(at: low),
        ] + means))
  }

  private static func means(
    _ spreads: [Spread?], _ middles: [Double], at x: Double
  ) -> Figure.Block {
    Figure.Block(
      ["place", "row", "mean"],
      rows: zip(spreads, middles).map { spread, middle in
        [x.description, middle.description, Numeral.hundredfold(spread?.mean)]
      })
  }

  private static func caption(_ summary: StudySummary, _ rows: TaskRows) -> String {
    var caption = "One dot a run, n = \(Numeral.count(summary.runs.count, "run"))"
    guard rows.hasDeviation else { return caption + "; one run has no standard deviation." }
    caption +=
      "; the vertical line is their mean and the grey band reaches one standard deviation"
      + " (n\u{A0}−\u{A0}1) to either side."
    if rows.hasInterval {
      caption +=
        " The bar with ends is the \(summary.analysis.percent) interval of the mean over seeds."
    }
    if rows.isCentered {
      caption += " Each row is drawn about its own mean, which is on its right."
    } else if summary.untrainedScores != nil {
      caption += " Crosses mark the encoder before training."
    }
    return caption + " A run keeps its height in every row."
  }
}

/// The runs of one method in a row a task.
private struct TaskRows {
  let summary: StudySummary
  let runs: [RunSummary]
  let spreads: [Spread?]
  let intervals: [Interval?]
  /// What is taken off the scores of each row: its mean where rows lie so much further apart than
  /// runs that these could not be separated, else nothing.
  let centers: [Double]

  var isCentered: Bool { centers.contains { $0 != 0 } }
  var hasDeviation: Bool { spreads.contains { $0?.deviation != nil } }
  var hasInterval: Bool { intervals.contains { $0 != nil } }

  init(_ summary: StudySummary, variant: String) {
    let runs = summary.runs(of: variant)
    let columns = summary.shownColumns.indices
    let spreads = columns.map { column in Spread(runs.map { $0.columns[column] }) }
    (self.summary, self.runs, self.spreads) = (summary, runs, spreads)
    // Two runs have an interval too, whose length would dwarf all else.
    intervals = columns.map { column in
      (spreads[column]?.count ?? 0) < 3
        ? nil
        : SeedSpread(runs) { $0.columns[column] }?.interval(level: summary.analysis.rule.level)
    }
    let deviation = spreads.compactMap { $0?.deviation }.max() ?? 0
    let known = spreads.compactMap { $0?.mean }
    let range = (known.max() ?? 0) - (known.min() ?? 0)
    centers = spreads.map { deviation > 0 && range > 5 * deviation ? $0?.mean ?? 0 : 0 }
  }

  /// From the lowest to the highest that is drawn, × 100.
  func range(with untrained: [Double?]?) -> (low: Double, high: Double) {
    let all =
      spreads.indices.flatMap { row -> [Double] in
        let spread = spreads[row]
        let deviation = spread?.deviation ?? 0
        let own =
          runs.map { $0.columns[row] }
          + [
            spread.map { $0.mean - deviation }, spread.map { $0.mean + deviation },
            intervals[row]?.lower, intervals[row]?.upper,
          ]
        return own.compactMap { $0 }.map { $0 - centers[row] }
      } + (untrained ?? []).compactMap { $0 }
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    let room = max(0.04 * (high - low), 0.001)
    return (100 * (low - room), 100 * (high + room))
  }

  func dots(at middles: [Double]) -> Figure.Block {
    Figure.Block(
      ["row", "score"],
      numbers: middles.enumerated().flatMap { row, middle in
        runs.enumerated().map { index, run in
          let offset = (2 * Double(index) + 1 - Double(runs.count)) / Double(runs.count)
          return [middle + 11 * offset, run.columns[row].map { $0 - centers[row] }]
        }
      })
  }

  func block(at middles: [Double]) -> Figure.Block {
    Figure.Block(
      ["row", "mean", "deviation", "lower", "upper"],
      numbers: middles.enumerated().map { row, middle in
        // One run is its own mean, which a line would only hide.
        let mean = spreads[row]?.deviation == nil ? nil : spreads[row]?.mean
        return [
          middle, mean.map { $0 - centers[row] }, spreads[row]?.deviation,
          intervals[row].map { $0.lower - centers[row] },
          intervals[row].map { $0.upper - centers[row] },
        ]
      })
  }
}

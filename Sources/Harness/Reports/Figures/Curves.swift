import Files
import Runs

/// A quantity over the steps of several runs.
package struct Curves: Sendable {
  /// One run's quantity, by step.
  package typealias Run = [(step: Int, value: Double?)]

  /// The mean, the lowest and the highest of the runs that have a value near a step.
  package struct Point: Sendable, Equatable {
    package let step: Double
    package let mean: Double
    package let low: Double
    package let high: Double
  }

  package let points: [Point]
  /// How many steps one point stands for; each run is averaged over them first.
  package let stepsPerPoint: Int

  /// No figure is wide enough to show more points than this.
  private static let limit = 150

  package init(_ runs: [Run]) {
    let steps = runs.flatMap { $0.filter { $0.value != nil }.map(\.step) }.uniqued().sorted()
    let perPoint = max(1, (steps.count + Self.limit - 1) / Self.limit)
    var binOfStep: [Int: Int] = [:]
    for (index, step) in steps.enumerated() { binOfStep[step] = index / perPoint }
    let binCount = (steps.count + perPoint - 1) / perPoint
    var means = [[Double]](repeating: [], count: binCount)
    for run in runs {
      var values = [[Double]](repeating: [], count: binCount)
      for (step, value) in run {
        if let value, let bin = binOfStep[step] { values[bin].append(value) }
      }
      for (bin, values) in values.enumerated() where !values.isEmpty {
        means[bin].append(Self.mean(values))
      }
    }
    self.stepsPerPoint = perPoint
    self.points = means.enumerated().compactMap { bin, means in
      guard let low = means.min(), let high = means.max() else { return nil }
      let within = steps[(bin * perPoint)..<min(steps.count, (bin + 1) * perPoint)]
      return Point(
        step: Self.mean(within.map(Double.init)), mean: Self.mean(means), low: low, high: high)
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The rows of a data file: step, mean, lowest, highest.
  package var rows: [[String]] {
    points.map { [$0.step, $0.mean, $0.low, $0.high].map(\.description) }
  }

  /// A sentence on the averaging, where there was any.
  package var note: String {
    stepsPerPoint == 1 ? "" : " Each point is the mean of \(stepsPerPoint) logged steps."
  }
}

extension Drawing {
  /// A line a series with a band from the lowest to the highest run.
  package static func curves(
    name: String, title: String, caption: String, axis: String, scale: Int,
    series: [(title: String, curves: Curves)]
  ) -> Figure {
    let blocks = series.map {
      Figure.Block(
        ["step", "mean", "lowest", "highest", PlainText.plotted($0.title, limit: 44)],
        rows: $0.curves.rows)
    }
    let styles = series.indices.map(PlotStyle.at)
    var plots = styles.enumerated().map { index, style in
      "data index \(index) using 1:(\(scale)*$3):(\(scale)*$4) with filledcurves"
        + " fillstyle transparent solid 0.2 noborder fillcolor rgb '\(style.color)' notitle"
    }
    plots += styles.enumerated().map { index, style in
      let interval = max(1, series[index].curves.points.count / 8)
      return "data index \(index) using 1:(\(scale)*$2) with linespoints dashtype \(style.dash)"
        + " linewidth 2 pointtype \(style.mark) pointsize 0.6 pointinterval -\(interval)"
        + " linecolor rgb '\(style.color)' title columnheader(5)"
    }
    let frame = Figure.Frame(
      left: Figure.Frame.numbers, right: 26, top: Figure.Frame.legend(lines: series.count),
      bottom: 62, inside: 260)
    return Figure(
      name: name, title: title, caption: caption, frame: frame, settings: Self.axes(axis),
      plots: plots, blocks: blocks)
  }

  /// Axes of a quantity over the training steps.
  package static func axes(_ label: String) -> [String] {
    [
      "set xlabel 'training step' offset 0,0.5",
      "set ylabel '\(label)' offset 0.8,0",
      "set xrange [0:*]",
      "set grid ytics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'",
    ]
  }
}

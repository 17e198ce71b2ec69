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

  /// The block of a data file, with what the legend says.
  func block(_ title: String) -> Figure.Block {
    Figure.Block(
      ["step", "mean", "lowest", "highest", PlainText.plotted(title, limit: 44)],
      numbers: points.map { [$0.step, $0.mean, $0.low, $0.high] })
  }

  /// A sentence on the averaging, where there was any.
  package var note: String {
    stepsPerPoint == 1 ? "" : " Each point is the mean of \(stepsPerPoint) logged steps."
  }
}

extension Drawing {
  /// A line a series with a band from the lowest to the highest run.
  static func curves(
    name: String, title: String, caption: String, axis: String, scale: Int,
    series: [(title: String, curves: Curves)]
  ) -> Figure {
    let styles = series.indices.map(PlotStyle.at)
    let bands = styles.enumerated().map { index, style in
      Mark.filled(
        "filledcurves", index, "1:(\(scale)*$3):(\(scale)*$4)", color: style.color,
        fill: "transparent solid 0.2 noborder")
    }
    let means = styles.enumerated().map { index, style in
      Mark(
        .linespoints,
        index, "1:(\(scale)*$2)", style, size: 0.6, width: 2,
        interval: max(1, series[index].curves.points.count / 8), .heading(5))
    }
    return Figure(
      name: name, title: title, caption: caption,
      frame: Figure.Frame(right: 26, legend: series.count, inside: 260),
      settings: Self.axes(axis), marks: bands + means,
      blocks: series.map { $0.curves.block($0.title) })
  }

  /// Axes of a quantity over the training steps.
  static func axes(_ label: String) -> [String] {
    [Setting.x("training step"), Setting.y(label), "set xrange [0:*]", Setting.grid("y")]
  }
}

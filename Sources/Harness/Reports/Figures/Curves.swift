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

  /// Its points as rows of a figure.
  var rows: [[Double?]] { points.map { [$0.step, $0.mean, $0.low, $0.high] } }

  /// A sentence on the averaging, where there was any.
  package var note: String {
    stepsPerPoint == 1 ? "" : " Each point is the mean of \(stepsPerPoint) logged steps."
  }
}

extension Drawing {
  /// A line a series with a band from the lowest to the highest run.
  ///
  /// - Inputs: `mayBend`, whether the axis is logarithmic where most of the curves would lie flat.
  static func curves(
    name: String, title: String, caption: String, axis: String, scale: Double,
    series: [(title: String, curves: Curves)], mayBend: Bool = false, on canvas: Canvas
  ) -> Figure {
    let isBent = mayBend && isFlat(series.flatMap { $0.curves.points })
    let last = series.flatMap { $0.curves.points.map(\.step) }.max() ?? 1
    return LinePlot(
      name: name, title: title,
      caption: caption + (isBent ? " The axis is logarithmic." : ""),
      x: "training step", y: axis,
      series: series.enumerated().map { index, own in
        LinePlot.Series(
          title: own.title, rows: own.curves.rows, style: .at(index), reach: .band,
          interval: max(1, own.curves.points.count / 8))
      }, scale: scale, xRange: (0, max(1, last)), isLogarithmic: (false, isBent)
    ).figure(on: canvas)
  }

  /// Whether a few points are so far above the others that these would look alike.
  private static func isFlat(_ points: [Curves.Point]) -> Bool {
    let means = points.map(\.mean).sorted()
    guard let low = points.map(\.low).min(), low > 0, let high = means.last else { return false }
    return high > 10 * means[means.count / 2]
  }
}

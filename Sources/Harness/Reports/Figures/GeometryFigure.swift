import Files
import Statistics

/// The alignment–uniformity plane: every run, and the mean of every method.
extension Drawing {
  /// Nil where no run has both.
  static func geometry(_ summary: StudySummary, on canvas: Canvas) -> Drawing? {
    let series = summary.drawnVariants.compactMap {
      variant -> (name: String, runs: [RunSummary])? in
      let runs = summary.runs(of: variant).filter { $0.alignment != nil && $0.uniformity != nil }
      return runs.isEmpty ? nil : (variant, runs)
    }
    guard !series.isEmpty else { return nil }
    let blocks = series.flatMap { _, runs in
      let mean = [Spread(runs.map(\.uniformity))?.mean, Spread(runs.map(\.alignment))?.mean]
      return [
        Figure.Block(
          ["uniformity", "alignment", "average"],
          numbers: runs.map { [$0.uniformity, $0.alignment, $0.average] }),
        Figure.Block(["uniformity", "alignment"], numbers: [mean]),
      ]
    }
    let hasMeans = series.contains { $0.runs.count > 1 }
    var marks = series.indices.map {
      Mark(.points, 2 * $0, "1:2", .at($0), size: 0.8, width: 1.4)
    }
    if hasMeans {
      marks += series.indices.map {
        Mark(.points, 2 * $0 + 1, "1:2", .black(1), size: 1.8, width: 2.4)
      }
    }
    let x = room(series.flatMap { $0.runs.compactMap(\.uniformity) })
    let y = room(series.flatMap { $0.runs.compactMap(\.alignment) })
    // The names are beside the plot, each as high as the mean of its method.
    let names = series.count > 1 ? series.map { canvas.lines($0.name) } : []
    let inside = max(300, names.reduce(0) { $0 + $1.count } * LabelRows.lineHeight)
    let scale = Double(inside) / (y.high - y.low)
    let places = EndLabels.places(
      zip(series, names).map { own, lines in
        let mean = Spread(own.runs.map(\.alignment))?.mean ?? y.low
        return ((mean - y.low) * scale, LabelRows.lineHeight * lines.count)
      }, within: inside)
    let labels = zip(places, names).enumerated().flatMap { index, own -> [[String]] in
      own.1.enumerated().map { line, words in
        let shift = Double(own.1.count - 1) / 2 - Double(line)
        let height = y.low + (own.0 + shift * Double(LabelRows.lineHeight)) / scale
        return [x.high.description, height.description, words, "\(index)"]
      }
    }
    if !labels.isEmpty {
      marks += series.indices.map {
        .words(
          2 * series.count, "1:($4 == \($0) ? $2 : NaN):3", color: PlotStyle.at($0).color,
          at: "left offset 0.8,0")
      }
    }
    let count = series.reduce(0) { $0 + $1.runs.count }
    return .figure(
      Figure(
        name: "geometry", title: "Alignment and uniformity of the embeddings",
        caption: "Alignment of close pairs (mean squared distance) and uniformity of all sentences"
          + " (log mean potential), of STS-Benchmark's embeddings; lower is better for both. One"
          + " mark a run, n = \(Numeral.count(count, "run"))"
          + (hasMeans ? "; crosses are the means of methods." : ".") + summary.drawnNote,
        frame: Figure.Frame(
          canvas, right: names.isEmpty ? 30 : Canvas.room(for: names.flatMap { $0 }) - 4,
          legend: 0, inside: inside),
        settings: [
          "unset key", Setting.x("uniformity"), Setting.y("alignment"),
          "set xrange [\(x.low):\(x.high)]", "set yrange [\(y.low):\(y.high)]",
          Setting.tics("x", x, about: canvas == .narrow ? 3 : 7), Setting.grid(),
        ], marks: marks,
        blocks: blocks
          + (labels.isEmpty ? [] : [Figure.Block(["x", "y", "name", "method"], rows: labels)])))
  }

  /// From the lowest to the highest with some room on either side.
  private static func room(_ values: [Double]) -> (low: Double, high: Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let room = high > low ? 0.06 * (high - low) : 0.05
    return (low - room, high + room)
  }
}

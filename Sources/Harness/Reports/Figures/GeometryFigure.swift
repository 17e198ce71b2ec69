import Files
import Statistics

/// The alignment–uniformity plane: every run, and the mean of every method.
extension Drawing {
  /// Nil where no run has both.
  package static func geometry(_ summary: StudySummary) -> Drawing? {
    let series = summary.drawnVariants.compactMap {
      variant -> (name: String, runs: [RunSummary])? in
      let runs = summary.runs(of: variant).filter { $0.alignment != nil && $0.uniformity != nil }
      return runs.isEmpty ? nil : (variant, runs)
    }
    guard !series.isEmpty else { return nil }
    let blocks = series.flatMap { name, runs in
      let mean = [Spread(runs.map(\.uniformity))?.mean, Spread(runs.map(\.alignment))?.mean]
      return [
        Figure.Block(
          ["uniformity", "alignment", "average", PlainText.plotted(name, limit: 44)],
          rows: runs.map { run in
            [run.uniformity, run.alignment, run.average].map { Numeral.exact($0, empty: "?") }
          }),
        Figure.Block(
          ["uniformity", "alignment"], rows: [mean.map { Numeral.exact($0, empty: "?") }]),
      ]
    }
    let hasMeans = series.contains { $0.runs.count > 1 }
    var plots = series.indices.map { index in
      let style = PlotStyle.at(index)
      return "data index \(2 * index) using 1:2 with points pointtype \(style.mark) pointsize 0.8"
        + " linewidth 1.4 linecolor rgb '\(style.color)' title columnheader(4)"
    }
    if hasMeans {
      plots += series.indices.map { index in
        "data index \(2 * index + 1) using 1:2 with points pointtype 1 pointsize 1.8"
          + " linewidth 2.4 linecolor rgb '#000000' "
          + (index == 0 ? "title 'mean of a method'" : "notitle")
      }
    }
    let count = series.reduce(0) { $0 + $1.runs.count }
    let lines = series.count + (hasMeans ? 1 : 0)
    let frame = Figure.Frame(
      left: Figure.Frame.numbers, right: 30, top: Figure.Frame.legend(lines: lines), bottom: 62,
      inside: max(300, Figure.Frame.least(lines: lines)))
    return .figure(
      Figure(
        name: "geometry", title: "Alignment and uniformity of the embeddings",
        caption: "Alignment of close pairs (mean squared distance) and uniformity of all sentences"
          + " (log mean potential), of STS-Benchmark's embeddings; lower is better for both. One"
          + " mark a run, n = \(Numeral.count(count, "run"))." + summary.drawnNote,
        frame: frame,
        settings: [
          "set xlabel 'uniformity' offset 0,0.5",
          "set ylabel 'alignment' offset 0.8,0",
          "set offsets graph 0.06, graph 0.06, graph 0.06, graph 0.06",
          "set xtics autofreq rotate by 0",
          "set grid linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'",
        ], plots: plots, blocks: blocks))
  }
}

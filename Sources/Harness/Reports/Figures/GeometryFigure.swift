import Files
import Statistics

/// The alignment–uniformity plane: every run, and the mean of every method.
extension Drawing {
  /// Nil where no run has both.
  static func geometry(_ summary: StudySummary) -> Drawing? {
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
          numbers: runs.map { [$0.uniformity, $0.alignment, $0.average] }),
        Figure.Block(["uniformity", "alignment"], numbers: [mean]),
      ]
    }
    let hasMeans = series.contains { $0.runs.count > 1 }
    var marks = series.indices.map {
      Mark(.points, 2 * $0, "1:2", .at($0), size: 0.8, width: 1.4, .heading(4))
    }
    if hasMeans {
      marks += series.indices.map {
        Mark(
          .points, 2 * $0 + 1, "1:2", .black(1), size: 1.8, width: 2.4,
          $0 == 0 ? .words("mean of a method") : .none)
      }
    }
    let count = series.reduce(0) { $0 + $1.runs.count }
    let lines = series.count + (hasMeans ? 1 : 0)
    return .figure(
      Figure(
        name: "geometry", title: "Alignment and uniformity of the embeddings",
        caption: "Alignment of close pairs (mean squared distance) and uniformity of all sentences"
          + " (log mean potential), of STS-Benchmark's embeddings; lower is better for both. One"
          + " mark a run, n = \(Numeral.count(count, "run"))." + summary.drawnNote,
        frame: Figure.Frame(right: 30, legend: lines, inside: 300),
        settings: [
          Setting.x("uniformity"), Setting.y("alignment"),
          "set offsets graph 0.06, graph 0.06, graph 0.06, graph 0.06",
          "set xtics autofreq rotate by 0", Setting.grid(),
        ], marks: marks, blocks: blocks))
  }
}

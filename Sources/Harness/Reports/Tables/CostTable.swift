package import Files
import Statistics

extension Table {
  /// What a run of each method took; nil where no run says.
  package static func costs(of summary: StudySummary) -> Table? {
    let costs = summary.variants.map { variant in
      (method: variant, runs: summary.runs(of: variant).compactMap(\.cost))
    }.filter { !$0.runs.isEmpty }
    guard !costs.isEmpty else { return nil }
    func column(_ name: String, _ text: ([RunSummary.Cost]) -> String?) -> [Cell]? {
      let texts = costs.map { text($0.runs) }
      guard texts.contains(where: { $0 != nil }) else { return nil }
      return [Cell(name)] + texts.map { Cell($0 ?? Numeral.none) }
    }
    let columns = [
      column("parameters trained") { runs in
        let counts = Set(runs.compactMap(\.trainedParameters)).sorted()
        return counts.isEmpty ? nil : counts.map(Numeral.grouped).joined(separator: ", ")
      },
      column("processor time") { runs in
        let times = runs.compactMap(\.processorSeconds).sorted()
        guard !times.isEmpty else { return nil }
        let median = quantile(ofSorted: times, at: 0.5)
        return "\(Numeral.fixed(median, decimals: median < 10 ? 1 : 0)) s"
      },
      column("memory") { $0.compactMap(\.peakBytes).max().map(Numeral.size) },
      column("n") { "\($0.count)" },
    ].compactMap { $0 }
    return Table(
      columns: [Column("method", isNumeric: false)]
        + columns.map { Column($0[0].text, isNumeric: true) },
      rows: costs.indices.map { row in
        [Cell(costs[row].method)] + columns.map { $0[row + 1] }
      })
  }
}

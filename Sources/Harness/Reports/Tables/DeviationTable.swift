import Decisions
package import Files
import Statistics

extension Table {
  /// How far the average of each method spreads over its seeds, beside what others have published; nil
  /// where no two methods have three runs of seeds of their own.
  package static func deviations(of summary: StudySummary) -> Table? {
    let level = summary.analysis.rule.level
    let spreads = summary.variants.compactMap { variant -> (method: String, spread: Spread)? in
      let runs = summary.runs(of: variant).filter { $0.average != nil }
      guard runs.count >= 3, SeedLayout(runs.map(\.seeds)) == .independent,
        let spread = Spread(runs.map(\.average))
      else { return nil }
      return (variant, spread)
    }
    guard spreads.count >= 2 else { return nil }
    var sources: [String] = []
    let published = spreads.map { method, _ in
      summary.published(beside: method).flatMap(\.scores).first {
        $0.task == StudySummary.average && $0.deviation != nil
      }
    }
    let hasPublished = published.contains { $0 != nil }
    let columns =
      [Column("method", isNumeric: false)]
      + (["deviation", "\(summary.analysis.percent) interval", "n"]
      + (hasPublished ? ["published deviation"] : [])).map { Column($0, isNumeric: true) }
    let rows = zip(spreads, published).map { own, published in
      let interval = own.spread.deviationInterval(level: level)
      return [
        Cell(own.method), Cell(Numeral.hundredfold(own.spread.deviation)),
        Cell(
          interval.map { "\(Numeral.hundredfold($0.lower)) to \(Numeral.hundredfold($0.upper))" }
            ?? Numeral.none),
        Cell("\(own.spread.count)"),
      ] + (hasPublished ? [cell(published, in: &sources)] : [])
    }
    var table = Table(columns: columns, rows: rows)
    table.notes = sources
    return table
  }

  private static func cell(_ score: PublishedScore?, in sources: inout [String]) -> Cell {
    guard let score, let deviation = score.deviation else { return Cell(Numeral.none) }
    return Cell(
      Numeral.fixed(deviation, decimals: 2),
      detail: "(published\(mark(score.place, in: &sources)))")
  }
}

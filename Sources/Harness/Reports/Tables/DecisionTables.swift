package import Decisions
package import Files
import Model

/// What a study's own rule says, as its report shows it.
extension Document {
  /// The outcome of each rule and, of one that compares methods, its table.
  static func decisions(_ summary: StudySummary) -> [Part] {
    summary.decisions.flatMap { verdict -> [Part] in
      let said: [Part] = [
        .paragraph("The rule written before the first run, \(PlainText.visible(verdict.words)).")
      ]
      guard let table = Table.decision(verdict) else { return said }
      return said + [
        .table(
          table,
          caption: "Every method against \(PlainText.visible(verdict.reference)) by"
            + " \(PlainText.visible(verdict.measure)), with seeds and sentence pairs both drawn anew"
            + " (joint bootstrap): the mean difference × 100 and its \(Numeral.level(verdict.level)) interval, that"
            + " over seeds alone, and the part of the squared error that pairs bring. The intervals"
            + " stand alone; p is Holm's over these methods, and the rule goes by p.")
      ]
    }
  }
}

extension StudyVerdict {
  /// The method that others are held against.
  fileprivate var reference: String { comparisons?.first?.reference ?? "" }
}

extension Table {
  /// The comparisons of a decision, a method a row; nil for a rule of another kind.
  package static func decision(_ verdict: StudyVerdict) -> Table? {
    guard let comparisons = verdict.comparisons, !comparisons.isEmpty else { return nil }
    let columns =
      [Column("method", isNumeric: false)]
      + [
        "difference × 100", "interval over seeds and pairs", "interval over seeds",
        "error by pairs, %", "p by Holm", "n",
      ].map { Column($0, isNumeric: true) } + [Column("rule", isNumeric: false)]
    let rows = comparisons.map { comparison -> [Cell] in
      let error = comparison.varianceFromSeeds + comparison.varianceFromPairs
      return [
        Cell(comparison.method), Cell(Numeral.hundredfold(comparison.difference)),
        Cell(comparison.interval.words), Cell(comparison.seedInterval.words),
        Cell(
          error > 0
            ? Numeral.percent(comparison.varianceFromPairs / error)
            : Numeral.none),
        Cell(Numeral.chance(comparison.adjustedP)),
        Cell("\(comparison.seeds)"), Cell(comparison.outcome.words),
      ]
    }
    return Table(columns: columns, rows: rows)
  }
}

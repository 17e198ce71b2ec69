import Decisions
package import Files

extension Table {
  /// What training brought each method over its own start; nil where the methods start alike.
  package static func gains(of summary: StudySummary) -> Table? {
    let gains = summary.startGains
    guard !gains.isEmpty else { return nil }
    let level = summary.analysis.rule.level
    let columns =
      [Column("method", isNumeric: false)]
      + [
        "before training", "after", "gain", "\(summary.analysis.percent) interval", "p by Holm",
        "n",
      ].map { Column($0, isNumeric: true) } + [Column("training", isNumeric: false)]
    let rows = gains.map { gain in
      [
        Cell(gain.method), Cell(Numeral.hundredfold(gain.before)),
        Cell(Numeral.hundredfold(gain.after)),
        Cell(
          Numeral.signedHundredfold(gain.gain),
          detail: gain.deviation.map { "± \(Numeral.hundredfold($0))" }),
        Cell(gain.interval?.pageWords ?? Numeral.none),
        Cell(gain.adjustedP.map(Numeral.chance) ?? Numeral.none), Cell("\(gain.runs)"),
        Cell(gain.isGain(level: level).map { $0 ? "raises it" : "lowers it" } ?? "open"),
      ]
    }
    return Table(columns: columns, rows: rows)
  }
}

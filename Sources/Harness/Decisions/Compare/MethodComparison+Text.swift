import Files
import Statistics

/// The comparison for a terminal, in points (× 100).
extension MethodComparison {
  public var text: String {
    let percent = Numeral.level(level)
    let table = Table(
      columns: [
        Table.Column("score", isNumeric: false), Table.Column("A", isNumeric: true),
        Table.Column("B", isNumeric: true), Table.Column("A − B", isNumeric: true),
        Table.Column("\(percent), seeds", isNumeric: true),
        Table.Column("seeds and pairs", isNumeric: true),
        Table.Column("P(A > B)", isNumeric: true), Table.Column("p", isNumeric: true),
        Table.Column("verdict on A", isNumeric: false),
      ],
      rows: rows.map { row in
        [
          row.name, Self.spread(row.a, row.aDeviation), Self.spread(row.b, row.bDeviation),
          Numeral.hundredfold(row.difference), row.interval.words,
          row.jointInterval?.words ?? Numeral.none,
          Numeral.fixed(row.superiority, decimals: 2),
          Self.chance(row.adjustedP ?? row.p) + (row.adjustedP == nil ? "" : " (Holm)"),
          row.verdict,
        ].map { Table.Cell($0) }
      })
    let first = rows[0]
    var lines = [
      "A: \(PlainText.visible(a.name)), \(Numeral.count(a.runs.count, "run")); "
        + "B: \(PlainText.visible(b.name)), \(Numeral.count(b.runs.count, "run")); "
        + (commonSeeds.map { "\(pairing) over \($0) common seeds" } ?? "unpaired (Welch)")
        + "; scores × 100",
      "P(A > B) of \(first.name): \(Numeral.fixed(first.superiority, decimals: 2)), "
        + "\(Numeral.fixed(first.superiorityInterval.lower, decimals: 2)) to "
        + "\(Numeral.fixed(first.superiorityInterval.upper, decimals: 2))",
    ]
    if let p = first.signedRankP { lines.append("Wilcoxon's signed ranks: p = \(Self.chance(p))") }
    for order in order ?? [] {
      lines.append(
        "almost stochastic order, \(order.greater.uppercased()) over the other: violation "
          + "\(Numeral.fixed(order.violation, decimals: 3)), at most "
          + "\(Numeral.fixed(order.bound, decimals: 3)): "
          + (order.isGreater ? "greater" : "not shown"))
    }
    if let orderRefused { lines.append("almost stochastic order: none, because \(orderRefused)") }
    lines += notes.map { "note: \($0)" }
    return table.text + lines.map { $0 + "\n" }.joined() + words + "\n"
  }

  /// The verdict on the measure in a sentence.
  public var words: String {
    "A against B by \(measure): \(rows[0].verdict)"
  }

  private static func spread(_ mean: Double, _ deviation: Double) -> String {
    "\(Numeral.hundredfold(mean)) ± \(Numeral.hundredfold(deviation))"
  }

  private static func chance(_ p: Double) -> String {
    p < 0.0001 ? "< 0.0001" : Numeral.fixed(p, decimals: 4)
  }
}

package import Decisions
package import Files
import Model
import Statistics

/// What a study's own rule says, as its report shows it.
extension Document {
  /// The outcome of each rule and, of one that compares methods, its table.
  static func decisions(_ summary: StudySummary) -> [Part] {
    summary.decisions.flatMap { verdict -> [Part] in
      let said = verdict.paragraphs.map { Part.paragraph($0) }
      if let followed = verdict.following,
        let table = Table.followed(followed, level: verdict.level)
      {
        return said + [
          .table(
            table,
            caption: followedCaption(verdict, followed)
              + (verdict == summary.ruling
                ? " Every verdict of this page on the average is this one." : ""))
        ]
      }
      let isRuling = verdict == summary.ruling
      let others = Set(summary.listedVariants.others)
      return said
        + folding(others, caption(verdict, isRuling: isRuling)) { isShown in
          Table.decision(
            verdict,
            wins: isRuling ? { summary.analysis.wins($0, above: verdict.reference) } : nil
          ) { isShown(others.contains($0)) }
        }
    }
  }

  private static func caption(_ verdict: StudyVerdict, isRuling: Bool) -> String {
    "Every method against \(PlainText.visible(verdict.reference)) by"
      + " \(PlainText.visible(verdict.measure)), with seeds and sentence pairs both drawn anew"
      + " (joint bootstrap): the mean difference × 100 and its \(Numeral.level(verdict.level)) interval, that"
      + " over seeds alone, and how much of the squared error pairs bring. Each interval"
      + " holds by itself; p is Holm's over these methods, and the \(verdict.comparesWithZero ? "verdict" : "rule") follows p."
      + (isRuling
        ? " Ties of a seed are half won. Every verdict of"
          + " this page on the average is this one." : "")
  }
}

extension StudyVerdict {
  /// What the rule says, when it was written as far as that is proved, and which look this is.
  ///
  /// "Before the first run" is said with the registration that proves it, and else not.
  fileprivate var paragraphs: [String] {
    let written = standing?.words.map { " \($0)" } ?? ""
    let first = "The rule\(written), \(PlainText.visible(words))."
    return [first] + (standing?.sentences ?? []) + [lookNote, pairNote].compactMap { $0 }
  }

  /// The method that others are held against.
  fileprivate var reference: String { comparisons?.first?.reference ?? "" }
}

extension Table {
  /// The comparisons of a decision, a method a row; nil for a rule of another kind.
  ///
  /// - Inputs: `wins`, how often a method scores above the one it is held against, if it is shown;
  ///   `isShown`, which methods.
  package static func decision(
    _ verdict: StudyVerdict, wins: ((String) -> String?)? = nil,
    isShown: (String) -> Bool = { _ in true }
  ) -> Table? {
    let comparisons = (verdict.comparisons ?? []).filter { isShown($0.method) }
    guard !comparisons.isEmpty else { return nil }
    let columns =
      [Column("method", isNumeric: false)]
      + [
        "difference × 100", "interval over seeds and pairs", "interval over seeds",
        "error by pairs, %", "p by Holm",
      ].map { Column($0, isNumeric: true) }
      + (wins == nil ? [] : [Column("seeds won", isNumeric: true)])
      + [
        Column("n", isNumeric: true),
        Column(verdict.comparesWithZero ? "verdict" : "rule", isNumeric: false),
      ]
    let rows = comparisons.map { comparison -> [Cell] in
      let error = comparison.varianceFromSeeds + comparison.varianceFromPairs
      return [
        Cell(comparison.method), Cell(Numeral.signedHundredfold(comparison.difference)),
        Cell(comparison.interval.pageWords), Cell(comparison.seedInterval.pageWords),
        Cell(
          error > 0
            ? Numeral.percent(comparison.varianceFromPairs / error)
            : Numeral.none),
        Cell(Numeral.chance(comparison.adjustedP)),
      ]
        + (wins.map { [Cell($0(comparison.method) ?? Numeral.none)] } ?? [])
        + [Cell("\(comparison.seeds)"), Cell(verdict.finding(comparison))]
    }
    return Table(columns: columns, rows: rows)
  }
}

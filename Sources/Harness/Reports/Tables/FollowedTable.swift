package import Decisions
package import Files
import Statistics

/// The methods of a followed study as a page shows them.
extension Table {
  /// A method a row, at the last look; nil before the first.
  package static func followed(_ verdict: FollowedVerdict, level: Double) -> Table? {
    guard let look = verdict.last else { return nil }
    let isPlanned = look.methods.contains { $0.levelOfLook != nil }
    let columns =
      [Column("method", isNumeric: false)]
      + (["difference × 100", "\(Numeral.level(level)) at every look", "shared level"]
      + (isPlanned ? ["p", "settles at p"] : ["ln E", "p", "p by Holm"]) + ["n"])
      .map { Column($0, isNumeric: true) } + [Column("rule", isNumeric: false)]
    let rows = zip(look.methods, verdict.methods).map { own, method -> [Cell] in
      let chances =
        isPlanned
        ? [Numeral.chance(own.p), own.levelOfLook.map(Numeral.chance) ?? Numeral.none]
        : [
          own.logEvidence.map { Numeral.fixed($0, decimals: 2) } ?? Numeral.none,
          Numeral.chance(own.p), own.adjustedP.map(Numeral.chance) ?? Numeral.none,
        ]
      return [
        Cell(own.method), Cell(Numeral.signedHundredfold(own.difference)),
        Cell(own.interval.pageWords),
        Cell(own.familyInterval.pageWords),
      ] + chances.map { Cell($0) } + [
        Cell("\(own.seeds)"), Cell(own.finding.words + (method.need.map { ": \($0)" } ?? "")),
      ]
    }
    return Table(columns: columns, rows: rows)
  }
}

extension Document {
  /// How to read the table of a followed study.
  static func followedCaption(_ verdict: StudyVerdict, _ followed: FollowedVerdict) -> String {
    let shared = 1 - (1 - verdict.level) / Double(max(1, followed.methods.count))
    let isPlanned = followed.last?.methods.contains { $0.levelOfLook != nil } ?? false
    return "Every method against \(PlainText.visible(followed.reference)) by"
      + " \(PlainText.visible(verdict.measure)), seed by seed, at the last look: the mean difference"
      + " × 100, an interval that holds at every look together at \(Numeral.level(verdict.level)), and"
      + " one at \(Numeral.percent(shared, decimals: 2))\u{A0}%, the level that the methods share: a"
      + " method is equivalent when it lies within ±\u{A0}\(Numeral.hundredfold(followed.margin))"
      + " points. "
      + (isPlanned
        ? "A method is better or worse when p is at most what its look allows (spending of α over the"
          + " planned looks, Holm's steps over the methods)."
        : "ln E is the evidence against no difference with n seeds, p one over the largest E so far;"
          + " a method is better or worse by p adjusted by Holm over the methods.")
      + " These are statements about seeds with the sentence pairs as they are: more seeds do not"
      + " shrink the error of the pairs. The chance to be settled by the last seed binds nothing."
      + " Other intervals and tests of this page are made for a single look."
  }
}

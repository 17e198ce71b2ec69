import Decisions
package import Files

/// What changes a verdict, as a report shows it.
extension Document {
  /// A table of the verdicts that change, or the line that says that none does.
  static func sensitivity(_ summary: StudySummary) -> [Part] {
    guard let found = summary.sensitivity else { return [] }
    let words = found.notLookedAt.map(PlainText.visible).joined(separator: " ")
    let notes = words.isEmpty ? [] : [Part.paragraph(words)]
    guard let looked = found.lookedAt else { return notes }
    guard let table = Table.sensitivity(of: summary) else {
      return [.paragraph("No verdict changes \(looked)." + (words.isEmpty ? "" : " " + words))]
    }
    let hasPairs = summary.decisions.contains { $0.comparisons != nil }
    return [
      .table(
        table,
        caption: "Verdicts that change \(looked). Each change is made by itself."
          + (hasPairs ? " The error that pairs bring is kept" : "")
          + (hasPairs && !found.tasks.isEmpty
            ? ", and without a task taken to be spread evenly over the tasks" : "")
          + (hasPairs ? "." : "") + " The numbers of every change are in report.json.")
    ] + notes
  }
}

extension Sensitivity {
  /// What was looked at: `when any one of 5 seeds or any one of 7 tasks is left out`; nil for nothing.
  fileprivate var lookedAt: String? {
    let out = [(seeds.count, "seed"), (tasks.count, "task")].filter { $0.0 > 0 }
      .map { "any one of \(Numeral.count($0.0, $0.1))" }
    let leftOut = out.isEmpty ? nil : "when \(out.joined(separator: " or ")) is left out"
    let parts = [leftOut, correlation.map { "by \($0)'s correlation" }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", or ")
  }

  /// Several changes in words: `without seed 3, seed 4 or STS12; by Pearson`.
  static func words(_ changes: [String]) -> String {
    let mark = "without "
    let out = changes.filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    let list =
      out.count > 1
      ? out.dropLast().joined(separator: ", ") + " or " + (out.last ?? "") : out.first
    return ([list.map { mark + $0 }] + changes.filter { !$0.hasPrefix(mark) })
      .compactMap { $0 }.joined(separator: "; ")
  }
}

extension Table {
  /// A row for each method and what its verdict becomes; nil where none changes.
  package static func sensitivity(of summary: StudySummary) -> Table? {
    guard let found = summary.sensitivity, !found.flips.isEmpty else { return nil }
    let groups = found.flips.map { [$0.of, $0.verdict, $0.becomes] }.uniqued()
    return Table(
      columns: [summary.averages.isEmpty ? "rule" : "method", "verdict", "becomes", "when"].map {
        Column($0, isNumeric: false)
      },
      rows: groups.map { group in
        let own = found.flips.filter { [$0.of, $0.verdict, $0.becomes] == group }
        return group.map { Cell($0) }
          + [Cell(Sensitivity.words(own.map(\.change)))]
      })
  }
}

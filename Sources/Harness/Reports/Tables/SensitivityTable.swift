package import Files

/// What changes a verdict, as a report shows it.
extension Document {
  /// A table of the verdicts that change, or the line that says that none does.
  static func sensitivity(_ summary: StudySummary) -> [Part] {
    guard let found = summary.sensitivity else { return [] }
    let looked = found.lookedAt
    let notes = found.notLookedAt.map { Part.paragraph(PlainText.visible($0)) }
    guard !looked.isEmpty else { return notes }
    let all = looked.joined(separator: looked.count > 2 ? ", " : " ")
    guard let table = Table.sensitivity(of: summary) else {
      return [.paragraph("No verdict changes \(all).")] + notes
    }
    return [
      .table(
        table,
        caption: "Verdicts that change \(all). Each change is made by itself; the error that pairs"
          + " bring is kept, and, without a task, taken to be spread evenly over the tasks. The"
          + " numbers of every change are in report.json.")
    ] + notes
  }
}

extension Sensitivity {
  /// What was looked at: `when any one of 5 seeds is left out`.
  fileprivate var lookedAt: [String] {
    func leftOut(_ names: [String], _ noun: String) -> String? {
      names.isEmpty ? nil : "when any one of \(Numeral.count(names.count, noun)) is left out"
    }
    let parts = [leftOut(seeds, "seed"), leftOut(tasks, "task")].compactMap { $0 }
    guard let correlation else { return Self.joined(parts) }
    return Self.joined(parts + ["by \(correlation)'s correlation"])
  }

  private static func joined(_ parts: [String]) -> [String] {
    guard parts.count > 1, let last = parts.last else { return parts }
    return parts.dropLast() + ["or " + last]
  }
}

extension Table {
  /// A row for each method and what its verdict becomes; nil where none changes.
  package static func sensitivity(of summary: StudySummary) -> Table? {
    guard let found = summary.sensitivity, !found.flips.isEmpty else { return nil }
    let groups = found.flips.map { [$0.of, $0.verdict, $0.becomes] }.uniqued()
    return Table(
      columns: ["method", "verdict", "becomes", "when"].map { Column($0, isNumeric: false) },
      rows: groups.map { group in
        let own = found.flips.filter { [$0.of, $0.verdict, $0.becomes] == group }
        return group.map { Cell($0) }
          + [Cell(own.map(\.change).joined(separator: "; "))]
      })
  }
}

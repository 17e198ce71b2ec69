import Files

extension Finding {
  /// The findings for a terminal: a table, then a line for each that can be fixed.
  public static func text(_ findings: [Finding]) -> String {
    let columns = ["what", "state", "found"].map { Table.Column($0, isNumeric: false) }
    let rows = findings.map {
      [Table.Cell($0.name), Table.Cell($0.state.rawValue), Table.Cell(PlainText.visible($0.found))]
    }
    return Table(columns: columns, rows: rows).text
      + findings.compactMap { finding in
        finding.state == .good ? nil : finding.fix.map { "\(finding.name): \($0)\n" }
      }.joined()
  }
}

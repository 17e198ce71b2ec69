import Files
import Foundation

/// What the columns of a tab-separated file are called, and whether its first line says so.
struct TableLayout: Sendable, Equatable {
  let columns: [String]
  let hasHeader: Bool

  /// The first line of a file with a header.
  var header: String { columns.joined(separator: "\t") }

  /// The rows below the header.
  ///
  /// - Throws: ``LineError`` for another header, or a line with another number of fields.
  func rows(_ data: Data, file: String) throws -> [TableRow] {
    let lines = try TextLines.table(data, columns: columns.count, file: file)
    if hasHeader, let first = lines.first, first != columns {
      throw LineError(
        file: file, line: 1,
        problem: "the header is '\(first.joined(separator: " "))'; "
          + "'\(columns.joined(separator: " "))' is expected, a tab between two names")
    }
    return lines.enumerated().dropFirst(hasHeader ? 1 : 0).map { index, fields in
      TableRow(file: file, line: index + 1, columns: columns, fields: fields)
    }
  }
}

/// One line of a table; an error names file, line and field.
struct TableRow: Sendable {
  let file: String
  /// 1-based.
  let line: Int
  let columns: [String]
  let fields: [String]

  /// The text of a field.
  ///
  /// - Precondition: the layout has the column.
  func text(_ column: String) -> String {
    guard let place = columns.firstIndex(of: column) else {
      preconditionFailure("no column '\(column)' among \(columns)")
    }
    return fields[place]
  }

  /// A sentence: text that is not blank.
  func sentence(_ column: String) throws(LineError) -> String {
    let text = text(column)
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw error(column, "is blank; a sentence is expected")
    }
    return text
  }

  /// A whole number.
  func integer(_ column: String, in range: ClosedRange<Int>) throws(LineError) -> Int {
    let text = text(column)
    guard let value = Int(text), range.contains(value) else {
      throw error(
        column,
        "is '\(text)'; a whole number from \(range.lowerBound) to \(range.upperBound) is expected")
    }
    return value
  }

  /// A number.
  func number(_ column: String, in range: ClosedRange<Double>) throws(LineError) -> Double {
    let text = text(column)
    guard let value = Double(text), range.contains(value) else {
      throw error(
        column,
        "is '\(text)'; a number from \(range.lowerBound) to \(range.upperBound) is expected")
    }
    return value
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ column: String
  ) throws(LineError) -> Choice where Choice.RawValue == String {
    let text = text(column)
    guard let choice = Choice(rawValue: text) else {
      throw error(
        column, "is '\(text)'; known: " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  private func error(_ column: String, _ words: String) -> LineError {
    LineError(file: file, line: line, problem: "field '\(column)' \(words)")
  }
}

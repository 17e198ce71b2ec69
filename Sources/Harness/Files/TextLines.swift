public import Foundation

/// Why a line of a data file does not parse.
public struct LineError: Error, CustomStringConvertible, Equatable {
  public let file: String
  /// 1-based.
  public let line: Int
  public let problem: String
  public var description: String { "\(file), line \(line): \(problem)" }

  public init(file: String, line: Int, problem: String) {
    self.file = file
    self.line = line
    self.problem = problem
  }
}

/// The lines of a UTF-8 text whose every line ends in a line feed.
public enum TextLines {
  /// The lines without their ends; the last may lack its line feed.
  ///
  /// - Throws: ``LineError`` for bytes that are not UTF-8 and for carriage returns.
  public static func parse(_ data: Data, file: String) throws -> [String] {
    guard !data.isEmpty else { return [] }
    var pieces = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    if pieces.last?.isEmpty ?? false { pieces.removeLast() }
    return try pieces.enumerated().map { index, piece in
      guard let line = String(validating: piece, as: UTF8.self) else {
        throw LineError(file: file, line: index + 1, problem: "this is not UTF-8; convert the file")
      }
      if piece.last == 0x0D {
        throw LineError(
          file: file, line: index + 1,
          problem: "it ends in a carriage return; convert the file's line ends to line feeds")
      }
      return line
    }
  }

  /// The tab-separated fields of every line; `columns` of each, no quoting.
  ///
  /// - Throws: ``LineError`` for a line with another number of fields.
  public static func table(_ data: Data, columns: Int, file: String) throws -> [[String]] {
    try parse(data, file: file).enumerated().map { index, line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == columns else {
        throw LineError(
          file: file, line: index + 1,
          problem: "it has \(fields.count) tab-separated fields; \(columns) are expected")
      }
      return fields
    }
  }
}

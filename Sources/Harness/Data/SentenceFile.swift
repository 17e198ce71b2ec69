import Files
public import Foundation

/// A file of sentences, one a line, plain or gzip.
public enum SentenceFile {
  /// The first `count` sentences, and the file's checksum.
  ///
  /// Of a table of tab-separated fields `column`, counted from 1, holds the sentences; nil takes
  /// whole lines.
  ///
  /// - Throws: `InputError` or ``LineError``: a blank line, a line without the column, or fewer
  ///   lines than asked for.
  public static func read(
    _ url: URL, column: Int?, first count: Int
  ) throws -> (sentences: [String], checksum: String) {
    let data = try InputFile.read(url)
    let lines = try TextLines.parse(data, file: url.path)
    guard lines.count >= count else {
      throw LineError(
        file: url.path, line: lines.count,
        problem: "the file ends here, but \(count) sentences were asked for; ask for fewer")
    }
    let sentences = try lines.prefix(count).enumerated().map { index, line in
      guard let column else { return line }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard column <= fields.count else {
        throw LineError(
          file: url.path, line: index + 1,
          problem: "column \(column) is asked for, but the line has \(fields.count) fields")
      }
      return String(fields[column - 1])
    }
    if let blank = sentences.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw LineError(
        file: url.path, line: blank + 1, problem: "the sentence is blank; remove blank lines")
    }
    return (sentences, SHA256.hexDigest(of: data))
  }
}

import Files
public import Foundation

/// A file of sentences, one a line, plain or gzip.
public enum SentenceFile {
  /// The first `count` sentences, the blank lines passed over before them, and the file's checksum.
  ///
  /// Of a table of tab-separated fields `column`, counted from 1, holds the sentences; nil takes
  /// whole lines. CRLF and a byte-order mark are accepted.
  ///
  /// - Throws: `InputError` for CSV, JSON Lines, parquet and other forms that are no lines;
  ///   ``LineError`` for a line without the column, or fewer lines than asked for.
  public static func read(
    _ url: URL, column: Int?, first count: Int
  ) throws -> (sentences: [String], blank: Int, checksum: String) {
    let data = try InputFile.read(url)
    if column == nil { try FileForm.expectLines(data, file: url.path) }
    struct Enough: Error { let blank: Int }
    var sentences: [String] = []
    var (blank, last) = (0, 0)
    do {
      blank = try PlainLines.forEach(data, file: url.path) { text, line in
        // Every line but the blank ones before this is a sentence.
        guard sentences.count < count else { throw Enough(blank: line - 1 - sentences.count) }
        last = line
        guard let column else { return sentences.append(text) }
        let fields = text.split(separator: "\t", omittingEmptySubsequences: false)
        guard column <= fields.count else {
          throw LineError(
            file: url.path, line: line,
            problem: "column \(column) is asked for, but the line has \(fields.count) fields")
        }
        guard !fields[column - 1].allSatisfy(\.isWhitespace) else {
          throw LineError(file: url.path, line: line, problem: "the sentence is blank")
        }
        sentences.append(String(fields[column - 1]))
      }
    } catch let enough as Enough { blank = enough.blank }
    guard sentences.count >= count else {
      throw LineError(
        file: url.path, line: last,
        problem:
          "the file ends after \(sentences.count) sentences, but \(count) were asked for; ask "
          + "for fewer")
    }
    return (sentences, blank, SHA256.hexDigest(of: data))
  }
}

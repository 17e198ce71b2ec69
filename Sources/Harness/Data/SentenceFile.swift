public import Foundation

/// A file of sentences, one a line, plain or gzip.
public enum SentenceFile {
  /// The first `count` sentences, and the file's checksum.
  ///
  /// - Throws: `InputError` or ``LineError``: a blank line, or fewer lines than asked for.
  public static func read(
    _ url: URL, first count: Int
  ) throws -> (sentences: [String], checksum: String) {
    let data = try InputFile.read(url)
    let lines = try TextLines.parse(data, file: url.path)
    guard lines.count >= count else {
      throw LineError(
        file: url.path, line: lines.count,
        problem: "the file ends here, but \(count) sentences were asked for; ask for fewer")
    }
    let sentences = Array(lines.prefix(count))
    if let blank = sentences.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw LineError(
        file: url.path, line: blank + 1, problem: "the line is blank; remove blank lines")
    }
    return (sentences, SHA256.hexDigest(of: data))
  }
}

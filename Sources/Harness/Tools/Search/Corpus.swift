import Data
import Files
public import Foundation

/// The sentences of a file, one a line, kept as the file's bytes.
///
/// A sentence becomes a string when it is asked for: a search shows ten of a million.
public struct Corpus: Sendable {
  public let file: String
  /// SHA-256 of the unpacked bytes.
  public let checksum: String
  private let bytes: [UInt8]
  /// Where each line begins, and, last, where one more would (N + 1).
  private let starts: [Int]

  /// Reads a file, plain or gzip.
  ///
  /// - Throws: `InputError`, or ``LineError`` for a blank line, a carriage return at a line's end,
  ///   bytes that are not UTF-8, or a file without a line.
  public init(_ url: URL) throws {
    let data = try InputFile.read(url)
    try FileForm.expectLines(data, file: url.path)
    file = url.path
    checksum = SHA256.hexDigest(of: data)
    bytes = [UInt8](data)
    starts = try Self.starts(bytes, file: url.path)
    guard count > 0 else {
      throw LineError(file: file, line: 1, problem: "the file holds no sentence")
    }
    if String(validating: bytes, as: UTF8.self) == nil {
      let bad = (0..<count).first { String(validating: line($0), as: UTF8.self) == nil } ?? 0
      throw LineError(file: file, line: bad + 1, problem: "this is not UTF-8; convert the file")
    }
  }

  /// Where the lines begin; the last may lack its line feed.
  private static func starts(_ bytes: [UInt8], file: String) throws(LineError) -> [Int] {
    var starts = [0]
    var isBlank = true
    func fail(_ problem: String) -> LineError {
      LineError(file: file, line: starts.count, problem: problem)
    }
    for (index, byte) in bytes.enumerated() {
      guard byte == 0x0A else {
        if byte > 0x20 { isBlank = false }
        continue
      }
      if isBlank { throw fail("the line is blank; remove blank lines") }
      if bytes[index - 1] == 0x0D {
        throw fail(
          "it ends in a carriage return; convert the file's line ends to line feeds")
      }
      starts.append(index + 1)
      isBlank = true
    }
    guard let last = bytes.last, last != 0x0A else { return starts }
    if isBlank { throw fail("the line is blank; remove blank lines") }
    return starts + [bytes.count + 1]
  }

  /// The number of sentences.
  public var count: Int { starts.count - 1 }

  /// A sentence by its 0-based line.
  public func sentence(_ index: Int) -> String { String(decoding: line(index), as: UTF8.self) }

  private func line(_ index: Int) -> ArraySlice<UInt8> {
    bytes[starts[index]..<starts[index + 1] - 1]
  }
}

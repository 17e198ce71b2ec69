import Foundation
import Harness

/// Standard output, standard error, and files that results go to.
enum Console {
  /// Writes text to standard output.
  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Writes a line to standard error.
  static func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Writes a result to a file, all or nothing, or to standard output for `-` or nil.
  static func write(_ data: Data, to path: String?) throws {
    guard let path, path != "-" else {
      FileHandle.standardOutput.write(data)
      return
    }
    try AtomicFile.write(data, to: URL(fileURLWithPath: path))
  }

  /// The lines of a file, or of standard input for `-` or nil; a final line break ends the last.
  static func lines(of path: String?) throws -> [String] {
    let (data, name) =
      if let path, path != "-" {
        (try InputFile.read(URL(fileURLWithPath: path)), path)
      } else {
        (FileHandle.standardInput.readDataToEndOfFile(), "standard input")
      }
    guard !data.isEmpty else { return [] }
    var lines: [String] = []
    for (index, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      guard let text = String(validating: line, as: UTF8.self) else {
        throw UsageError(
          description: "\(name), line \(index + 1): this is not UTF-8; convert the file first")
      }
      lines.append(text)
    }
    if data.last == 0x0A { lines.removeLast() }
    return lines
  }
}

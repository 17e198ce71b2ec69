import Data
import Files
package import Foundation

/// Where a command reads and writes; a test puts its own in.
public struct Console: Sendable {
  /// Writes to standard output, or throws a ``StreamError``.
  package var write: @Sendable (Data) throws -> Void
  /// Writes to standard error; what cannot be written is dropped, and the work continues.
  package var complain: @Sendable (String) -> Void
  /// All of standard input.
  package var read: @Sendable () throws -> Data
  /// The next line of standard input; nil at its end.
  package var readLine: @Sendable () -> String?
  package var inputIsTerminal: Bool
  package var errorIsTerminal: Bool

  package init(
    write: @escaping @Sendable (Data) throws -> Void,
    complain: @escaping @Sendable (String) -> Void, read: @escaping @Sendable () throws -> Data,
    readLine: @escaping @Sendable () -> String?, inputIsTerminal: Bool, errorIsTerminal: Bool
  ) {
    self.write = write
    self.complain = complain
    self.read = read
    self.readLine = readLine
    self.inputIsTerminal = inputIsTerminal
    self.errorIsTerminal = errorIsTerminal
  }

  /// The process's own streams.
  public static var standard: Self {
    Self(
      write: { try StandardStream.output.write($0) },
      complain: { try? StandardStream.error.write(Data($0.utf8)) },
      read: { try StandardStream.input.readToEnd() },
      readLine: { Swift.readLine() },
      inputIsTerminal: StandardStream.input.isTerminal,
      errorIsTerminal: StandardStream.error.isTerminal)
  }

  /// Writes text to standard output.
  package func print(_ text: String) throws { try write(Data(text.utf8)) }

  /// Writes one line to standard error, whatever line breaks the text holds.
  package func say(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    .joined(separator: " ")
    complain(line + "\n")
  }

  /// A progress line on standard error.
  func progress(total: Int, unit: String, label: String, before: Int = 0) -> ProgressLine {
    ProgressLine(
      total: total, unit: unit, label: label, before: before, onTerminal: errorIsTerminal,
      write: complain)
  }

  /// Writes a result to a file, all or nothing, or to standard output.
  func write(_ data: Data, to destination: Destination) throws {
    switch destination {
    case .standard: try write(data)
    case .file(let url): try AtomicFile.write(data, to: url)
    }
  }

  /// Prints a result, and writes it as JSON where `json` says so: to standard output in place of the
  /// text.
  func report(
    _ result: some Encodable, as text: @autoclosure () throws -> String, json: Destination?
  ) throws {
    if json != .standard { try print(text()) }
    if let json { try write(try StrictJSON.encode(result), to: json) }
  }

  /// The lines of a file or of standard input; a final line break ends the last. CRLF and a byte-order
  /// mark are accepted, a table or JSON is refused.
  func lines(of source: Destination) throws -> [String] {
    let (data, name) =
      switch source {
      case .file(let url): (try InputFile.read(url), url.relativePath)
      case .standard: (try read(), "standard input")
      }
    guard !data.isEmpty else { return [] }
    try FileForm.expectLines(data, file: name)
    var lines: [String] = []
    let body = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    for (index, bytes) in body.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      let line = bytes.last == 0x0D ? bytes.dropLast() : bytes
      guard let text = String(validating: line, as: UTF8.self) else {
        throw UsageError("\(name), line \(index + 1): this is not UTF-8; convert the file first")
      }
      lines.append(text)
    }
    if data.last == 0x0A { lines.removeLast() }
    return lines
  }
}

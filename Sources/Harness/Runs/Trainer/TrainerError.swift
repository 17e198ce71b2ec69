import Files

/// Why another program's training gave no result.
public struct TrainerError: Error, CustomStringConvertible, Equatable {
  /// The command, in one line.
  public let command: String
  /// What became of it, and what to do.
  public let problem: String
  /// The last lines that it said.
  public let lastLines: [String]

  /// How many of its last lines are kept.
  public static let mostLines = 20

  /// Without its last lines, for those who have seen them.
  public var summary: String {
    let last = lastLines.last { !$0.isEmpty }.map { "; it said last: \($0)" } ?? ""
    return "trainer '\(command)': \(problem)\(last)"
  }

  public var description: String {
    lastLines.map { $0 + "\n" }.joined() + summary
  }
}

/// The last lines of what a program says, however much that is.
struct LastLines {
  private(set) var lines: [String] = []
  private var open: [UInt8] = []

  /// The most bytes of a line that are kept: its last.
  private static let longest = 2_000

  /// Takes some bytes. A carriage return ends a line, as a progress line means it.
  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte == 0x0A || byte == 0x0D {
        close()
      } else {
        open.append(byte)
        if open.count > 2 * Self.longest { open.removeFirst(Self.longest) }
      }
    }
  }

  /// Ends a line that was left without an end.
  mutating func close() {
    let text = PlainText.visible(String(decoding: open.suffix(Self.longest), as: UTF8.self))
    open = []
    guard !text.allSatisfy(\.isWhitespace) else { return }
    lines = (lines + [text]).suffix(TrainerError.mostLines)
  }
}

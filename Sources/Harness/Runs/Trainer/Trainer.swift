public import Files
import Model

/// Another program that trains and embeds in the place of this one.
public struct Trainer: Codable, Sendable, Equatable {
  /// The program and the words after it; no shell reads them.
  public var command: [String]
  /// Whatever the program understands, handed to it as it is.
  public var options: [String: JSONValue]?
  /// Counts runs that are alike in everything else: what they differ by is the program's own chance.
  public var repetition: Int?

  public init(command: [String], options: [String: JSONValue]?, repetition: Int?) {
    self.command = command
    self.options = options
    self.repetition = repetition
  }

  /// The command in one line, for people.
  public var words: String {
    command.map { $0.contains(" ") || $0.isEmpty ? "'\($0)'" : $0 }.joined(separator: " ")
  }

  /// Whether a key path counts repetitions, which is neither a setting of a method nor a seed.
  package static func isRepetition(_ key: String) -> Bool { key == "trainer.repetition" }

  var problem: String? {
    let example = #"such as ["python3", "train.py"]"#
    guard let program = command.first else {
      return "command is empty; list the program and its words, \(example)"
    }
    if program.isEmpty {
      return "command begins with an empty word; it names a program, \(example)"
    }
    if let word = command.first(where: { $0.utf8.contains(0) }) {
      return
        "command has a zero byte in '\(PlainText.visible(word))', which no program can be given"
    }
    return repetition.flatMap { NumberRule.problem("repetition", $0, atLeast: 1) }
  }
}

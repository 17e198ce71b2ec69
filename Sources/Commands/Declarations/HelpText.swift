import Foundation

/// What a command says of itself, from its declarations.
package enum HelpText {
  private static let width = 100
  private static let column = 22

  /// The help of a whole command, every mode of it.
  package static func text(of command: Command) -> String {
    var parts = [usage(of: command), command.about]
    let modes = command.modes.filter { $0.name != nil }
    if !modes.isEmpty {
      parts.append(
        modes.map { row($0.name ?? "", $0.summary) }.joined(separator: "\n"))
    }
    parts += groups(of: command).map { group, modes in
      let only =
        modes.count == command.modes.count
        ? "" : " (\(modes.map { $0.name ?? "without a word" }.joined(separator: ", ")))"
      return "\(group.title)\(only):\n"
        + group.shown.map { row($0.usage, $0.sentence) }.joined(separator: "\n")
    }
    if let codes = command.exitCodes { parts.append(wrapped("Exit code " + codes)) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// A line for each mode.
  static func usage(of command: Command) -> String {
    command.modes.enumerated().map { index, mode in
      let title =
        index == 0 ? mode.name.map { "simcse \(command.name) [\($0)]" } : command.title(mode)
      let needed = mode.declarations.filter { $0.question != nil }.map { " " + $0.usage }.joined()
      let words = (mode.words.usage.isEmpty ? "" : " \(mode.words.usage)") + needed
      let options = mode.groups.allSatisfy(\.shown.isEmpty) ? "" : " [OPTION …]"
      return (index == 0 ? "Usage: " : "       ") + (title ?? command.title(mode)) + words + options
    }.joined(separator: "\n")
  }

  /// The groups of all modes in order, each once, with the modes that take it.
  static func groups(of command: Command) -> [(group: OptionGroup, modes: [Mode])] {
    var found: [(group: OptionGroup, modes: [Mode])] = []
    for mode in command.modes {
      for group in mode.groups where !group.shown.isEmpty {
        if let index = found.firstIndex(where: {
          $0.group.title == group.title && $0.group.shown.map(\.name) == group.shown.map(\.name)
        }) {
          found[index].modes.append(mode)
        } else {
          found.append((group, [mode]))
        }
      }
    }
    return found
  }

  /// The help without a command.
  static func overview(of commands: [Command]) -> String {
    """
    simcse: SimCSE sentence embeddings whose every bit can be made again

    Usage: simcse COMMAND [OPTION …]

    \(commands.map { row($0.name, $0.summary, column: 15) }.joined(separator: "\n"))

    'simcse COMMAND --help' lists a command's options, 'simcse help --markdown' those of all, and
    'simcse --version' names the commit. Results go to standard output or files, progress and errors to
    standard error. Exit code 2: the input could not be used, or the output not be written.

    """
  }

  private static func row(_ name: String, _ meaning: String, column: Int = column) -> String {
    let lines = wrapped(meaning, width: width - column).split(separator: "\n")
    let indent = String(repeating: " ", count: column)
    let fits = name.count + 4 <= column
    let head =
      fits
      ? "  " + name.padding(toLength: column - 2, withPad: " ", startingAt: 0)
      : "  \(name)\n\(indent)"
    return head + lines.joined(separator: "\n" + indent)
  }

  /// Words in lines of at most so many letters.
  private static func wrapped(_ text: String, width: Int = width) -> String {
    var lines = [""]
    for word in text.split(whereSeparator: \.isWhitespace) {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.count + 1 + word.count <= width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}

import Foundation
import Harness

/// One command: its name, its help, and what it does.
struct Command: Sendable {
  let name: String
  /// What it does, in a line.
  let summary: String
  let help: String
  /// Runs with the words after the name; the exit code.
  let run: @Sendable ([String]) throws -> Int32
}

/// `simcse COMMAND …`
@main
enum SimCSE {
  /// The only list of commands.
  static let commands: [Command] = [
    .train, .evaluate, .study, .runs, .compare, .report, .gate, .diff, .check, .embed, .search,
    .leaks, .tokenize, .bench, .fingerprint, .doctor,
  ]

  static var help: String {
    let width = commands.map(\.name.count).max() ?? 0
    let list = commands.map {
      "  \($0.name.padding(toLength: width + 2, withPad: " ", startingAt: 0))\($0.summary)"
    }
    return """
      simcse: SimCSE sentence embeddings whose every bit can be made again

      Usage: simcse COMMAND [OPTION …]

      \(list.joined(separator: "\n"))

      'simcse COMMAND --help' tells a command's options. Results go to standard output or files,
      progress and errors to standard error. Exit code 2: the input could not be used.

      """
  }

  static func main() {
    Machine.keepMemory()
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  static func run(_ words: [String]) -> Int32 {
    guard let name = words.first, !["--help", "-h", "help"].contains(name) else {
      Console.print(help)
      return words.isEmpty ? 2 : 0
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      Console.complain(
        "simcse: there is no command '\(name)'; known: "
          + commands.map { $0.name }.joined(separator: ", "))
      return 2
    }
    let words = Array(words.dropFirst())
    if words.contains("--help") || words.contains("-h") {
      Console.print(command.help)
      return 0
    }
    do {
      guard let problem = Processor.problem else { return try command.run(words) }
      Console.complain("simcse: \(problem)")
      return 2
    } catch {
      Console.complain("simcse \(name): \(error)")
      return 2
    }
  }
}

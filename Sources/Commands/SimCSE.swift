import Files
import Foundation
public import Model
import Runs
import Tools

/// `simcse COMMAND …`
public enum SimCSE {
  /// Runs the process's own words and ends it.
  ///
  /// - Inputs: `catalog`, the methods that settings and studies may name.
  public static func main(catalog: VariantCatalog = .standard) -> Never {
    Machine.occupyClosedStreams()
    Machine.outliveClosedPipes()
    Machine.keepMemory()
    var context = Context.standard
    context.catalog = catalog
    exit(run(Array(CommandLine.arguments.dropFirst()), in: context))
  }

  /// Runs a command; the exit code.
  public static func run(_ words: [String], in context: Context) -> Int32 {
    do {
      return try answer(words, context)
    } catch {
      return complain(error, of: "simcse", context)
    }
  }

  private static func answer(_ words: [String], _ context: Context) throws -> Int32 {
    let console = context.console
    let help = ["--help", "-h"]
    guard let name = words.first, !help.contains(name) else {
      try console.print(HelpText.overview(of: context.commands))
      return words.isEmpty ? ExitCode.unusable : ExitCode.done
    }
    guard name != "--version" else {
      guard words.count == 1 else { throw UsageError("--version takes no other word") }
      let commit = Provenance.commit
      try console.print(
        "simcse \(commit)\nbuilt by \(Provenance.compiler); \(Provenance.blas)\n"
          + (commit == "unknown"
            ? "the commit is unknown: the program is in no checkout, nor installed by ci/install\n"
            : ""))
      return ExitCode.done
    }
    guard let command = context.commands.first(where: { $0.name == name }) else {
      throw UsageError(unknownCommand: name, context)
    }
    let words = Array(words.dropFirst())
    guard !words.prefix(while: { $0 != "--" }).contains(where: help.contains) else {
      try console.print(HelpText.text(of: command))
      return ExitCode.done
    }
    let title = "simcse \(name)"
    do {
      let (mode, input) = try command.read(words)
      if !input.notes.isEmpty {
        console.say("\(title): \(input.notes.joined(separator: "; "))")
      }
      if let problem = Processor.problem { throw UsageError(problem) }
      return try mode.run(input, context)
    } catch {
      return complain(error, of: title, context)
    }
  }

  /// Says what is wrong in one line; the exit code.
  private static func complain(_ error: any Error, of title: String, _ context: Context) -> Int32 {
    if let error = error as? StreamError, error == .closedPipe { return ExitCode.closedPipe }
    context.console.say("\(title): \(described(error))")
    return ExitCode.unusable
  }

  static func described(_ error: any Error) -> String {
    switch error {
    // Whoever sees this has seen what the trainer said.
    case let error as TrainerError: error.summary
    case let error as DecodingError: "this cannot be read: \(error.localizedDescription)"
    case let error as CocoaError: error.localizedDescription
    case let error as POSIXError: error.localizedDescription
    default: type(of: error) == NSError.self ? error.localizedDescription : "\(error)"
    }
  }
}

/// How the process ends.
enum ExitCode {
  static let done: Int32 = 0
  /// What was checked does not hold.
  static let notHeld: Int32 = 1
  /// The input could not be used, or the output not be written.
  static let unusable: Int32 = 2
  /// As a shell reports a process that SIGPIPE ended.
  static let closedPipe: Int32 = 141
}

extension UsageError {
  init(unknownCommand name: String, _ context: Context) {
    self.init(
      "there is no command '\(name)'"
        + Suggestion.ending(for: name, among: context.commands.map(\.name)))
  }
}

/// What a shell offers where a value or a word is typed.
enum CompletedValue: Equatable {
  case nothing
  case files
  case folders
  case words([String])
  /// Words that commas separate.
  case list([String])
}

extension Declaration {
  /// Nil for a flag.
  var completed: CompletedValue? {
    guard let placeholder else { return nil }
    if !known.isEmpty { return placeholder == "LIST" ? .list(known) : .words(known) }
    if placeholder.hasPrefix("FILE") { return .files }
    return placeholder == "DIR" ? .folders : .nothing
  }

  /// The placeholder's own word: `FILE` of `FILE|-`.
  var shortPlaceholder: String {
    String((placeholder ?? "").prefix { $0.isLetter || $0 == "=" })
  }
}

extension Mode {
  /// Of the words that are no options.
  func completedWords(_ commands: [Command]) -> CompletedValue {
    switch words.usage {
    case "", "[QUERY…]": .nothing
    case "[COMMAND]": .words(commands.map(\.name))
    case "DIR…": .folders
    case let usage where usage.contains("|"):
      .words(usage.split(separator: "|").map(String.init))
    default: .files
    }
  }

  /// The options that a user is shown, `--help` among them.
  var shown: [Declaration] {
    groups.flatMap(\.shown) + [
      Declaration(name: "help", placeholder: nil, meaning: "show the help") { _ in }
    ]
  }
}

extension [Command] {
  /// What to do with every mode: its command, its own name, and whether a command line without the name
  /// means it.
  func flatMapModes<Result>(
    _ body: (_ command: Command, _ mode: Mode, _ isFirst: Bool) -> [Result]
  ) -> [Result] {
    flatMap { command in
      command.modes.enumerated().flatMap { body(command, $1, $0 == 0) }
    }
  }
}

/// The first line of each script.
func completionHeading(_ shell: String) -> String {
  "# Completion of simcse for \(shell); made by 'simcse completion \(shell)' from the declared options."
}

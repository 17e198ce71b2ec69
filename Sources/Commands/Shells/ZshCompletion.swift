/// Completion for zsh.
package enum ZshCompletion {
  package static func script(for commands: [Command]) -> String {
    let names = commands.map { described($0.name, $0.summary) }.joined(separator: "\n")
    return """
      #compdef simcse
      \(completionHeading("zsh"))

      _simcse() {
        local -a commands modes
        if (( CURRENT == 2 )); then
          commands=(
      \(names)
      \(described("--help", "list the commands"))
      \(described("--version", "name the commit"))
          )
          _describe -t commands command commands
          return
        fi
        # What the command's own words are, for _arguments.
        local command=$words[2] mode=$words[3]
        shift words
        (( CURRENT -= 1 ))
        case $command in
      \(commands.map { section($0, commands) }.joined(separator: "\n"))
        esac
      }

      _simcse "$@"

      """
  }

  private static func section(_ command: Command, _ commands: [Command]) -> String {
    var lines = ["  (\(command.name))"]
    if !command.modeNames.isEmpty {
      lines += ["    modes=("]
      lines += command.modes.map { described($0.name ?? "", $0.summary) }
      lines += [
        "    )",
        "    (( CURRENT == 2 )) && [[ $mode != -* ]] && _describe -t modes mode modes",
        "    if (( CURRENT > 2 )) && [[ $mode == (\(command.modeNames.joined(separator: "|"))) ]]; then",
        "      shift words", "      (( CURRENT -= 1 ))", "    fi",
      ]
    }
    lines.append("    case $mode in")
    lines += command.modes.dropFirst().map { mode in
      "    (\(mode.name ?? ""))\n\(arguments(mode, commands)) ;;"
    }
    lines.append("    (*)\n\(arguments(command.modes[0], commands)) ;;")
    return (lines + ["    esac", "    ;;"]).joined(separator: "\n")
  }

  private static func arguments(_ mode: Mode, _ commands: [Command]) -> String {
    var specifications = mode.shown.map { option in
      let value = option.completed
      return (option.isRepeated ? "*" : "") + "--\(option.name)" + (value == nil ? "" : "=")
        + "[\(escaped(option.sentence))]"
        + (value.map { ":\(option.shortPlaceholder):\(action($0, of: option.name))" } ?? "")
    }
    let words = mode.completedWords(commands)
    if words != .nothing {
      specifications.append("*:\(escaped(mode.words.usage)):\(action(words, of: ""))")
    }
    return "      _arguments \\\n"
      + specifications.map { "        \(quoted($0))" }.joined(separator: " \\\n")
  }

  private static func action(_ value: CompletedValue, of name: String) -> String {
    switch value {
    case .nothing: ""
    case .files: "_files"
    case .folders: "_files -/"
    case .words(let words): "(\(words.joined(separator: " ")))"
    // The blank keeps zsh from adding words of its own.
    case .list(let words): " _values -s , \(name) \(words.joined(separator: " "))"
    }
  }

  private static func described(_ name: String, _ meaning: String) -> String {
    "      " + quoted("\(name):\(escaped(meaning))")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing(/[\[\]:\\]/) { "\\\($0.output)" }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

/// Completion for fish, 3.0 and later.
package enum FishCompletion {
  package static func script(for commands: [Command]) -> String {
    let withModes = commands.filter { !$0.modeNames.isEmpty }
    let modes = withModes.flatMap { command in
      [
        "        case \(command.modeNames.map { quoted("\(command.name) \($0)") }.joined(separator: " "))",
        "            echo \"$words[2] $words[3]\"",
        "        case \(quoted("\(command.name) *"))",
        "            echo \(quoted("\(command.name) \(command.modeNames[0])"))",
      ]
    }
    let lines =
      [
        completionHeading("fish"), "",
        "# The command and the mode that the words so far mean.",
        "function __simcse_mode",
        "    set -l words (commandline -opc)",
        "    switch \"$words[2] $words[3]\"",
      ] + modes + [
        "        case '*'",
        "            echo \"$words[2]\"",
        "    end",
        "end", "",
        "# Whether nothing but a command has been typed, for which a mode may follow.",
        "function __simcse_only",
        "    set -l words (commandline -opc)",
        "    test (count $words) -eq 2; and test \"$words[2]\" = $argv[1]",
        "end", "",
        "complete -c simcse -f",
        "complete -c simcse -n __fish_use_subcommand -l version -d 'name the commit'",
        "complete -c simcse -n __fish_use_subcommand -l help -d 'list the commands'",
      ]
      + commands.map {
        "complete -c simcse -n __fish_use_subcommand -a \($0.name) -d \(quoted($0.summary))"
      }
      + withModes.flatMap { command in
        command.modes.map {
          "complete -c simcse -n '__simcse_only \(command.name)' -a \($0.name ?? "")"
            + " -d \(quoted($0.summary))"
        }
      }
      + commands.flatMapModes { command, mode, _ in
        self.lines(of: mode, title: ([command.name] + [mode.name].compactMap { $0 }), commands)
      }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func lines(of mode: Mode, title: [String], _ commands: [Command]) -> [String] {
    let condition = "-n \"test (__simcse_mode) = '\(title.joined(separator: " "))'\""
    let words = mode.completedWords(commands)
    return (words == .nothing ? [] : ["complete -c simcse \(condition) \(offer(words))"])
      + mode.shown.map { option in
        "complete -c simcse \(condition) -l \(option.name)"
          + (option.completed.map { " -r \(offer($0))" } ?? "") + " -d \(quoted(option.sentence))"
      }
  }

  private static func offer(_ value: CompletedValue) -> String {
    switch value {
    case .nothing: "-f"
    case .files: "-F"
    case .folders: "-f -a '(__fish_complete_directories)'"
    case .words(let words): "-f -a '\(words.joined(separator: " "))'"
    case .list(let words): "-f -a '(__fish_append , \(words.joined(separator: " ")))'"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}

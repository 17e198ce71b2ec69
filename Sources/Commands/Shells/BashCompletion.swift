/// Completion for bash, 3.2 and later.
package enum BashCompletion {
  package static func script(for commands: [Command]) -> String {
    let names = commands.map(\.name).joined(separator: " ")
    return """
      \(completionHeading("bash"))

      _simcse_offer() {
        local word=$1 kind=$2 lead= found
        shift 2
        case $kind in
        files | folders) compopt -o filenames 2>/dev/null ;;
        list)
          compopt -o nospace 2>/dev/null
          case $word in *,*) lead=${word%,*}, ;; esac
          ;;
        esac
        while IFS= read -r found; do
          COMPREPLY+=("$found")
        done < <(
          case $kind in
          words) compgen -W "$*" -- "$word" ;;
          list) compgen -P "$lead" -W "$*" -- "${word##*,}" ;;
          files) compgen -f -- "$word" ;;
          folders) compgen -d -- "$word" ;;
          esac
        )
      }

      _simcse() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
        local -a value=() options=() modes=() others=(nothing)
        COMPREPLY=()
        # --name=VALUE is three words.
        if [ "$word" = = ]; then
          word=
        elif [ "$before" = = ]; then
          before=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        if [ "$COMP_CWORD" -eq 1 ]; then
          _simcse_offer "$word" words \(names) --help --version
          return
        fi
        case ${COMP_WORDS[1]} in
      \(commands.map { section($0, commands) }.joined(separator: "\n"))
        esac
        if [ ${#value[@]} -gt 0 ]; then
          _simcse_offer "$word" "${value[@]}"
        elif [[ $word == -* ]]; then
          _simcse_offer "$word" words "${options[@]}"
        else
          if [ "$COMP_CWORD" -eq 2 ] && [ ${#modes[@]} -gt 0 ]; then
            _simcse_offer "$word" words "${modes[@]}"
          fi
          _simcse_offer "$word" "${others[@]}"
        fi
      }

      complete -F _simcse simcse

      """
  }

  private static func section(_ command: Command, _ commands: [Command]) -> String {
    var lines = ["  \(command.name))"]
    if !command.modeNames.isEmpty {
      lines.append("    modes=(\(command.modeNames.joined(separator: " ")))")
    }
    lines.append("    case ${COMP_WORDS[2]-} in")
    // The first mode is meant where no word names one.
    for mode in command.modes.dropFirst() + command.modes.prefix(1) {
      let isFirst = mode.name == command.modes[0].name
      lines.append("    \(isFirst ? "*" : mode.name ?? ""))")
      lines += self.lines(of: mode, commands).map { "      " + $0 }
      lines.append("      ;;")
    }
    return (lines + ["    esac", "    ;;"]).joined(separator: "\n")
  }

  private static func lines(of mode: Mode, _ commands: [Command]) -> [String] {
    let names = mode.shown.map { "--\($0.name)" }.joined(separator: " ")
    var lines = [
      "options=(\(names))", "others=(\(words(mode.completedWords(commands))))", "case $before in",
    ]
    for option in mode.shown {
      guard let value = option.completed else { continue }
      lines.append("--\(option.name)) value=(\(words(value))) ;;")
    }
    return lines + ["esac"]
  }

  /// A kind and its words.
  private static func words(_ value: CompletedValue) -> String {
    switch value {
    case .nothing: "nothing"
    case .files: "files"
    case .folders: "folders"
    case .words(let words): (["words"] + words).joined(separator: " ")
    case .list(let words): (["list"] + words).joined(separator: " ")
    }
  }
}

import Files
import Foundation

extension Command {
  /// `simcse completion`: what a shell needs to complete the commands and options of this program.
  static let completion = Command(
    "completion", "print the completion of commands and options for a shell",
    about: """
      Prints a script that completes commands, modes, options and the values that are known, made from
      the declarations of the options. 'ci/install PREFIX' puts it where each shell looks; by hand:

        bash   source <(simcse completion bash)
        zsh    simcse completion zsh > DIR/_simcse, for a DIR of $fpath, before compinit
        fish   simcse completion fish | source
      """,
    modes: [
      Mode(
        words: .init(
          usage: "bash|zsh|fish", least: 1, most: 1, missing: "which shell? say bash, zsh or fish"),
        []
      ) { input, context in
        let (name, commands) = (input.words[0], context.commands)
        let scripts: [(shell: String, script: ([Command]) -> String)] = [
          ("bash", BashCompletion.script), ("zsh", ZshCompletion.script),
          ("fish", FishCompletion.script),
        ]
        guard let found = scripts.first(where: { $0.shell == name }) else {
          throw UsageError(
            "there is no completion for '\(name)'"
              + Suggestion.ending(for: name, among: scripts.map(\.shell)))
        }
        try context.console.print(found.script(commands))
        return ExitCode.done
      }
    ])
}

extension Command {
  /// `simcse help`: the help of all commands or of one.
  static let help = Command(
    "help", "show the help of a command, or the page of all options",
    about: "Prints the list of commands, the help of one, or a page in Markdown with every option.",
    modes: [
      Mode(
        words: .init(usage: "[COMMAND]", least: 0, most: 1, missing: ""),
        [OptionGroup("Form", [markdown])]
      ) { input, context in
        let commands = context.commands
        guard let name = input.words.first else {
          try context.console.print(
            input[markdown] ? CommandPage.markdown(of: commands) : HelpText.overview(of: commands))
          return ExitCode.done
        }
        guard let command = commands.first(where: { $0.name == name }) else {
          throw UsageError(unknownCommand: name, context)
        }
        try context.console.print(
          input[markdown] ? CommandPage.markdown(of: [command]) : HelpText.text(of: command))
        return ExitCode.done
      }
    ])

  private static let markdown = Flag("markdown", "as a page in Markdown")
}

extension Command {
  /// `simcse help`: the help of all commands or of one.
  static let help = Command(
    "help", "show the help of a command, or the page of all options",
    about: """
      Prints the list of commands, the help of one, or a page with every option: in Markdown, or as a
      manual page, of all commands or of one.
      """,
    modes: [
      Mode(
        words: .init(usage: "[COMMAND]", least: 0, most: 1, missing: ""),
        [OptionGroup("Form", [markdown, man])]
      ) { input, context in
        let commands = context.commands
        guard !input[markdown] || !input[man] else {
          throw UsageError("a page has one form; say --markdown or --man")
        }
        guard let name = input.words.first else {
          try context.console.print(
            input[markdown]
              ? CommandPage.markdown(of: commands)
              : input[man] ? ManualPage.text(of: commands) : HelpText.overview(of: commands))
          return ExitCode.done
        }
        guard let command = commands.first(where: { $0.name == name }) else {
          throw UsageError(unknownCommand: name, context)
        }
        try context.console.print(
          input[markdown]
            ? CommandPage.markdown(of: [command])
            : input[man] ? ManualPage.text(of: command) : HelpText.text(of: command))
        return ExitCode.done
      }
    ])

  private static let markdown = Flag("markdown", "as a page in Markdown")
  private static let man = Flag("man", "as a page for man(1)")
}

/// The page of the documentation that lists every command and option.
package enum CommandPage {
  package static func markdown(of commands: [Command]) -> String {
    """
    # Commands

    Made by `simcse help --markdown` from the declarations of the options; a test holds this page to them.

    `--json FILE|-` is the same in every command: the results as JSON, to a file beside what is printed,
    or with `-` to standard output, where nothing else is then written. `search` writes JSON Lines, an
    object a query. `--name=VALUE` is `--name VALUE`; a value that begins with `--` needs the first form.
    After a word `--` nothing is an option. An option that takes one value is given once. Earlier
    spellings are read, and one line on standard error names the new one.

    Exit codes: 0, done; 1, what was checked does not hold; 2, the input could not be used or the output
    not be written; 141, whoever read standard output has closed it. `compare` and `gate` have more.

    \(commands.map(section).joined(separator: "\n\n"))

    """
  }

  private static func section(_ command: Command) -> String {
    var parts = ["## \(command.name)", "```\n\(HelpText.usage(of: command))\n```", command.about]
    let modes = command.modes.filter { $0.name != nil }
    if !modes.isEmpty {
      parts.append(
        "| mode | does | formerly |\n| --- | --- | --- |\n"
          + modes.map { mode in
            row(
              "`\(mode.name ?? "")`", mode.summary,
              code(mode.formerly.map { "--\($0.name)" }.joined(separator: " ")))
          }.joined(separator: "\n"))
    }
    let options = options(of: command)
    if !options.isEmpty {
      parts.append(
        "| option | means | default | modes | formerly |\n| --- | --- | --- | --- | --- |\n"
          + options.map { option, modes in
            row(
              "`\(option.usage)`", option.meaning, option.standard ?? "",
              modes.count == command.modes.count
                ? "" : modes.map { $0.name ?? "" }.joined(separator: ", "),
              option.formerNames.map { code("--\($0)") }.joined(separator: ", "))
          }.joined(separator: "\n"))
    }
    if let codes = command.exitCodes { parts.append("Exit code " + codes) }
    return parts.joined(separator: "\n\n")
  }

  /// The options of all modes in order, each once, with the modes that take it.
  private static func options(of command: Command) -> [(option: Declaration, modes: [Mode])] {
    var found: [(option: Declaration, modes: [Mode])] = []
    for mode in command.modes {
      for option in mode.groups.flatMap(\.shown) {
        if let index = found.firstIndex(where: {
          $0.option.usage == option.usage && $0.option.sentence == option.sentence
        }) {
          found[index].modes.append(mode)
        } else {
          found.append((option, [mode]))
        }
      }
    }
    return found
  }

  private static func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

  private static func row(_ cells: String...) -> String {
    "| "
      + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }
      .joined(separator: " | ") + " |"
  }
}

import Runs

/// Manual pages in the language of man(7).
package enum ManualPage {
  /// `simcse.1`, the page of all commands.
  package static func text(of commands: [Command]) -> String {
    page(
      "simcse", "SimCSE sentence embeddings whose every bit can be made again",
      [
        ("SYNOPSIS", ["\(bold("simcse")) \(italic("COMMAND")) [\(italic("OPTION")) \\&...]"]),
        (
          "DESCRIPTION",
          paragraphs(
            """
            Every command has a page of its own, such as simcse-study(1), and 'simcse COMMAND --help' \
            prints its options. Results go to standard output or files, progress and errors to standard \
            error. --name=VALUE is --name VALUE; a value that begins with -- needs the first form. After \
            a word -- nothing is an option.
            """)
        ),
        ("COMMANDS", commands.flatMap { item(bold("simcse \($0.name)"), $0.summary) }),
        (
          "EXIT STATUS",
          paragraphs(
            """
            0: done; 1: what was checked does not hold; 2: the input could not be used or the output not \
            be written; 141: whoever read standard output has closed it. 'compare' and 'gate' have more.
            """)
        ),
        ("SEE ALSO", [commands.map { reference("simcse-\($0.name)") }.joined(separator: ", ")]),
      ])
  }

  /// `simcse-COMMAND.1`.
  package static func text(of command: Command) -> String {
    let modes = command.modes.filter { $0.name != nil }
    let usage = HelpText.usage(of: command).split(separator: "\n").map {
      escaped(String($0.dropFirst("Usage: ".count)))
    }
    let groups = HelpText.groups(of: command)
    let options = groups.flatMap { group, modes in
      let only =
        modes.count == command.modes.count
        ? "" : " (\(modes.compactMap(\.name).joined(separator: ", ")))"
      return [".SS \"\(escaped(group.title + only))\""]
        + group.shown.flatMap { option in
          item(
            bold("--\(option.name)") + (option.placeholder.map { " " + italic($0) } ?? ""),
            option.sentence)
        }
    }
    return page(
      "simcse-\(command.name)", command.summary,
      [
        ("SYNOPSIS", [".nf"] + usage + [".fi"]), ("DESCRIPTION", paragraphs(command.about)),
        ("MODES", modes.flatMap { item(bold($0.name ?? ""), $0.summary) }), ("OPTIONS", options),
        ("EXIT STATUS", command.exitCodes.map(paragraphs) ?? []),
        ("SEE ALSO", [reference("simcse")]),
      ])
  }

  private static func page(
    _ name: String, _ summary: String, _ sections: [(title: String, lines: [String])]
  ) -> String {
    let head = [
      ".\\\" Made by 'simcse help --man' from the declarations of the options.",
      ".TH \"\(escaped(name.uppercased()))\" 1 \"\" \"simcse \(Provenance.commit.prefix(12))\"",
      ".SH NAME", "\(escaped(name)) \\- \(escaped(summary))",
    ]
    let rest = sections.filter { !$0.lines.isEmpty }.flatMap { [".SH \"\($0.title)\""] + $0.lines }
    return (head + rest).map { $0 + "\n" }.joined()
  }

  /// Lines of text; those that are indented stay lines of their own.
  private static func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n\n").enumerated().flatMap { index, paragraph in
      let lines = paragraph.split(separator: "\n").map(String.init)
      let isFixed = lines.allSatisfy { $0.hasPrefix("  ") }
      return (index == 0 ? [] : [".PP"]) + (isFixed ? [".nf"] : []) + lines.map(escaped)
        + (isFixed ? [".fi"] : [])
    }
  }

  private static func item(_ term: String, _ meaning: String) -> [String] {
    [".TP", term, escaped(meaning)]
  }

  private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }
  private static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }
  private static func reference(_ name: String) -> String { bold(name) + "(1)" }

  /// Text as it is: hyphens that can be copied, no escapes, and no line that is a request.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}

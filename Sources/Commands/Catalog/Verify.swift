import Files
import Foundation
import Model
import Reports

extension Command {
  /// `simcse verify`: a report computed again.
  static let verify = Command(
    "verify", "compute every number of a report again",
    about: """
      Reads report.json or report.json.gz of a report's folder, computes every number again from the
      scores, sentence pairs, settings and rules that it carries, writes report.html, report.md,
      methods.csv and scores.csv anew in memory, draws the figures again where gnuplot is of the version
      that drew them, and lists what differs. Of reports written before they carried sentence pairs it
      computes what the scores determine, and says what is taken as it is.
      """,
    exitCodes: "0: nothing differs; 1: something does.",
    modes: [
      Mode(
        words: .init(
          usage: "REPORT", least: 1, most: 1,
          missing: "which report? name its folder or its page"),
        [OptionGroup("Computation", [ComputeOptions.threads]), OutputOptions.group]
      ) { input, context in
        let verification = try Verification(
          URL(fileURLWithPath: input.words[0]), gnuplot: Report.gnuplot(),
          compute: try ComputeOptions.exact(input, context))
        try context.console.report(
          verification, as: described(verification), json: try input[OutputOptions.json])
        return verification.holds ? ExitCode.done : ExitCode.notHeld
      }
    ])

  private static func described(_ verification: Verification) -> String {
    var text = ""
    if !verification.differences.isEmpty {
      let columns = ["file", "place", "says", "follows"].map { Table.Column($0, isNumeric: false) }
      let rows = verification.differences.prefix(mostShown).map { difference in
        [
          difference.file, difference.place, difference.stated ?? Numeral.none,
          difference.computed ?? Numeral.none,
        ].map { Table.Cell($0) }
      }
      text += Table(columns: columns, rows: rows).text + "\n"
      let rest = verification.differences.count - rows.count
      if rest > 0 { text += "and \(Numeral.count(rest, "difference")) more; --json has all.\n\n" }
    }
    text += verification.notCompared.map { $0 + "\n" }.joined()
    let count = verification.differences.count
    return text
      + (count == 0
        ? "Computed again: \(listed(verification.compared)). Nothing differs.\n"
        : "\(Numeral.count(count, "difference")) in \(PlainText.visible(verification.report)).\n")
  }

  /// The files by name, those of the figures by their number.
  private static func listed(_ files: [String]) -> String {
    let figures = files.count { $0.hasPrefix("figures/") }
    return
      (files.filter { !$0.hasPrefix("figures/") }
      + (figures > 0 ? ["\(Numeral.count(figures, "file")) of figures"] : []))
      .joined(separator: ", ")
  }

  private static let mostShown = 40
}

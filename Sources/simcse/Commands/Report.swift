import Foundation
import Harness

extension Command {
  /// `simcse report`: a report from finished runs.
  static let report = Command(
    name: "report", summary: "write the report of finished studies and runs",
    help: """
      Usage: simcse report DIR… --out DIR [--json FILE|-]

      Gathers the runs of studies' and runs' folders and writes one report: report.html,
      report.md, scores.csv, report.json, and figures with the gnuplot scripts and data that they
      were drawn from.

        --out DIR         where the report is written
        --json FILE|-     write the summary as JSON too
        --across-protocols
                          compare runs that were not scored alike (pooling, token limit, data …)

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--out", "--json"], flags: ["--across-protocols"], command: "report")
    guard !arguments.rest.isEmpty else {
      throw UsageError(description: "which folders? name those of studies or runs")
    }
    let out = URL(fileURLWithPath: try arguments.required("--out", "where should it go?"))
    let summary = try StudyCollection(arguments.rest.map { URL(fileURLWithPath: $0) }).summary(
      acrossProtocols: arguments.flags.contains("--across-protocols"))
    let gnuplot = Harness.Report.gnuplot()
    try Harness.Report(summary: summary).write(to: out, gnuplot: gnuplot)
    if let json = arguments.value("--json") {
      try Console.write(try StrictJSON.encode(summary), to: json)
    }
    if arguments.value("--json") != "-" { Console.print(Table.means(of: summary).text) }
    if gnuplot == nil {
      Console.complain("the figures were not drawn: install gnuplot (apt-get install gnuplot-nox)")
    }
    return 0
  }
}

import Foundation
import Harness
import Model

extension Command {
  /// `simcse report`: a report from finished runs.
  static let report = Command(
    name: "report", summary: "write the report of finished studies and runs",
    help: """
      Usage: simcse report DIR… --out DIR [OPTION …]

      Gathers the runs of studies' and runs' folders and writes one report: report.html,
      report.md, methods.csv, scores.csv, report.json, and figures with the gnuplot scripts and
      data that they were drawn from.

        --out DIR         where the report is written
        --published FILE  published scores to set beside: a JSON array of objects with method,
                          task, mean, deviation (× 100), source, table, page, and stands-for, the
                          method here beside which they stand
        --baseline NAME   the method that others are compared with (default: the first)
        --margin POINTS   the largest difference × 100 that does not matter (default: none)
        --json FILE|-     write the summary as JSON too
        --across-protocols
                          compare runs that were not scored alike (pooling, token limit, data …)

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--out", "--published", "--baseline", "--margin", "--json"],
      flags: ["--across-protocols"], command: "report")
    guard !arguments.rest.isEmpty else {
      throw UsageError(description: "which folders? name those of studies or runs")
    }
    let out = URL(fileURLWithPath: try arguments.required("--out", "where should it go?"))
    var rule = StudyAnalysis.Rule.usual
    rule.baseline = arguments.value("--baseline")
    if let text = arguments.value("--margin") {
      guard let points = Double(text), points > 0, points < 100 else {
        throw UsageError(description: "--margin is '\(text)'; it must be a number above 0")
      }
      rule.margin = points / 100
    }
    let published = try arguments.value("--published").map {
      try PublishedScores.read(URL(fileURLWithPath: $0))
    }
    let compute = Compute(product: .exact, threads: Machine.processors)
    let collection = try StudyCollection(arguments.rest.map { URL(fileURLWithPath: $0) })
    let summary = try collection.summary(
      acrossProtocols: arguments.flags.contains("--across-protocols"), rule: rule,
      decisions: try collection.decisions(compute: compute), published: published ?? [],
      compute: compute)
    let gnuplot = Reports.Report.gnuplot()
    try Reports.Report(summary: summary).write(to: out, gnuplot: gnuplot)
    if let json = arguments.value("--json") {
      try Console.write(try StrictJSON.encode(summary), to: json)
    }
    if arguments.value("--json") != "-" {
      Console.print(Table.means(of: summary).text)
      for sentence in [summary.answer, summary.outlook].compactMap({ $0 }) {
        Console.print("\n\(sentence)\n")
      }
    }
    if gnuplot == nil {
      Console.complain("the figures were not drawn: install gnuplot (apt-get install gnuplot-nox)")
    }
    return 0
  }
}

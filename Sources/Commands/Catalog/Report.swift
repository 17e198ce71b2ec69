import Files
import Foundation
import Model
import Reports

extension Command {
  /// `simcse report`: a report from finished runs.
  static let report = Command(
    "report", "write the report of finished studies and runs",
    about: """
      Gathers the runs of studies' and runs' folders and writes one report. Methods are named by what
      a study varies, single runs by the settings in which they differ, imported ones by their --method;
      runs that differ in seeds alone are one method.

      It is report.html, report.md, methods.csv, scores.csv, report.json, and figures with the gnuplot
      scripts and data that they were drawn from. report.json carries what all was computed from:
      settings, rules, scores, and of every sentence pair its gold score, and its rank and cosine under
      each run, but no text; 'simcse verify' computes the report again from it.

      Published scores are a JSON array of objects with method, task, mean, deviation (× 100), source,
      table, page, and stands-for, the method here beside which they are set.
      """,
    modes: [
      Mode(
        words: .init(
          usage: "DIR…", least: 1, most: nil,
          missing: "which folders? name those of studies or runs"),
        [
          OptionGroup("Report", [output, published, withoutPairs]),
          OptionGroup("Comparison", [baseline, margin, DecisionOptions.acrossProtocols]),
          OutputOptions.group,
        ], run: writeReport)
    ])

  private static let output = OutputOptions.folder("where the report is written")
    .required("where should it go?")
  private static let published = Option<URL>.file("published", "published scores to set beside")
  private static let withoutPairs = Flag(
    "without-pairs", "leave the sentence pairs out of report.json, as a licence may ask")
  private static let baseline = Option<String>.text(
    "baseline", "NAME", "the method that others are compared with"
  ).otherwise("the first")
  private static let margin = Option<Double>.number(
    "margin", "POINTS", "the largest difference that does not matter, in points: score × 100",
    .between(0, 100)
  ).otherwise("none")

  private static func writeReport(_ input: Input, _ context: Context) throws -> Int32 {
    let folder = try input[output]
    var rule = StudyAnalysis.Rule.usual
    rule.baseline = try input[baseline]
    if let points = try input[margin] { rule.margin = points / 100 }
    let published = try input[published].map { try PublishedScores.read($0) }
    let compute = Compute(product: .exact, threads: context.processors)
    let collection = try StudyCollection(input.words.map { URL(fileURLWithPath: $0) })
    let summary = try collection.summary(
      acrossProtocols: input[DecisionOptions.acrossProtocols], rule: rule,
      decisions: try collection.decisions(compute: compute), published: published ?? [],
      keepsPairs: !input[withoutPairs], compute: compute)
    let gnuplot = Report.gnuplot()
    try Report(summary: summary).write(to: folder, gnuplot: gnuplot)
    let sentences = [summary.answer, summary.outlook].compactMap { $0 }.map { "\n\($0)\n" }
    // What it was computed from is in report.json.
    var shown = summary
    shown.evidence = nil
    try context.console.report(
      shown, as: Table.means(of: summary).text + sentences.joined(),
      json: try input[OutputOptions.json])
    for notice in collection.notices(summary) { context.console.say("warning: \(notice)") }
    if gnuplot == nil { context.console.say(missingFigures) }
    return ExitCode.done
  }

  static let missingFigures =
    "the figures were not drawn: install gnuplot (apt-get install gnuplot-nox)"
}

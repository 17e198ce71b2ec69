import Decisions
import Evaluation
import Files
import Foundation
import Model
import Reports
import Runs
import Studies
import Support
import Testing

@Suite struct VerificationTests {
  private static let methods =
    #""vary": { "method": [ "#
    + ["baseline", "good", "alike"].enumerated().map { index, name in
      #"{ "label": "\#(name)", "set": { "temperature": 0.0\#(index + 5) } }"#
    }.joined(separator: ", ")
    + #" ] }, "seeds": [1, 2, 3, 4, 5], "decide": { "by": "paired-bootstrap", "resamples": 200, "#
    + #""level": 0.95, "holds-if": "lower > 0" }"#
  private static let shares =
    #""vary": { "data-order": [1, 2, 3], "dropout": [1, 2, 3] }, "decide": { "#
    + #""by": "variance-components", "resamples": 200, "level": 0.95, "#
    + #""holds-if": "share(data-order) > share(dropout)" }"#

  private func noise(_ entry: StudyPlan.Entry) -> Double {
    (["good": 0.4, "baseline": 1.2][entry.label("method")] ?? 1.2)
      + 0.1 * (Double(entry.label("data-order")) ?? 0)
  }

  /// Plants a study, writes its report beside it and hands its folder to `body`.
  private func withReport<Result>(
    _ study: String = methods, measure: String = "average/spearman", _ options: [String] = [],
    _ body: (URL) throws -> Result
  ) throws -> Result {
    let plan = try studyPlan(study, measure: measure)
    return try withTemporaryFolder { folder in
      let (runs, report) = (
        folder.appendingPathComponent("study"), folder.appendingPathComponent("report")
      )
      try PlantedRuns.write(plan, to: runs, size: noise)
      let written = RecordedCommand(
        ["report", runs.path, "--output", report.path, "--json", "-"] + options)
      #expect(written.code == 0, "\(written.errors)")
      #expect(!written.output.contains("\"evidence\""))
      // What the report was made from is gone.
      try FileManager.default.removeItem(at: runs)
      return try body(report)
    }
  }

  private func verified(_ report: URL) throws -> Verification {
    try Verification(report, gnuplot: nil, compute: oneThread)
  }

  /// Replaces text of a file, which must have it.
  private func replace(_ text: String, by other: String, in file: URL) throws {
    let old = try String(contentsOf: file, encoding: .utf8)
    #expect(old.contains(text))
    try Data(old.replacing(text, with: other, maxReplacements: 1).utf8).write(to: file)
  }

  private func change(
    _ report: URL, _ body: (inout StudySummary) throws -> Void
  ) throws {
    let file = report.appendingPathComponent("report.json")
    var summary = try StrictJSON.decode(
      StudySummary.self, from: InputFile.read(file), file: file.path)
    try body(&summary)
    try StrictJSON.encode(summary).write(to: file)
  }

  @Test(arguments: [
    (methods, "average/spearman", [String]()), (methods, "average/pearson", []),
    (methods, "average/spearman", ["--margin", "2"]),
    (methods, "average/spearman", ["--without-pairs"]),
    (methods, "average/spearman", ["--baseline", "good"]),
    (shares, "average/spearman", []), (shares, "average/spearman", ["--without-pairs"]),
  ])
  func `a report that nobody touched is the one that follows from its file`(
    study: String, measure: String, options: [String]
  ) throws {
    try withReport(study, measure: measure, options) { report in
      for place in [report, report.appendingPathComponent("report.html")] {
        let found = try verified(place)
        #expect(found.differences.isEmpty, "\(found.differences)")
        #expect(found.compared.contains("report.md") && found.compared.contains("scores.csv"))
        #expect(
          found.notCompared.contains { $0.hasPrefix("The sentence pairs are not kept") }
            == options.contains("--without-pairs"))
      }
      // As ci/keep-report keeps it.
      let kept = report.deletingLastPathComponent().appendingPathComponent("kept")
      let keep = try Process.run(
        packageFolder.appendingPathComponent("ci/keep-report"), arguments: [report.path, kept.path])
      keep.waitUntilExit()
      #expect(keep.terminationStatus == 0)
      #expect(try verified(kept).holds)
      let said = RecordedCommand(["verify", kept.path, "--threads", "3"])
      #expect(said.code == 0 && said.output.contains("Nothing differs."), "\(said.output)")
    }
  }

  @Test func `a changed number of a page or a table is found with its line`() throws {
    try withReport { report in
      let scores = report.appendingPathComponent("scores.csv")
      let text = try String(contentsOf: scores, encoding: .utf8)
      let row = try #require(text.split(separator: "\n").dropFirst(2).first)
      let score = try #require(row.split(separator: ",").first { $0.hasPrefix("0.") })
      try replace(String(score), by: "0.9999", in: scores)
      let found = try verified(report)
      #expect(found.differences.map(\.file) == ["scores.csv"])
      #expect(found.differences.first?.place == "line 3")
      #expect(found.differences.first?.computed?.contains(score.suffix(6)) == true)
      for page in ["report.md", "report.html"] {
        try replace("n = 5", by: "n = 6", in: report.appendingPathComponent(page))
      }
      let more = RecordedCommand(["verify", report.path, "--json", "-"])
      #expect(more.code == 1)
      let files = (more.json["differences"] as? [[String: Any]] ?? []).map { $0["file"] as? String }
      #expect(Set(files) == ["scores.csv", "report.md", "report.html"])
    }
  }

  @Test func `a changed number of the file is found, be it a result or what it follows from`()
    throws
  {
    let changes: [(String, (inout StudySummary) throws -> Void)] = [
      ("analysis.comparisons[0].p", { $0.analysis.comparisons[0].p += 1e-4 }),
      ("runs[3].average", { $0.runs[3].average = 0.5 }),
      (
        "decisions[0].comparisons[1].variance-from-pairs",
        { $0.decisions[0].comparisons?[1].varianceFromPairs *= 1.001 }
      ),
      ("provenance[0].value", { $0.provenance[0].value = "another" }),
      (
        "sensitivity.seeds",
        {
          $0.sensitivity?.flips.removeAll(); $0.sensitivity?.seeds = []
        }
      ),
      (
        "evidence.runs[2].result.scores.tasks.synthetic-english.spearman",
        { $0.evidence?.runs[2].result.scores.tasks["synthetic-english"]?.spearman += 1e-6 }
      ),
      ("drivers[0].largest", { $0.drivers[0].largest[0].share += 0.01 }),
      ("densities[0].counts", { $0.densities[0].counts[0][0] += 1 }),
    ]
    for (place, body) in changes {
      try withReport { report in
        try change(report, body)
        let found = try verified(report)
        #expect(
          found.differences.contains { $0.place.hasPrefix(place) || place.hasPrefix($0.place) },
          "\(place): \(found.differences.prefix(4))")
      }
    }
  }

  @Test func `pairs of another run, or out of order, are found`() throws {
    try withReport { report in
      try change(report) { summary in
        let other = summary.evidence?.runs[1].pairs
        summary.evidence?.runs[0].pairs = other
      }
      let found = try verified(report)
      #expect(found.differences.contains { $0.place.hasPrefix("evidence.runs[0].result.scores") })
      try change(report) { $0.evidence?.runs[0].pairs?[0].cosines = "AAAA" }
      #expect(throws: InputError.self) { try verified(report) }
      #expect(RecordedCommand(["verify", report.path]).code == 2)
    }
  }

  @Test func `a report of scores alone is computed again as far as scores go, and says so`() throws
  {
    try withReport { report in
      try change(report) { $0.evidence = nil }
      let found = try verified(report)
      #expect(found.notCompared.contains { $0.contains("are not kept with this report") })
      // The page says what it carries, and so differs; no number does.
      #expect(
        found.differences.allSatisfy {
          $0.file == "report.html" || $0.file == "report.md"
            || $0.place.hasPrefix("sensitivity")
        })
      try change(report) { $0.decisions[0].comparisons?[0].adjustedP += 1e-3 }
      #expect(
        try verified(report).differences.contains {
          $0.place == "decisions[0].comparisons[0].adjusted-p"
        })
      try FileManager.default.removeItem(at: report.appendingPathComponent("scores.csv"))
      #expect(
        try verified(report).differences.contains { $0.file == "scores.csv" && $0.stated == nil })
    }
  }

  @Test func `figures are drawn again by the gnuplot that drew them`() throws {
    let gnuplot = try #require(Report.gnuplot(), "install gnuplot: apt-get install gnuplot-nox")
    try withReport { report in
      func found() throws -> Verification {
        try Verification(report, gnuplot: gnuplot, compute: oneThread)
      }
      #expect(try found().differences.isEmpty)
      #expect(try found().notCompared.isEmpty)
      let page = report.appendingPathComponent("report.html")
      try replace("id=\"forest-gnuplot_plot_1\"", by: "id=\"forest-gnuplot_plot_9\"", in: page)
      #expect(try found().differences.map(\.place) == ["figure 1, forest"])
      try replace("content=\"simcse, gnuplot", by: "content=\"simcse, gnuplot 1.0,", in: page)
      #expect(try found().holds)
      #expect(try found().notCompared.count == 1)
    }
  }
}

import Decisions
import Files
import Foundation
import Model
import Reports
import Runs
import Statistics
import Studies
import Support
import Testing

/// The page of a study that is followed while seeds are added.
@Suite struct FollowedPageSlowTests {
  private static let compute = Compute(product: .exact, threads: 1)

  /// A study of four methods with so many seeds finished, registered and followed.
  private static func withStudy<Result>(
    rule: String = MadeStudy.rule, seeds: Int, _ body: (MadeStudy) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, rule: rule)
      let all = try #require(try FollowedPlan(made.plan, folder: nil)?.everyRun)
      let known = Set(made.plan.entries.map { $0.label("seed") })
      let further = made.plan.study.furtherSeeds.prefix(max(0, seeds - 3)).map { String($0) }
      for entry in all where known.union(further).contains(entry.label("seed")) {
        let place = made.study.appendingPathComponent("runs/" + entry.id)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          at: folder.appendingPathComponent("made/" + entry.id), to: place)
      }
      var runner = try made.runner()
      try runner.follow()
      return try body(made)
    }
  }

  /// The summary of its page.
  private static func summary(
    rule: String = MadeStudy.rule, seeds: Int
  ) throws -> StudySummary {
    try withStudy(rule: rule, seeds: seeds) { made in
      let verdict = try #require(try StudyVerdict(folder: made.study, compute: compute))
      return try StudyCollection([made.study]).summary(
        acrossProtocols: false, rule: .usual, decisions: [verdict], published: [],
        compute: compute)
    }
  }

  @Test func `a page with a registration is computed again from what it carries`() throws {
    try Self.withStudy(seeds: 7) { made in
      let runner = try made.runner()
      _ = try runner.execute { _ in }
      let report = made.folder.appendingPathComponent("page")
      let written = RecordedCommand(["report", made.study.path, "--output", report.path])
      #expect(written.code == 0, "\(written.errors)")
      try FileManager.default.removeItem(at: made.study)
      let file = report.appendingPathComponent("report.json")
      #expect(try Verification(file, gnuplot: nil, compute: Self.compute).differences == [])
    }
  }

  /// With the pairs and without them: the looks follow from the runs' scores.
  @Test(arguments: [[], ["--without-pairs"]])
  func `a changed number of a look is found, as the looks are taken again`(
    _ options: [String]
  ) throws {
    let changes: [(String, (inout SequentialLook.Method) -> Void)] = [
      ("p", { $0.p /= 2 }), ("difference", { $0.difference += 1e-5 }),
      ("log-evidence", { $0.logEvidence? += 0.01 }),
      ("interval.lower", { $0.interval.lower -= 1e-5 }),
      ("finding", { $0.finding = .better }),
    ]
    try Self.withStudy(seeds: 7) { made in
      let report = made.folder.appendingPathComponent("page")
      let written = RecordedCommand(
        ["report", made.study.path, "--output", report.path] + options)
      #expect(written.code == 0, "\(written.errors)")
      try FileManager.default.removeItem(at: made.study)
      let file = report.appendingPathComponent("report.json")
      let whole = try Data(contentsOf: file)
      func found() throws -> [String] {
        try Verification(file, gnuplot: nil, compute: Self.compute).differences.map(\.place)
      }
      #expect(try found() == [])
      for (key, change) in changes {
        var summary = try StrictJSON.decode(StudySummary.self, from: whole, file: file.path)
        let looks = try #require(summary.decisions[0].following?.looks)
        let last = try #require(looks.indices.last { looks[$0].methods[1].finding == .open })
        var following = try #require(summary.decisions[0].following)
        change(&following.looks[last].methods[1])
        summary.decisions[0].following = following
        try StrictJSON.encode(summary).write(to: file)
        let places = try found()
        #expect(
          places.contains("decisions[0].following.looks[\(last)].methods[1].\(key)"),
          "\(key): \(places)")
      }
      // Nor is a method or a look that was left out passed over.
      var summary = try StrictJSON.decode(StudySummary.self, from: whole, file: file.path)
      summary.decisions[0].following?.looks.removeLast()
      try StrictJSON.encode(summary).write(to: file)
      #expect(try !found().isEmpty)
      summary.decisions = []
      try StrictJSON.encode(summary).write(to: file)
      let refused = RecordedCommand(["verify", report.path])
      #expect(refused.code == (options.isEmpty ? 1 : 2), "\(refused.errors)")
    }
  }

  @Test func `every verdict of the page is the followed rule's, at every place`() throws {
    let summary = try Self.summary(seeds: 7)
    let following = try #require(summary.decisions[0].following)
    let words = following.methods.map(\.finding)
    #expect(words == [.better, .open, .equivalent])
    let averages = summary.analysis.comparisons.filter { $0.task == StudySummary.average }
    #expect(averages.map(\.verdict)[0] == .better && averages.map(\.verdict)[2] == .noDifference)
    #expect(averages.map(\.count) == following.last?.methods.map(\.seeds))
    for (comparison, look) in zip(averages, following.last?.methods ?? []) {
      #expect(comparison.interval == look.interval && comparison.adjustedP == look.adjustedP)
    }
    let page = MarkdownPage(Document(summary, isDrawn: true)).text
    #expect(page.contains("no difference beyond ±\u{A0}0.05"))
    #expect(page.contains("These are statements about seeds with the sentence pairs as they are"))
    // The paired t test does not answer the same question beside it.
    #expect(!page.contains("by the paired t test"))
    #expect(page.contains("figures/sequence.svg"))
  }

  @Test func `before anything can be decided a page says so, with what comes next`() throws {
    let summary = try Self.summary(seeds: 3)
    let averages = summary.analysis.comparisons.filter { $0.task == StudySummary.average }
    #expect(averages.allSatisfy { $0.interval.isWholeLine })
    let again = try StrictJSON.decode(
      StudySummary.self, from: try StrictJSON.encode(summary), file: "report.json")
    #expect(again == summary)
    let page = MarkdownPage(Document(summary, isDrawn: true)).text
    #expect(page.contains("−∞ to ∞") && page.contains("12 more runs to 6 seeds"))
  }

  @Test func `the sequence is drawn as far as each method was followed`() throws {
    let summary = try Self.summary(seeds: 9)
    let figure = try #require(
      Document(summary, isDrawn: true).figures.first { $0.name == "sequence" })
    // Last the names at the ends of the lines.
    let blocks = figure.data.components(separatedBy: "\n\n\n").dropLast()
    #expect(blocks.count == 3)
    let following = try #require(summary.decisions[0].following)
    for (block, method) in zip(blocks, following.last?.methods ?? []) {
      let rows = block.split(separator: "\n").dropFirst().map { $0.split(separator: "\t") }
      #expect(rows.map { $0[0] }.last == "\(Double(method.seeds))")
      #expect(rows.count == method.seeds)
      // No end is drawn where there is none.
      #expect(rows[0][2] == "?" && rows[rows.count - 1][2] != "?")
    }
    #expect(figure.caption.contains("Next: open: noisy; 2 more runs to 10 seeds"))
    #expect(figure.script.contains("first 0.05 to") && figure.script.contains("first -0.05 to"))
    try FakeStudy.inFolder { folder in
      guard let gnuplot = Report.gnuplot() else { return }
      for (ending, text) in [("gp", figure.script), ("dat", figure.data)] {
        try Data(text.utf8).write(to: folder.appendingPathComponent("sequence.\(ending)"))
      }
      try Gnuplot(executable: gnuplot).draw(figure, in: folder)
      let drawing = try String(
        contentsOf: folder.appendingPathComponent("sequence.svg"), encoding: .utf8)
      #expect(drawing.contains("number of common seeds"))
    }
  }

  @Test func `planned looks show what each look asks`() throws {
    let summary = try Self.summary(
      rule: #""decide": { "by": "planned-looks", "level": 0.95, "margin": 0.05, "#
        + #""looks": [4, 8, 12] }"#, seeds: 4)
    let page = MarkdownPage(Document(summary, isDrawn: true)).text
    #expect(page.contains("settles at p") && page.contains("spending of α"))
    #expect(page.contains("planned-looks: better or worse at 95"))
  }
}

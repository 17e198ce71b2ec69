import Decisions
import Evaluation
import Files
import Foundation
import Model
import Runs
import Statistics
import Studies
import Support
import Testing

/// Rules, comparisons and pages draw sentences, not pairs, where the runs say which pairs share them.
@Suite struct SharedSentencesTests {
  private static let study =
    #""vary": { "method": [ { "label": "baseline", "set": { "temperature": 0.05 } }, "#
    + #"{ "label": "good", "set": { "temperature": 0.06 } } ] }, "seeds": [1, 2, 3, 4], "#
    + #""decide": { "by": "paired-bootstrap", "resamples": 400, "level": 0.95, "#
    + #""holds-if": "lower > 0" }"#

  /// Three hundred pairs of forty sentences.
  private static func ring(_ pair: Int) -> (Int, Int) { (pair % 40, (pair + 1 + pair / 40) % 40) }
  private static func apart(_ pair: Int) -> (Int, Int) { (2 * pair, 2 * pair + 1) }

  /// Plants a study, of which run number r says these sentences where `says` gives them.
  private func inStudy<Result>(
    says: (_ run: Int, _ pair: Int) -> (Int, Int)?, _ body: (URL) throws -> Result
  ) throws -> Result {
    let plan = try studyPlan(Self.study)
    return try withTemporaryFolder { folder in
      let study = folder.appendingPathComponent("study")
      try PlantedRuns.write(plan, to: study) { $0.label("method") == "good" ? 0.8 : 1.2 }
      for (run, entry) in plan.entries.enumerated() {
        let rows = (0..<PlantedRuns.pairs).compactMap { says(run, $0) }
        guard !rows.isEmpty else { continue }
        let lines = rows.map { "\(PlantedRuns.task)\t\($0.0)\t\($0.1)\n" }
        try Data(("task\tfirst\tsecond\n" + lines.joined()).utf8).write(
          to: study.appendingPathComponent(
            "runs/\(entry.id)/\(Run.File.scores)/\(PairScores.sentenceFile)"))
      }
      return try body(study)
    }
  }

  private func verdict(_ study: URL) throws -> StudyVerdict {
    try #require(try StudyVerdict(folder: study, compute: oneThread))
  }

  private func comparison(_ study: URL) throws -> MethodComparison {
    try MethodComparison(
      try MethodRuns(study, filters: [("temperature", "0.06")]),
      try MethodRuns(study, filters: [("temperature", "0.05")]),
      options: MethodComparisonTests.options, compute: oneThread)
  }

  @Test func `a rule has the error of drawn sentences, and says how many pairs they leave`() throws
  {
    try inStudy(says: { Self.ring($1) }) { study in
      let verdict = try verdict(study)
      let found = try #require(verdict.comparisons?.first)
      let record = try StudyRecord(reading: study.appendingPathComponent("plan.json"))
      let runs = try record.finishedRuns(in: study)
      func cosines(_ method: String) -> [[Double]] {
        runs.filter { run in run.factors.contains { $0.label == method } }
          .map { $0.tasks[0].pairs.map(\.cosine) }
      }
      let direct = try SentenceBootstrap(
        [
          ScoredTask(
            name: PlantedRuns.task, gold: runs[0].tasks[0].pairs.map(\.gold), a: cosines("good"),
            b: cosines("baseline"))
        ], sentences: PairSentences([(0..<PlantedRuns.pairs).map(Self.ring)]),
        correlation: .spearman, resamples: 400,
        stream: RandomStream(seed: 1, label: "study-verdict").fork("good"), compute: oneThread
      ).average
      #expect(found.varianceFromPairs == direct.difference.varianceFromPairs)
      #expect(found.pairs == 300 && found.effectivePairs == direct.effectivePairs)
      let effective = try #require(found.effectivePairs)
      #expect(effective < 300)
      #expect(
        verdict.text.contains(
          "300 sentence pairs that share sentences, and so say as much as \(Int(effective.rounded()))"
        ), "\(verdict.text)")
    }
  }

  @Test func `pairs that share no sentence count whole, and unknown ones are said to be taken so`()
    throws
  {
    try inStudy(says: { Self.apart($1) }) { study in
      let verdict = try verdict(study)
      #expect(verdict.comparisons?[0].effectivePairs == 300)
      #expect(verdict.text.contains("300 sentence pairs, independent of each other"))
    }
    try inStudy(says: { _, _ in nil }) { study in
      let found = try #require(try verdict(study).comparisons?.first)
      #expect(found.pairs == 300 && found.effectivePairs == nil)
      let text = try verdict(study).text
      #expect(text.contains("300 sentence pairs, taken as independent"))
      let notes = try comparison(study).notes
      #expect(notes.contains { $0.contains("the runs do not say which sentences") })
    }
  }

  @Test func `a comparison reports the effective number of each task's pairs`() throws {
    try inStudy(says: { Self.ring($1) }) { study in
      let found = try comparison(study)
      #expect(found.rows.map(\.pairs) == [300, 300])
      // Of chance, where pairs have little in common, no fewer than all of them.
      #expect(found.rows.allSatisfy { $0.effectivePairs.map { $0 <= 300 } ?? false })
      #expect(found.notes.contains { $0.contains("that of 300 sentence pairs") })
      #expect(found.text.contains("independent"))
    }
  }

  @Test func `one run that says its sentences is enough, and two that differ are refused by name`()
    throws
  {
    try inStudy(says: { run, pair in run == 5 ? Self.ring(pair) : nil }) { study in
      let effective = try #require(try verdict(study).comparisons?[0].effectivePairs)
      #expect(effective < 300)
    }
    // The same sentences under other numbers, as where a run was scored on more tasks.
    try inStudy(says: { run, pair in
      let (first, second) = Self.ring(pair)
      return (first + run, second + run)
    }) { study in
      let effective = try #require(try verdict(study).comparisons?[0].effectivePairs)
      #expect(effective < 300)
    }
    try inStudy(says: { run, pair in run == 5 ? Self.apart(pair) : Self.ring(pair) }) { study in
      let error = #expect(throws: InputError.self) { try verdict(study) }
      let record = try StudyRecord(reading: study.appendingPathComponent("plan.json"))
      #expect("\(error as Any)".contains("other sentences"))
      #expect(record.runs.contains { "\(error as Any)".contains($0.id) })
    }
    // Sentences of other pairs than the run has, as where its pairs were put there by hand.
    try inStudy(says: { run, pair in run == 2 && pair > 9 ? nil : Self.apart(pair) }) { study in
      let effective = try #require(try verdict(study).comparisons?[0].effectivePairs)
      #expect(effective == 300)
    }
    try inStudy(says: { _, pair in pair > 9 ? nil : Self.ring(pair) }) { study in
      let verdict = try verdict(study)
      #expect(verdict.comparisons?[0].effectivePairs == nil)
    }
  }

  @Test func `a page says it too, and is computed again from the sentences that it carries`() throws
  {
    try inStudy(says: { Self.ring($1) }) { study in
      for options in [[], ["--without-pairs"]] {
        let report = study.deletingLastPathComponent().appendingPathComponent("report")
        let written = RecordedCommand(
          ["report", study.path, "--output", report.path] + options)
        #expect(written.code == 0, "\(written.errors)")
        let page = try String(
          contentsOf: report.appendingPathComponent("report.md"), encoding: .utf8)
        #expect(page.contains("300 sentence pairs that share sentences"))
        let verified = RecordedCommand(["verify", report.path])
        #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
        try FileManager.default.removeItem(at: report)
      }
    }
  }
}

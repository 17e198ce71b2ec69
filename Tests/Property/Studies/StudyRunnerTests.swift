import Decisions
import Files
import Foundation
import Model
import Reports
import Runs
import Studies
import Support
import Testing

/// Studies whose program puts finished runs in place and notes that it was called.
@Suite struct StudyRunnerTests {
  /// A program that copies `made/ID`, and fails where there is none.
  private func program(_ folder: URL) throws -> URL {
    let file = folder.appendingPathComponent("program")
    try Data(
      """
      #!/bin/sh
      id=$(basename "$4")
      echo "$id" >> '\(folder.path)/calls'
      [ -d '\(folder.path)/made/'"$id" ] || { echo "no such run" >&2; exit 3; }
      cp -R '\(folder.path)/made/'"$id" "$4"
      """.utf8
    ).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return file
  }

  private func calls(_ folder: URL) -> [String] {
    let text = try? String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init).sorted()
  }

  private func run(_ plan: StudyPlan, _ folder: URL) throws -> StudyRunner.Outcome {
    for entry in plan.entries {
      try PlantedRuns.write(
        entry.settings, noise: 1, own: entry.id,
        to: folder.appendingPathComponent("made").appendingPathComponent(entry.id))
    }
    return try StudyRunner(
      plan: plan, folder: folder.appendingPathComponent("study"), program: try program(folder),
      jobs: 2, options: []
    ).execute { _ in }
  }

  @Test func `a study takes more seeds and goes on, and keeps the runs that it no longer has`()
    throws
  {
    let two = try studyPlan(#""vary": { "dropout": [1, 2] }"#)
    let four = try studyPlan(#""vary": { "dropout": [2, 1, 3, 4] }"#)
    let other = try studyPlan(#""vary": { "dropout": [3, 4, 5] }"#)
    try withTemporaryFolder { folder in
      let first = try run(two, folder)
      #expect(first.finished == two.entries.map(\.id) && first.before.isEmpty)
      let again = try run(two, folder)
      #expect(again.finished.isEmpty && again.before == two.entries.map(\.id))
      #expect(calls(folder) == two.entries.map(\.id).sorted())

      let more = try run(four, folder)
      #expect(more.finished == four.entries[2...].map(\.id))
      #expect(more.before == four.entries[..<2].map(\.id) && more.earlier.isEmpty)
      #expect(calls(folder) == four.entries.map(\.id).sorted())

      let changed = try run(other, folder)
      #expect(changed.finished == [other.entries[2].id])
      #expect(Set(changed.earlier) == Set(two.entries.map(\.id)))
      let list = try RunList([folder.appendingPathComponent("study")])
      #expect(list.runs.count == 5 && list.runs.allSatisfy { $0.state == .finished })
      #expect(
        list.runs.filter { $0.isInStudy == false }.map { $0.factors[0].label }.sorted() == [
          "1", "2",
        ])
      let back = try run(four, folder)
      #expect(back.finished.isEmpty && back.earlier == [other.entries[2].id])
      #expect(calls(folder).count == 5)
    }
  }

  @Test func `a run that fails is told, and the others are kept`() throws {
    let plan = try studyPlan(#""vary": { "dropout": [1, 2, 3] }"#)
    try withTemporaryFolder { folder in
      let study = folder.appendingPathComponent("study")
      for entry in plan.entries[1...] {
        try PlantedRuns.write(
          entry.settings, noise: 1, own: entry.id,
          divergedAtStep: entry.label("dropout") == "2" ? 1 : nil,
          to: folder.appendingPathComponent("made").appendingPathComponent(entry.id))
      }
      let session = try StudyRunner(
        plan: plan, folder: study, program: try program(folder), jobs: 1, options: []
      ).execute { _ in }
      #expect(session.failures.map(\.id) == [plan.entries[0].id])
      #expect(session.failures[0].problem.contains("no such run"))
      #expect(session.finished == plan.entries[1...].map(\.id))
      let outcome = StudyOutcome(
        plan.study, session: session, list: try RunList([study]), verdict: nil, report: nil)
      #expect(outcome.runs == 3 && outcome.finishedNow == 2 && outcome.failed.count == 1)
      #expect(outcome.diverged == [plan.entries[1].id])
      #expect(outcome.text.contains("1 failed") && outcome.text.contains("1 diverged"))
    }
  }

  @Test func `a folder without a result is told with what removes it, and the others are done`()
    throws
  {
    let plan = try studyPlan(#""vary": { "dropout": [1, 2, 3] }"#)
    try withTemporaryFolder { folder in
      let runs = folder.appendingPathComponent("study/runs")
      let (empty, damaged) = (plan.entries[0].id, plan.entries[1].id)
      try FileManager.default.createDirectory(
        at: runs.appendingPathComponent(empty), withIntermediateDirectories: true)
      try AtomicFile.write(
        Data("{".utf8),
        to: runs.appendingPathComponent(damaged).appendingPathComponent("result.json"))
      let session = try run(plan, folder)
      #expect(session.finished == [plan.entries[2].id])
      #expect(session.failures.map(\.id) == [empty, damaged])
      for failure in session.failures {
        #expect(
          failure.problem.contains(failure.id) && failure.problem.contains("simcse runs remove"))
      }
    }
  }

  @Test(arguments: ["../../outside", "0123", "0123456789ABCDEF", "/etc/passwd/aaaaa"])
  func `an id that is no run's name is refused before anything is read there`(_ id: String) throws {
    let plan = try studyPlan(#""vary": { "dropout": [1] }"#)
    try withTemporaryFolder { folder in
      var record = StudyRecord(plan)
      record.runs[0].id = id
      let file = folder.appendingPathComponent("plan.json")
      try AtomicFile.write(try StrictJSON.encode(record), to: file)
      #expect(throws: InputError.self) { try StudyRecord(reading: file) }
      #expect(throws: InputError.self) { try RunList([folder]) }
      #expect(throws: InputError.self) { try StudyCollection([folder]) }
      #expect(throws: InputError.self) { try FinishedRun.gather([folder]) }
    }
  }

  @Test func `a run that is a link is not read for a report or a gate`() throws {
    let plan = try studyPlan(#""vary": { "dropout": [1] }"#)
    try withTemporaryFolder { folder in
      _ = try run(plan, folder)
      let study = folder.appendingPathComponent("study")
      #expect(try FinishedRun.gather([study]).count == 1)
      let place = study.appendingPathComponent("runs").appendingPathComponent(plan.entries[0].id)
      let elsewhere = folder.appendingPathComponent("elsewhere")
      try FileManager.default.moveItem(at: place, to: elsewhere)
      try FileManager.default.createSymbolicLink(at: place, withDestinationURL: elsewhere)
      #expect(throws: InputError.self) { try StudyCollection([study]) }
      #expect(throws: InputError.self) { try FinishedRun.gather([study]) }
    }
  }

  @Test func `a study that asks for too many runs is refused before one is made`() throws {
    let seeds = (1...2_000).map(String.init).joined(separator: ", ")
    let error = #expect(throws: InputError.self) {
      try studyPlan(
        #""vary": { "batch-size": [1, 2, 3, 4, 5, 6] }, "seeds": [\#(seeds)]"#)
    }
    #expect("\(try #require(error))".contains("12,000 runs"))
  }

  @Test func `a folder of another study is refused`() throws {
    let plan = try studyPlan(#""vary": { "dropout": [1] }"#)
    try withTemporaryFolder { folder in
      var record = StudyRecord(plan)
      record.study.name = "another"
      try AtomicFile.write(
        try StrictJSON.encode(record), to: folder.appendingPathComponent("study/plan.json"))
      #expect(throws: InputError.self) { try run(plan, folder) }
    }
  }
}

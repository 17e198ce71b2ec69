import Files
import Foundation
import Runs
import Studies
import Support
import Testing

/// Real processes on one folder, and what happens to them.
@Suite(.enabled(if: BuiltProgram.url != nil, Comment(rawValue: BuiltProgram.reason)))
struct WorkersSlowTests {
  private let small = [
    "text.sentences=96", "batch-size=16", "evaluate-every-steps=2", "evaluation.pairs=40",
    "encoder.fresh.width=16", "encoder.fresh.feed-forward-width=32", "encoder.fresh.heads=2",
  ]

  /// A process whose complaints can be read when it has ended.
  private struct Worker {
    let process = Process()
    private let log: URL

    init(_ words: [String], log: URL, through shell: String? = nil) throws {
      let program = try #require(BuiltProgram.url)
      self.log = log
      _ = FileManager.default.createFile(atPath: log.path, contents: nil)
      process.executableURL = shell == nil ? program : URL(fileURLWithPath: "/bin/bash")
      process.arguments = shell.map { ["-c", $0, "-", program.path] + words } ?? words
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: log)
      try process.run()
    }

    /// The exit code, and what was said.
    func end() -> (code: Int32, said: String) {
      process.waitUntilExit()
      return (process.terminationStatus, (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }
  }

  private func bits(_ runs: URL) throws -> [String: RunResult] {
    var found: [String: RunResult] = [:]
    for run in try RunList([runs]).runs {
      found[run.id] = RunFolder(URL(fileURLWithPath: run.path)).result
    }
    return found
  }

  @Test func `several processes do a study together, each run once, in the bits of one alone`()
    throws
  {
    try withTemporaryFolder { folder in
      let study = try studyFile(#""vary": { "dropout": [1, 2, 3, 4, 5, 6] }"#, in: folder)
      func start(_ name: String, _ out: String, _ mode: String) throws -> Worker {
        try Worker(
          [
            "study", mode, study.path, "--output", folder.appendingPathComponent(out).path,
            "--threads", "1", "--json", folder.appendingPathComponent(name + ".json").path,
          ],
          log: folder.appendingPathComponent(name + ".log"))
      }
      func finishedNow(_ name: String) throws -> Int {
        let file = folder.appendingPathComponent(name + ".json")
        return try StrictJSON.decode(
          StudyOutcome.self, from: try Data(contentsOf: file), file: file.path
        ).finishedNow
      }
      let names = ["first", "second", "third"]
      let together = try zip(names, ["run", "run", "work"]).map {
        try start($0, "together", $1)
      }
      for worker in together {
        let (code, said) = worker.end()
        #expect(code == 0, "\(said)")
      }
      #expect(try names.map(finishedNow).reduce(0, +) == 6)
      #expect(try start("alone", "alone", "run").end().code == 0)
      let (shared, alone) = (
        folder.appendingPathComponent("together"), folder.appendingPathComponent("alone")
      )
      let found = try [bits(shared), bits(alone)]
      #expect(found[0] == found[1] && found[1].count == 6)
      let left = try FileManager.default.subpathsOfDirectory(atPath: shared.path)
      #expect(left.allSatisfy { !$0.contains("partial") && !$0.contains("removed-") }, "\(left)")
      let pages = try [shared, alone].map {
        try Data(contentsOf: $0.appendingPathComponent("report/scores.csv"))
      }
      #expect(pages[0] == pages[1])
    }
  }

  @Test func `processes that follow a study together look at it as one alone does`() throws {
    try withTemporaryFolder { folder in
      let body = StudyVerdictTests.study(of: ["other"]).replacingOccurrences(
        of: "[1, 2, 3, 4, 5, 6]", with: "[1, 2]")
      let study = try studyFile(
        body + MadeStudy.rule.replacingOccurrences(of: ": 12", with: ": 7"), in: folder)
      func start(_ out: String, _ mode: String) throws -> Worker {
        try Worker(
          [
            "study", mode, study.path, "--output", folder.appendingPathComponent(out).path,
            "--threads", "1", "--until-resolved",
          ], log: folder.appendingPathComponent("\(out)-\(UUID().uuidString).log"))
      }
      for worker in try [
        start("together", "run"), start("together", "work"), start("alone", "run"),
      ] {
        let (code, said) = worker.end()
        #expect(code == 0, "\(said)")
      }
      let places = ["together", "alone"].map(folder.appendingPathComponent)
      let looks = try places.map { try Data(contentsOf: $0.appendingPathComponent("looks.json")) }
      #expect(looks[0] == looks[1])
      #expect(try bits(places[0]) == bits(places[1]))
      for place in places {
        let registered = try Registration.all(in: place)
        #expect(registered.count == 1)
        for run in try RunList([place]).runs {
          let manifest = RunFolder(URL(fileURLWithPath: run.path)).manifest
          #expect(manifest?.registration == registered[0].hash)
        }
      }
    }
  }

  @Test func `a process that was stopped too long is robbed, says so, and spoils nothing`() throws {
    try withTemporaryFolder { folder in
      let run = folder.appendingPathComponent("run")
      let words =
        ["train", "--output", run.path, "--threads", "1", "--lease", "0.5"]
        + (small + ["text.sentences=9600"]).flatMap { ["--set", $0] }
      let slow = try Worker(words, log: folder.appendingPathComponent("slow.log"))
      let work = folder.appendingPathComponent("run.partial/work-00000001")
      while !FileManager.default.fileExists(
        atPath: work.appendingPathComponent(Run.File.hashes).path), slow.process.isRunning
      {
        Thread.sleep(forTimeInterval: 0.01)
      }
      kill(slow.process.processIdentifier, SIGSTOP)
      let settings = try StudyFile.settings(
        Data(EmbeddedDefault.json.utf8), file: "the embedded default",
        overrides: try (small + ["text.sentences=9600"]).map(StudyFile.override))
      var robber = Run(settings: settings, folder: run)
      // The process is there to see, so that a caller must have watched it.
      #expect(throws: ClaimError.self) { try robber.execute(places: noPlaces, threads: 1) { _ in } }
      let owner = try Data(
        contentsOf: folder.appendingPathComponent("run.partial/claim-00000001/owner.json"))
      robber.claiming.expired = try StrictJSON.decode(ClaimOwner.self, from: owner, file: "owner")
        .token
      var woken = false
      let result = try robber.execute(places: noPlaces, threads: 1) { event in
        guard case .step = event, !woken else { return }
        kill(slow.process.processIdentifier, SIGCONT)
        woken = true
      }
      let (code, said) = slow.end()
      #expect(code == 2 && said.contains("taken over by"), "\(code) \(said)")
      let alone = Run(settings: settings, folder: folder.appendingPathComponent("alone"))
      #expect(try alone.execute(places: noPlaces, threads: 1) { _ in } == result)
      #expect(try robber.finishedResult() == result)
    }
  }

  @Test func `a folder that cannot be written is told with exit code 2`() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data().write(to: file)
      let study = try studyFile(#""vary": { "dropout": [1] }"#, in: folder)
      for words in [
        ["train", "--output", file.path + "/run"], ["train", "--output", "/proc/none/run"],
        ["study", study.path, "--output", "/proc/none/study"],
      ] {
        let (code, said) = try Worker(words, log: folder.appendingPathComponent("log")).end()
        #expect(code == 2 && said.contains("cannot be written"), "\(said)")
      }
    }
  }

  @Test func `a disk that fills up stops the study, and nothing of before is lost`() throws {
    try withTemporaryFolder { folder in
      let study = try studyFile(#""vary": { "dropout": [1, 2] }"#, in: folder)
      let out = folder.appendingPathComponent("out")
      let words = ["study", study.path, "--output", out.path, "--threads", "1"]
      // A limit on the size of files stands for the full disk: writing fails in the middle. The
      // model and the checkpoints are beyond it.
      let (code, said) = try Worker(
        words, log: folder.appendingPathComponent("full.log"),
        through: #"trap "" XFSZ; ulimit -f 40; exec "$@""#
      ).end()
      #expect(code == 2 && said.contains("cannot be written"), "\(code) \(said)")
      #expect(try RunList([out]).runs.allSatisfy { $0.state == .partial || $0.state == .waiting })
      let again = try Worker(words, log: folder.appendingPathComponent("again.log")).end()
      #expect(again.code == 0, "\(again.said)")
      #expect(try RunList([out]).runs.map(\.state) == [.finished, .finished])
    }
  }

  @Test func `links in a store are not followed`() throws {
    try withTemporaryFolder { folder in
      let study = try studyFile(#""vary": { "dropout": [1] }"#, in: folder)
      let outside = folder.appendingPathComponent("outside")
      let files = FileManager.default
      try files.createDirectory(at: outside, withIntermediateDirectories: true)
      for name in ["runs", "untrained", "plan.json"] {
        let out = folder.appendingPathComponent("out-\(name)")
        try files.createDirectory(at: out, withIntermediateDirectories: true)
        try files.createSymbolicLink(
          at: out.appendingPathComponent(name), withDestinationURL: outside)
        let (code, said) = try Worker(
          ["study", study.path, "--output", out.path], log: folder.appendingPathComponent("log")
        ).end()
        #expect(code == 2 && said.contains("link"), "\(said)")
      }
      #expect(try files.contentsOfDirectory(atPath: outside.path).isEmpty)
    }
  }

  @Test func `the status tells who works on what`() throws {
    try withTemporaryFolder { folder in
      let study = try studyFile(#""vary": { "dropout": [1, 2, 3] }"#, in: folder)
      let plan = try StudyFile.plan(study)
      let out = folder.appendingPathComponent("out")
      #expect(RunList(plan, folder: out).runs.map(\.state) == [.waiting, .waiting, .waiting])
      let runs = out.appendingPathComponent("runs")
      let first = Run(
        settings: plan.entries[0].settings,
        folder: runs.appendingPathComponent(plan.entries[0].id))
      try first.execute(places: noPlaces, threads: 1) { _ in }
      let answer = try Claim.ask(
        runs.appendingPathComponent(plan.entries[1].id), leaseSeconds: 60, isOver: { _ in false })
      let list = RunList(plan, folder: out)
      #expect(list.runs.map(\.state) == [.finished, .running, .waiting])
      let own = ProcessInfo.processInfo.processIdentifier
      #expect(list.text.contains("process \(own) on"))
      #expect(throws: InputError.self) {
        try RunFolder(URL(fileURLWithPath: list.runs[1].path)).remove()
      }
      if case .claimed(let claim) = answer { claim.release() }
      #expect(RunList(plan, folder: out).runs.map(\.state) == [.finished, .partial, .waiting])
    }
  }
}

import Commands
import Decisions
import Evaluation
import Files
import Foundation
import Model
import Reports
import Runs
import Statistics
import Studies
import Support
import Testing

/// Studies whose runs a script trains.
@Suite struct TrainerStudyTests {
  /// A script that gives each pair of seeds embeddings of its own.
  private static let bySeeds =
    #"cp "$SIMCSE_SEED_DATA_ORDER-$SIMCSE_SEED_DROPOUT.npy" "$SIMCSE_EMBEDDINGS""#

  private static let repeated =
    #""vary": { "data-order": [1, 2], "dropout": [1, 2], "trainer.repetition": [1, 2] }"#

  private func with(_ script: String, _ body: (StubTrainer) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let stub = try StubTrainer(script, in: folder)
      for order in 1...2 {
        for dropout in 1...2 {
          let name = "\(order)-\(dropout).npy"
          try stub.prepare(name, StubTrainer.embeddings(name))
        }
      }
      for draw in 0..<8 { try stub.prepare("draw-\(draw).npy", StubTrainer.embeddings("\(draw)")) }
      try body(stub)
    }
  }

  /// Does every run of a study in the test's own process, and sums the study up.
  private func summary(_ stub: StubTrainer, _ body: String) throws -> StudySummary {
    let plan = try StudyFile.plan(stub.study(body))
    let folder = stub.folder.appendingPathComponent("out")
    try AtomicFile.write(
      try StrictJSON.encode(StudyRecord(plan)), to: folder.appendingPathComponent("plan.json"))
    for entry in plan.entries {
      try Run(
        settings: entry.settings, folder: folder.appendingPathComponent("runs/\(entry.id)")
      ).execute(places: Places(model: nil, data: nil, base: stub.folder), threads: 1) { _ in }
    }
    return try StudyCollection([folder]).summary(
      acrossProtocols: false, rule: .usual, decisions: [], published: [], compute: oneThread)
  }

  /// The script's hidden state is a counter, so that no two runs are alike, whatever their seeds.
  @Test func `what a trainer adds that is not deterministic is a remainder with its size`() throws {
    let script = #"""
      draw=0
      while ! mkdir "taken-$draw" 2>/dev/null; do draw=$((draw + 1)); done
      cp "draw-$draw.npy" "$SIMCSE_EMBEDDINGS"
      """#
    try with(script) { stub in
      let summary = try summary(stub, Self.repeated)
      #expect(summary.runs.count == 8 && summary.variants == ["sh train.sh"])
      let share = try #require(summary.analysis.averageShare(of: "sh train.sh"))
      #expect(
        share.parts.map(\.name) == ["data order", "dropout", "data order × dropout", "remainder"])
      let remainder = try #require(share.parts.last)
      // Of two runs of a cell the variance is half their squared difference.
      let cells = Dictionary(grouping: summary.runs) { "\($0.seeds)" }
        .values.map { $0.compactMap(\.average) }
      #expect(cells.count == 4 && cells.allSatisfy { $0.count == 2 })
      let within = cells.reduce(0) { $0 + ($1[0] - $1[1]) * ($1[0] - $1[1]) / 2 } / 4
      #expect(within > 1e-6 && abs(remainder.variance - within) < 1e-12)
      #expect(try #require(remainder.interval).upper > 0)
      #expect(try #require(summary.answer).contains("what is left"))
      let entries = summary.provenance.filter { $0.key == "trained by" }
      #expect(entries.map { $0.value.hasPrefix("sh train.sh; another program") } == [true])
    }
  }

  @Test func `a deterministic trainer leaves no remainder`() throws {
    try with(Self.bySeeds) { stub in
      let summary = try summary(stub, Self.repeated)
      let share = try #require(summary.analysis.averageShare(of: "sh train.sh"))
      let remainder = try #require(share.parts.last)
      #expect(remainder.name == "remainder" && abs(remainder.variance) < 1e-15)
      #expect(share.parts.contains { $0.variance > 1e-6 })
    }
  }

  @Test func `a rule over shares takes repetitions as runs of one cell`() throws {
    try with(Self.bySeeds) { stub in
      let decide =
        #", "decide": { "by": "variance-components", "resamples": 1000, "level": 0.95, "#
        + #""holds-if": "share(remainder) < 0.5" }"#
      _ = try summary(stub, Self.repeated + decide)
      let verdict = try #require(
        try StudyVerdict(folder: stub.folder.appendingPathComponent("out"), compute: oneThread))
      #expect(verdict.outcome == .holds, "\(verdict.text)")
      #expect(verdict.shares?.map(\.name).last == "remainder")
    }
  }

  @Test func `a plan lists the runs and says that their time is not measured`() throws {
    try with(Self.bySeeds) { stub in
      let file = try stub.study(#""vary": { "data-order": [1, 2], "dropout": [1, 2] }"#).path
      let plan = RecordedCommand(["study", "plan", file])
      #expect(plan.code == 0, "\(plan.errors)")
      #expect(plan.output.contains("4 of 4 runs to do; another program trains"))
      let json = RecordedCommand(["study", "plan", file, "--json", "-"]).json
      #expect((json["runs"] as? [Any])?.count == 4 && json["price"] == nil)
    }
  }

  @Test func `train prints scores, passes on what the trainer says, and says once why it failed`()
    throws
  {
    try with(#"echo "epoch $SIMCSE_SEED_DROPOUT"; "# + Self.bySeeds) { stub in
      let file = stub.folder.appendingPathComponent("settings.json")
      try Data(StubTrainer.settings.utf8).write(to: file)
      let words = ["train", file.path, "--output", stub.run.path]
      let run = RecordedCommand(words)
      #expect(run.code == 0 && run.errors == "epoch 1\n", "\(run.errors)")
      #expect(run.output.hasPrefix("task") && !run.output.contains("kept step"))
      let failed = RecordedCommand(
        ["train", file.path, "--output", stub.folder.appendingPathComponent("other").path]
          + ["--set", "seeds.dropout=3"])
      #expect(failed.code == 2 && failed.complaints.first == "epoch 3")
      #expect(failed.complaints.last?.hasPrefix("simcse train: trainer 'sh train.sh': ") == true)
      #expect(failed.complaints.count == 3, "\(failed.errors)")
      let abandoned = RecordedCommand(
        ["train", file.path, "--output", stub.folder.appendingPathComponent("third").path]
          + ["--events"], problem: .closedPipe)
      #expect(abandoned.complaints.contains("abandoned with 141"))
    }
  }

  private static let isBuilt = BuiltProgram.url != nil

  @Test(.enabled(if: isBuilt, Comment(rawValue: BuiltProgram.reason)), .timeLimit(.minutes(5)))
  func `a study of two by two runs side by side, fails by name, and ends in its report`() throws {
    let program = try #require(BuiltProgram.url)
    let script = #"[ "$SIMCSE_SEED_DROPOUT" = 1 ] || [ -e fixed ] || { echo "no GPU"; exit 9; }"#
    try with(script + "\n" + Self.bySeeds) { stub in
      let file = try stub.study(#""vary": { "data-order": [1, 2], "dropout": [1, 2] }"#).path
      let out = stub.folder.appendingPathComponent("out")
      func study() throws -> Int32 {
        let process = try BuiltProgram.start(
          program, ["study", "run", file, "--output", out.path, "--jobs", "2"])
        process.waitUntilExit()
        return process.terminationStatus
      }
      #expect(try study() == 1)
      let list = try RunList([out])
      let failed = list.runs.filter { $0.state == .partial }
      #expect(list.runs.count { $0.state == .finished } == 2 && failed.count == 2)
      for run in failed {
        let problem = try #require(run.problem)
        #expect(problem.contains("ended with 9") && problem.contains("no GPU"), "\(problem)")
      }
      try Data().write(to: stub.folder.appendingPathComponent("fixed"))
      #expect(try study() == 0)
      #expect(try RunList([out]).runs.allSatisfy { $0.state == .finished })
      let page = try String(
        contentsOf: out.appendingPathComponent("report/report.md"), encoding: .utf8)
      for words in ["sh train.sh", "remainder", "data order"] { #expect(page.contains(words)) }
    }
  }

  @Test(.enabled(if: isBuilt, Comment(rawValue: BuiltProgram.reason)), .timeLimit(.minutes(5)))
  func `a trainer dies with its run, which is resumed by the same command`() throws {
    let program = try #require(BuiltProgram.url)
    let script = #"""
      [ -e "$SIMCSE_FOLDER/begun" ] || { touch "$SIMCSE_FOLDER/begun"; echo $$ >own; exec sleep 600; }
      """#
    try with(script + "\n" + Self.bySeeds) { stub in
      let file = stub.folder.appendingPathComponent("settings.json")
      try Data(StubTrainer.settings.utf8).write(to: file)
      let own = stub.folder.appendingPathComponent("own")
      func run() throws -> Process {
        try BuiltProgram.start(program, ["train", file.path, "--output", stub.run.path])
      }
      let killed = try run()
      var process: Int32?
      while process == nil, killed.isRunning {
        Thread.sleep(forTimeInterval: 0.02)
        process = (try? String(contentsOf: own, encoding: .utf8))
          .flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      }
      kill(killed.processIdentifier, SIGKILL)
      killed.waitUntilExit()
      #if os(Linux)
        #expect(isGone(try #require(process)))
      #endif
      let again = try run()
      again.waitUntilExit()
      #expect(again.terminationStatus == 0 && RunFolder(stub.run).isWhole)
      #expect(RunFolder.isThere(stub.run.appendingPathComponent("trainer/begun")))
    }
  }
}

import Decisions
import Foundation
import Model
import Runs
import Studies
import Support
import Testing

/// The gates of two recorded studies, and new runs of their first seed held against them.
///
/// The baselines were recorded by `simcse study Studies/NAME.json` and `simcse gate record`; a
/// change that is meant to move scores records them again and says so.
@Suite struct RecordedGatesSlowTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  private func baseline(_ name: String) throws -> GateBaseline {
    try GateBaseline(Self.folder.appending(components: "Baselines", "\(name).json"))
  }

  private func gate(_ baseline: GateBaseline, _ new: GateBaseline) throws -> Gate {
    try Gate(
      baseline: baseline, new: new, confidence: 0.95, acrossSettings: false, source: "the test")
  }

  /// Runs the study's run of a recorded seed, and gates it alone.
  private func runAgain(_ name: String, places: Places) throws {
    let baseline = try baseline(name)
    let plan = try StudyFile.plan(
      Self.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(components: "Studies", "\(name).json"))
    let settings = try #require(plan.entries.first).settings
    let recorded = try #require(baseline.runs.firstIndex { $0.seeds == settings.seeds })
    try withTemporaryFolder { folder in
      try Run(settings: settings, folder: folder.appending(component: "run"))
        .execute(places: places, threads: 2) { _ in }
      let new = try GateBaseline(
        try FinishedRun.gather([folder]), source: name, bootstrap: baseline.bootstrap,
        compute: Compute(product: .exact, threads: 2))
      // The exact product promises these bits on every processor with fused multiply-add.
      #expect(new.runs[0].parametersHash == baseline.runs[recorded].parametersHash)
      for (task, old) in zip(new.tasks, baseline.tasks) {
        #expect(task.goldHash == old.goldHash, "\(task.name)")
        #expect(task.spearman.scores == [old.spearman.scores[recorded]], "\(task.name)")
        #expect(task.pearson?.scores == old.pearson.map { [$0.scores[recorded]] }, "\(task.name)")
      }
      let verdicts = try gate(baseline, new).entries.map(\.verdict)
      #expect(!verdicts.contains(.regressed) && !verdicts.contains(.improved), "\(verdicts)")
    }
  }

  @Test func `the embedded default, shortened, still has its recorded scores`() throws {
    try runAgain("gate-synthetic", places: noPlaces)
  }

  @Test(
    .enabled(if: RealInputs.model != nil, "\(RealInputs.modelReason)"),
    .enabled(if: RealInputs.data != nil, "\(RealInputs.dataReason)"))
  func `two blocks of MiniLM, one of them fresh, still have their recorded scores`() throws {
    try runAgain(
      "gate-minilm",
      places: Places(
        model: RealInputs.model, data: RealInputs.data, base: URL(fileURLWithPath: "/")))
  }

  /// The recorded runs with one task's Spearman lowered.
  private func lowered(
    _ baseline: GateBaseline, task: String, by drop: (GateBaseline.Score) -> Double
  ) throws -> GateEntry {
    var new = baseline
    let place = try #require(new.tasks.firstIndex { $0.name == task })
    let score = new.tasks[place].spearman
    let lower = drop(score)
    new.tasks[place].spearman.scores = score.scores.map { $0 - lower }
    return try #require(
      gate(baseline, new).entries.first { $0.task == task && $0.statistic == "spearman" })
  }

  @Test func `a drop of two points is called on real runs, one inside the noise is not`() throws {
    let baseline = try baseline("gate-minilm")
    let drop = try lowered(baseline, task: "STSBenchmark") { _ in 0.02 }
    #expect(drop.verdict == .regressed)
    // Three standard errors of a difference of two means of five: among six scores no alarm yet.
    let noise = try lowered(baseline, task: "STSBenchmark") { score in
      3 * (score.deviation ?? 0) * (2.0 / 5).squareRoot()
    }
    #expect(noise.verdict == .didNotResolve)
    let nothing = try lowered(baseline, task: "STSBenchmark") { _ in 0 }
    #expect(nothing.verdict == .holds)
  }
}

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
      baseline: baseline, new: new, margin: baseline.margin, level: 0.95,
      acrossSettings: false, source: "the test")
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
        try FinishedRun.gather([folder]), source: name, margin: baseline.margin,
        bootstrap: baseline.bootstrap, compute: Compute(product: .exact, threads: 2))
      // The exact product promises these bits on every processor with fused multiply-add.
      #expect(new.runs[0].parametersHash == baseline.runs[recorded].parametersHash)
      for (task, old) in zip(new.tasks, baseline.tasks) {
        #expect(task.goldHash == old.goldHash, "\(task.name)")
        #expect(task.spearman.scores == [old.spearman.scores[recorded]], "\(task.name)")
        #expect(task.pearson?.scores == old.pearson.map { [$0.scores[recorded]] }, "\(task.name)")
      }
      let gate = try gate(baseline, new)
      #expect(gate.isIdentical && gate.verdict == .holds, "\(gate.text)")
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

  /// The recorded runs, with the Spearman of one task lowered by so much run by run.
  private func lowered(
    _ baseline: GateBaseline, task: String, underOtherSeeds: Bool = false,
    by drop: (GateBaseline.Score) -> [Double]
  ) throws -> (gate: Gate, entry: GateEntry) {
    var new = baseline
    let place = try #require(new.tasks.firstIndex { $0.name == task })
    let score = new.tasks[place].spearman
    new.tasks[place].spearman.scores = zip(score.scores, drop(score)).map { $0 - $1 }
    if underOtherSeeds {
      for run in new.runs.indices {
        let seed = UInt64(run + 1)
        new.runs[run].seeds = RunSettings.Seeds(
          initialization: seed, dataOrder: seed, dropout: seed, augmentation: seed,
          negatives: seed)
      }
    }
    let gate = try gate(baseline, new)
    let entry = try #require(
      gate.entries.first { $0.task == task && $0.statistic == "spearman" })
    return (gate, entry)
  }

  /// Two points less in every run; and two points less on average, unlike from run to run.
  @Test(
    arguments: [[0.02, 0.02, 0.02, 0.02, 0.02], [0.023, 0.018, 0.02, 0.022, 0.017]], [true, false])
  func `a drop of two points is called on real runs, paired or not`(
    _ drop: [Double], _ underOtherSeeds: Bool
  ) throws {
    let found = try lowered(
      try baseline("gate-minilm"), task: "STSBenchmark", underOtherSeeds: underOtherSeeds
    ) { _ in drop }
    #expect(found.entry.verdict == .regressed && abs(found.entry.difference + 0.02) < 1e-9)
    #expect(found.gate.verdict == .regressed && found.gate.exitCode == 1)
    #expect(found.gate.pairing == (underOtherSeeds ? "unpaired" : "paired"))
  }

  @Test func `what seeds alone may do is no alarm on real runs, and no change holds`() throws {
    let baseline = try baseline("gate-minilm")
    // Three standard errors of a difference of two means of five: among six scores no alarm yet.
    let noise = try lowered(baseline, task: "STSBenchmark", underOtherSeeds: true) { score in
      score.scores.map { _ in 3 * (score.deviation ?? 0) * (2.0 / 5).squareRoot() }
    }
    #expect(noise.entry.verdict == .unresolved && noise.entry.need != nil)
    let nothing = try lowered(baseline, task: "STSBenchmark", underOtherSeeds: true) { score in
      score.scores.map { _ in 0 }
    }
    #expect(nothing.entry.verdict == .holds && nothing.entry.noise == .seeds)
    let same = try lowered(baseline, task: "STSBenchmark") { $0.scores.map { _ in 0 } }
    #expect(same.gate.verdict == .holds && same.gate.isIdentical)
  }
}

import Evaluation
import Files
import Foundation
import Model
import Runs
import Studies
import Support

/// Finished runs on disk whose pairs have whatever scores a test plants in them.
///
/// They are the files of one real small run, with other settings, pairs and scores.
enum PlantedRuns {
  private struct Pattern: Sendable {
    let manifest: Manifest
    let result: RunResult
    let log: Data
  }

  private static let pattern = Result {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(["text.sentences=32"]),
        folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      let manifest = try Data(contentsOf: run.folder.appendingPathComponent(Run.File.manifest))
      return Pattern(
        manifest: try StrictJSON.decode(Manifest.self, from: manifest, file: "manifest"),
        result: result,
        log: try Data(contentsOf: run.folder.appendingPathComponent(Run.File.log)))
    }
  }

  /// Those of the real run.
  static var manifest: Manifest { get throws { try pattern.get().manifest } }
  static var result: RunResult { get throws { try pattern.get().result } }

  static let task = "synthetic-english"
  static let pairs = 300

  /// Writes one finished run.
  ///
  /// Cosines are gold and noise: some that all runs share, and of the size `noise` some of its own.
  static func write(
    _ settings: RunSettings, noise: Double, own label: String, divergedAtStep: Int? = nil,
    to folder: URL
  ) throws {
    let pattern = try pattern.get()
    let gold = FakeRuns.gold(task, pairs: pairs)
    let shared = RandomStream(seed: 1, label: "shared").normal(pairs)
    let own = RandomStream(seed: 1, label: "own").fork(label).normal(pairs)
    let scores = gold.indices.map { index in
      PairScore(
        gold: gold[index],
        cosine: (gold[index] + 1.2 * shared[index] + noise * own[index]) / 12)
    }
    var manifest = pattern.manifest
    manifest.settings = settings
    manifest.settingsHash = try settings.hash
    var result = pattern.result
    result.scores = try EvaluationResult([(task, try TaskScores(subsets: [scores]))])
    result.divergedAtStep = divergedAtStep
    var lines = "subset\trow\tgold\tcosine\n"
    for (row, pair) in scores.enumerated() {
      lines += "test\t\(row + 1)\t\(pair.gold)\t\(pair.cosine)\n"
    }
    for (name, data) in [
      (Run.File.settings, try settings.canonicalJSON),
      (Run.File.manifest, try StrictJSON.encode(manifest)),
      (Run.File.result, try StrictJSON.encode(result)), (Run.File.log, pattern.log),
      ("\(Run.File.scores)/\(task).tsv", Data(lines.utf8)),
    ] {
      // Nobody else reads them meanwhile, and a test writes hundreds.
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file)
    }
  }

  /// Writes every run of a plan into a study's folder, with the noise that `size` gives each.
  static func write(
    _ plan: StudyPlan, to folder: URL, size: (StudyPlan.Entry) -> Double
  ) throws {
    try AtomicFile.write(
      try StrictJSON.encode(StudyRecord(plan)), to: folder.appendingPathComponent("plan.json"))
    for entry in plan.entries {
      try write(
        entry.settings, noise: size(entry), own: entry.id,
        to: folder.appendingPathComponent("runs").appendingPathComponent(entry.id))
    }
  }
}

extension StudyPlan.Entry {
  /// The label of a factor.
  func label(_ key: String) -> String { factors.first { $0.key == key }?.label ?? "" }
}

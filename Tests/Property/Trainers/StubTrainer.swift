import Data
import Evaluation
import Files
import Foundation
import Model
import Runs
import Studies
import Support

/// A trainer that is a small script, in a folder with whatever embeddings a test has prepared.
struct StubTrainer {
  let folder: URL

  /// Writes the script; `sh` reads it.
  init(_ script: String, in folder: URL) throws {
    self.folder = folder
    try Data((script + "\n").utf8).write(to: folder.appendingPathComponent("train.sh"))
  }

  /// What is scored: generated pairs, so that nothing is read.
  static let evaluation: Evaluation = {
    let pairs = SyntheticEnglish(seed: 2, purpose: "test").pairs(40)
    return Evaluation([
      STSTask(
        name: "synthetic-english", subsets: [PairSubset(name: "test", pairs: pairs)],
        checksums: [:])
    ])
  }()

  static let settings = """
    { "trainer": { "command": ["sh", "train.sh"], "options": { "learning-rate": 1e-3 } },
      "evaluation": { "synthetic-seed": 2, "pairs": 40, "token-limit": 32, "batch-size": 8 },
      "seeds": { "initialization": 1, "data-order": 1, "dropout": 1, "augmentation": 1,
                 "negatives": 1 } }
    """

  static func settings(_ overrides: [String] = []) throws -> RunSettings {
    try StudyFile.settings(
      Data(settings.utf8), file: "settings", overrides: try overrides.map(StudyFile.override))
  }

  /// Random embeddings under a label, a row a sentence.
  static func embeddings(_ label: String, rows: Int = evaluation.sentenceCount) -> Tensor<Float> {
    let draws = RandomStream(seed: 1, label: label).normal(rows * 8)
    return Tensor(draws.map { Float($0) }, shape: [rows, 8])
  }

  /// Writes embeddings under a name beside the script, and gives the scores that they have.
  @discardableResult
  func prepare(_ name: String, _ embeddings: Tensor<Float>) throws -> URL {
    let file = folder.appendingPathComponent(name)
    try NumPyFile.serialized(embeddings).write(to: file)
    return file
  }

  var run: URL { folder.appendingPathComponent("run") }

  /// The folder that the first claim on the run works in.
  var work: URL { folder.appendingPathComponent("run.partial/work-00000001") }

  /// Does the run in the test's own process.
  @discardableResult
  func execute(
    _ overrides: [String] = [], observe: (Run.Event) -> Void = { _ in }
  ) throws -> RunResult {
    try withoutActuallyEscaping(observe) { observe in
      try Run(settings: try Self.settings(overrides), folder: run)
        .execute(
          places: Places(model: nil, data: nil, base: folder), threads: 1, observe: observe)
    }
  }

  /// What the run throws, as text; empty where it does not.
  func failure(_ overrides: [String] = []) -> String {
    do {
      try execute(overrides)
      return ""
    } catch { return "\(error)" }
  }

  /// Writes a study over the settings, from the middle of its JSON.
  func study(_ body: String) throws -> URL {
    let base = folder.appendingPathComponent("Base")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    try Data(Self.settings.utf8).write(to: base.appendingPathComponent("trainer.json"))
    let file = folder.appendingPathComponent("study.json")
    try Data(
      """
      { "name": "trainer", "question": "?", "base": "trainer", \(body),
        "measure": "average/spearman", "budget-minutes": 1 }
      """.utf8
    ).write(to: file)
    return file
  }
}

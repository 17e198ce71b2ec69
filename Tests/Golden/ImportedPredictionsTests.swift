import Data
import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing

/// MTEB's predictions with the gold scores of the data, against SciPy: `ci/reference/mteb_predictions.py`.
@Suite(.enabled(if: RealInputs.data != nil, "\(RealInputs.dataReason)"))
struct ImportedPredictionsTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let correlations: Double }
    struct Task: Decodable {
      let spearman, pearson: Double
      let cosines: [Double]
    }
    let tolerance: Tolerance
    let tasks: [String: Task]
  }

  private func write(_ cosines: [Double], _ name: String, in folder: URL) throws {
    let text = #"{"mteb_model_meta": {}, "default": {"test": {"cosine_scores": \#(cosines)}}}"#
    try AtomicFile.write(
      Data(text.utf8), to: folder.appendingPathComponent("\(name)_predictions.json"))
  }

  private func imported(_ folder: URL, _ output: String) throws -> Import.Outcome {
    try Import(
      method: "triples", files: [folder.path + "/*.json"], seeds: [],
      output: folder.appendingPathComponent(output), pooling: nil, tokenLimit: nil,
      data: try DataFolder.sts(RealInputs.data?.path), checksGold: false, checksums: .published,
      line: nil
    ).execute()
  }

  @Test func `predictions with the data's gold scores have the reference's correlations`() throws {
    let reference: Reference = try Fixture.read("mteb_predictions")
    try withTemporaryFolder { folder in
      for (name, task) in reference.tasks { try write(task.cosines, name, in: folder) }
      let outcome = try imported(folder, "runs")
      #expect(outcome.notices.count == 2 && outcome.notices[0].contains("official order"))
      let run = try FinishedRun(URL(fileURLWithPath: outcome.runs[0].path), withPairs: true)
      for (name, task) in reference.tasks {
        let own = try #require(run.result.scores.tasks[name])
        #expect(abs(own.spearman - task.spearman) <= reference.tolerance.correlations, "\(name)")
        let pearson = try #require(own.pearson)
        #expect(abs(pearson - task.pearson) <= reference.tolerance.correlations, "\(name)")
        #expect(own.pairs == task.cosines.count)
      }
    }
  }

  @Test(arguments: ["STS13", "STSBenchmark"])
  func `the score that MTEB states beside them confirms their order, and refuses another`(
    _ name: String
  ) throws {
    let reference: Reference = try Fixture.read("mteb_predictions")
    let task = try #require(reference.tasks[name])
    let stated =
      #"{"task_name": "\#(name)", "scores": {"test": [{"cosine_spearman": \#(task.spearman)}]}}"#
    try withTemporaryFolder { folder in
      try AtomicFile.write(Data(stated.utf8), to: folder.appendingPathComponent("\(name).json"))
      try write(task.cosines, name, in: folder)
      let outcome = try imported(folder, "runs")
      #expect(outcome.notices.isEmpty && outcome.runs[0].tasks[0].isConfirmed == true)
      try write(task.cosines.reversed(), name, in: folder)
      #expect { try imported(folder, "others") } throws: { "\($0)".contains("another order") }
    }
  }
}

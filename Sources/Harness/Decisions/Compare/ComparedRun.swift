public import Evaluation
public import Foundation
public import Runs
import Statistics

/// A finished run as a comparison takes it: its scores, its pairs, and how it was scored.
public struct ComparedRun: Sendable {
  public let id: String
  public let factors: [RunFactor]
  public let result: RunResult
  public let evaluationProtocol: EvaluationProtocol
  /// Seeds, settings, and the gold score and cosine of every pair.
  public let run: GateRun

  /// Reads a finished run's folder.
  ///
  /// - Throws: ``StudyError`` for a run that is not finished or is damaged; ``GateRun/init(_:)``'s
  ///   errors.
  public init(_ place: URL, factors: [RunFactor]) throws {
    let folder = RunFolder(place)
    guard let manifest = folder.manifest, let result = folder.result else {
      throw StudyError(
        file: place.path,
        problem: folder.problem.map { "the run is damaged: \($0)" }
          ?? "the run is not finished; run the study again to go on")
    }
    id = place.lastPathComponent
    self.factors = factors
    self.result = result
    evaluationProtocol = EvaluationProtocol(manifest)
    run = try GateRun(place)
  }

  /// The runs' cosines and gold scores on the tasks of a measure, as the joint bootstrap takes them.
  ///
  /// - Throws: ``StudyError`` where the runs were not scored on the same pairs.
  static func scoredTasks(
    _ a: [ComparedRun], _ b: [ComparedRun], tasks: [String]
  ) throws -> [ScoredTask] {
    try tasks.map { name in
      func cosines(_ runs: [ComparedRun]) throws -> (gold: [Double], cosines: [[Double]]) {
        var gold: [Double]?
        let all = try runs.map { run in
          let pairs = run.run.tasks.first { $0.name == name }?.pairs ?? []
          gold = gold ?? pairs.map(\.gold)
          guard !pairs.isEmpty, gold == pairs.map(\.gold) else {
            throw StudyError(
              file: run.id, problem: "its pairs of \(name) are not those of the other runs")
          }
          return pairs.map(\.cosine)
        }
        return (gold ?? [], all)
      }
      let (own, other) = (try cosines(a), try cosines(b))
      guard own.gold == other.gold else {
        throw StudyError(file: name, problem: "both methods were not scored on the same pairs")
      }
      return ScoredTask(name: name, gold: own.gold, a: own.cosines, b: other.cosines)
    }
  }
}

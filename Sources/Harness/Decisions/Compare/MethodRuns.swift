import Evaluation
import Files
import Foundation
public import Runs

/// The finished runs of one method, alike in everything but their seeds.
public struct MethodRuns: Sendable {
  /// What it is called in a comparison.
  public let name: String
  public let runs: [FinishedRun]
  /// Runs that were not finished, and so are not in it.
  public let leftOut: [String]

  package init(name: String, runs: [FinishedRun], leftOut: [String] = []) {
    (self.name, self.runs, self.leftOut) = (name, runs, leftOut)
  }

  /// Refuses runs that differ in more than seeds.
  ///
  /// - Throws: `InputError`.
  package func requireOneMethod(_ path: String) throws {
    guard let first = runs.first else { return }
    for run in runs.dropFirst() {
      let keys = Set(first.settings.keys).union(run.settings.keys).sorted()
      let unlike = keys.filter {
        first.settings[$0] != run.settings[$0] && $0 != "evaluation.batch-size"
      }
      guard unlike.isEmpty else {
        throw InputError(
          file: path,
          problem: "its runs are not of one method: they differ in "
            + unlike.joined(separator: ", ") + "; choose one by --a KEY=VALUE and --b KEY=VALUE")
      }
    }
    for (place, run) in runs.enumerated() {
      guard !runs[..<place].contains(where: { $0.seeds == run.seeds }) else {
        throw InputError(
          file: path, problem: "two of its runs have the same seeds; name each run once")
      }
    }
  }

  /// Refuses runs without a score of a measure.
  ///
  /// - Throws: `InputError`.
  static func requireScores(_ runs: [FinishedRun], of measure: StudyMeasure) throws {
    let names = (runs.first?.tasks.map(\.name) ?? []).map(Optional.some) + [nil]
    for run in runs {
      for task in names {
        let own = StudyMeasure(task: task, correlation: measure.correlation)
        guard own.value(in: run.result.scores) == nil else { continue }
        throw InputError(
          file: run.id,
          problem: "it has no \(own): what it was imported from does not say it; compare by "
            + "\(measure.task ?? StudyMeasure.average)/spearman")
      }
    }
  }

  var diverged: Int { runs.filter { $0.result.divergedAtStep != nil }.count }

  /// Refuses methods that were not scored alike.
  ///
  /// - Throws: `InputError` naming each difference.
  static func requireAlike(_ a: MethodRuns, _ b: MethodRuns, acrossProtocols: Bool) throws {
    guard let first = a.runs.first else { return }
    for run in a.runs + b.runs {
      let tasks = run.tasks.map(\.name)
      guard tasks == first.tasks.map(\.name) else {
        throw InputError(
          file: run.folder.path,
          problem: "it was scored on \(tasks.joined(separator: ", ")), others on "
            + first.tasks.map(\.name).joined(separator: ", ")
            + "; score or import both methods on the same tasks")
      }
      let differences = run.evaluationProtocol.differences(from: first.evaluationProtocol)
      guard acrossProtocols || differences.isEmpty else {
        throw InputError(
          file: run.folder.path,
          problem: "it was not scored as \(first.id) was: "
            + differences.joined(separator: "; ") + "; say --across-protocols to compare anyway")
      }
    }
  }
}

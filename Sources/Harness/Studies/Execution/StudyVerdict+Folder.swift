public import Decisions
public import Foundation
public import Model
import Runs

extension StudyVerdict {
  /// The verdict on a finished study's folder; nil for a study that has no rule.
  ///
  /// - Throws: ``StudyError`` for a run that is not finished or a rule that its runs cannot answer;
  ///   the readers' errors; `DesignError`, `StatisticError`.
  /// - Randomness: a stream of its own, the same for every study.
  public init?(folder: URL, compute: Compute) throws {
    let file = folder.appendingPathComponent("plan.json")
    let record = try StudyRecord(reading: file)
    guard let decision = record.study.decide else { return nil }
    let runs = try zip(record.runs, record.runFolders(in: folder)).map {
      try FinishedRun($1, factors: $0.factors, withPairs: true)
    }
    try self.init(
      decision, measure: record.study.measure, runs: runs, file: file.path, compute: compute)
  }
}

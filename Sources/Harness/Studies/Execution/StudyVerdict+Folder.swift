public import Decisions
public import Foundation
public import Model
package import Runs

extension StudyVerdict {
  /// The verdict on a finished study's folder; nil for a study that has no rule.
  ///
  /// - Throws: `InputError` for a run that is not finished or a rule that its runs cannot answer;
  ///   the readers' errors; `DesignError`, `StatisticError`.
  /// - Randomness: a stream of its own, the same for every study.
  public init?(folder: URL, compute: Compute) throws {
    let record = try StudyRecord(reading: folder.appendingPathComponent("plan.json"))
    guard record.study.decide != nil else { return nil }
    try self.init(
      record, runs: try record.finishedRuns(in: folder),
      history: try StudyHistory(of: record, in: folder), folder: folder, compute: compute)
  }

  /// The verdict on a study's runs, which are read already; nil for a study that has no rule.
  ///
  /// - Throws: `InputError`, `DesignError`, `StatisticError`.
  package init?(
    _ record: StudyRecord, runs: [FinishedRun], history: StudyHistory, folder: URL,
    compute: Compute
  ) throws {
    guard let decision = record.study.decide else { return nil }
    let file = folder.appendingPathComponent("plan.json").path
    let followed = try record.study.followedRule(file: file)
    try self.init(
      decision, measure: record.study.measure, runs: runs,
      seeds: record.study.seedOrder(followed), file: file, compute: compute)
    try place(in: history, of: record, runs: runs, file: file)
  }

  /// The verdict on runs whose pairs are not there, given what was stated with them: a rule that follows
  /// a study asks for scores alone and is carried out again, look for look.
  ///
  /// Of other rules what pairs bring is taken as stated; ``again(_:file:compute:)`` does the rest.
  ///
  /// - Throws: as above.
  package init?(
    stated: StudyVerdict, _ record: StudyRecord, runs: [FinishedRun], history: StudyHistory,
    folder: URL, compute: Compute
  ) throws {
    let file = folder.appendingPathComponent("plan.json").path
    guard try record.study.followedRule(file: file) == nil else {
      try self.init(record, runs: runs, history: history, folder: folder, compute: compute)
      return
    }
    self = stated
    try place(in: history, of: record, runs: runs, file: file)
  }

  /// Says what proves when the rule was written, and which looks came before this one.
  private mutating func place(
    in history: StudyHistory, of record: StudyRecord, runs: [FinishedRun], file: String
  ) throws {
    standing = try RuleStanding(record, runs: runs.map(MadeRun.init), history: history, file: file)
    let earlier = history.looks.filter { Set($0.runs) != Set(runs.map(\.id)) }
    earlierLooks =
      earlier.isEmpty || following != nil
      ? nil : earlier.map { EarlierLook(runs: $0.runs.count, said: $0.said ?? "") }
  }
}

extension StudyRecord {
  /// The study's runs in the order of its plan, with their pairs where it has a rule.
  ///
  /// - Throws: `InputError` for a run that is not finished; the readers' errors.
  package func finishedRuns(in folder: URL) throws -> [FinishedRun] {
    try zip(runs, runFolders(in: folder)).map {
      try FinishedRun($1, factors: $0.factors, withPairs: study.decide != nil)
    }
  }
}

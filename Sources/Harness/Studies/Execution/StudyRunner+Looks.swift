public import Decisions
import Files
import Foundation
import Runs

/// The rule of a study while it is run: registered before the first run, looked at after each seed.
extension StudyRunner {
  /// The registration that runs are made under now; nil where there is none and none is needed.
  ///
  /// - Throws: as ``Registration/all(in:)``; `WriteError`.
  func register(isNeeded: Bool) throws -> Registration? {
    try Registration.register(
      try content, in: folder, isNeeded: isNeeded, now: Date(), commit: { Provenance.commit },
      known: { KnownRun.all(in: folder) })
  }

  private var content: Registration.Content {
    get throws {
      try Registration.Content(
        plan.study, listed: Array(StudyRecord(plan).runs[..<plan.listedCount]),
        file: folder.appendingPathComponent("plan.json").path)
    }
  }

  /// Takes the further seeds that the folder has used into the plan, and records the looks; nothing in a
  /// study that is not followed.
  ///
  /// - Throws: `InputError` where a recorded look is no longer what its runs say; `WriteError`.
  public mutating func follow() throws {
    guard let followed = try FollowedPlan(plan, folder: folder) else { return }
    plan = followed.plan
    try prepare()
    try StudyLooks.record(followed, rule: try content.hash, in: folder)
  }

  /// Records a look under a rule that is made for one; nothing in a followed study.
  ///
  /// - Throws: the reader's errors; `WriteError`.
  public func record(_ verdict: StudyVerdict) throws {
    guard verdict.following == nil else { return }
    try StudyLooks.record(
      verdict.words, runs: plan.entries.map(\.id), rule: try content.hash, in: folder)
  }

  /// Runs what is due, look after look, until every method of a followed study is better, worse or
  /// equivalent, or has all its seeds.
  ///
  /// Only open methods and the reference get further seeds (``FollowedPlan``). It ends early where a run
  /// failed, or where others hold runs that are not waited for.
  ///
  /// - Throws: as ``execute(observe:)`` and ``follow()``; `InputError` for a study without a rule that
  ///   is followed.
  public mutating func executeUntilResolved(
    observe: @escaping @Sendable (State) -> Void
  ) throws -> Outcome {
    var all: Outcome?
    var scores: [String: Double] = [:]
    var asked: [String]?
    while true {
      guard let followed = try FollowedPlan(plan, folder: folder, scores: &scores) else {
        throw InputError(
          file: folder.path,
          problem: "the study has no rule by 'sequential' or 'planned-looks', so that nothing says "
            + "when it is resolved")
      }
      plan = followed.planWithDue
      let session = try execute(observe: observe)
      all = all.map { $0.followed(by: session) } ?? session
      let due = followed.due.map(\.id)
      let isDone =
        due.isEmpty || due == asked || !session.failures.isEmpty || !session.held.isEmpty
      asked = due
      guard isDone else {
        try StudyLooks.record(followed, rule: try content.hash, in: folder)
        continue
      }
      try follow()
      return all ?? session
    }
  }
}

extension StudyRunner.Outcome {
  /// This session and a later one of the same process as one.
  fileprivate func followed(by later: StudyRunner.Outcome) -> StudyRunner.Outcome {
    var both = self
    both.finished += later.finished
    both.elsewhere += later.elsewhere
    (both.held, both.failures, both.earlier) = (later.held, later.failures, later.earlier)
    return both
  }
}

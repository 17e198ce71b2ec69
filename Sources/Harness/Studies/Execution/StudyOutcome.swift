public import Decisions
import Files
import Model
import Runs
import Statistics

/// What came of a study: its runs, and the answer where all are finished.
public struct StudyOutcome: Codable, Sendable, Equatable {
  public struct Failure: Codable, Sendable, Equatable {
    public var id: String
    public var problem: String
  }

  public var study: String
  public var runs: Int
  /// How many were finished before, and how many this session finished.
  public var finishedBefore: Int
  public var finishedNow: Int
  /// How many other processes have finished meanwhile, and how many they still hold.
  public var finishedElsewhere: Int
  public var held: Int
  public var failed: [Failure]
  /// Runs whose loss was no longer finite; they are counted among the finished.
  public var diverged: [String]
  /// Runs in the folder that the study no longer has; they are kept.
  public var earlier: [String]
  public var measure: String
  /// Over all finished runs, −1…1; nil for none, or a deviation of one.
  public var mean: Double?
  public var deviation: Double?
  /// Nil in a study that describes, or that is not finished.
  public var verdict: StudyVerdict?
  /// Where the report's page is; nil where none was written.
  public var report: String?

  /// - Inputs: `list`, the runs of the study's folder after the session.
  public init(
    _ study: Study, session: StudyRunner.Outcome, list: RunList, verdict: StudyVerdict?,
    report: String?
  ) {
    let own = list.runs.filter { $0.isInStudy == true }
    self.study = study.name
    runs = own.count
    finishedBefore = session.before.count
    finishedNow = session.finished.count
    finishedElsewhere = session.elsewhere.count
    held = session.held.count
    failed = session.failures.map { Failure(id: $0.id, problem: $0.problem) }
    diverged = own.filter { $0.state == .diverged }.map(\.id)
    earlier = session.earlier
    measure = study.measure
    let spread = Spread(own.map(\.score))
    mean = spread?.mean
    deviation = spread?.deviation
    self.verdict = verdict
    self.report = report
  }

  /// The runs in a sentence, and what needs a look, a line each.
  public var text: String {
    var text =
      "\(Numeral.count(runs, "run")): \(finishedBefore) finished before, \(finishedNow) now"
      + (finishedElsewhere == 0 ? "" : ", \(finishedElsewhere) by other processes")
      + (held == 0 ? "" : ", \(held) still held by other processes")
      + (failed.isEmpty ? "" : ", \(failed.count) failed")
      + (diverged.isEmpty
        ? "" : "; \(diverged.count) diverged: \(diverged.joined(separator: ", "))") + "\n"
    if !earlier.isEmpty {
      text +=
        "\(Numeral.count(earlier.count, "run")) of an earlier form of the study kept: "
        + "\(earlier.joined(separator: ", ")); 'simcse runs' lists and removes them\n"
    }
    if let verdict { text += verdict.text }
    return text
  }
}

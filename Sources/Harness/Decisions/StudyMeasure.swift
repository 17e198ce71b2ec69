public import Evaluation
import Files
public import Runs
public import Statistics

/// What a study compares: a task's correlation, or their mean over tasks.
///
/// Written `TASK/spearman`, `TASK/pearson`, `average/spearman` or `average/pearson`.
public struct StudyMeasure: Sendable, Equatable, CustomStringConvertible {
  /// The name of the mean over tasks.
  public static let average = "average"

  /// Nil for the average over tasks.
  public let task: String?
  public let correlation: Correlation

  public init(task: String?, correlation: Correlation) {
    self.task = task
    self.correlation = correlation
  }

  /// Nil for text that is no measure.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, let correlation = Correlation(rawValue: parts[1])
    else { return nil }
    self.init(
      task: parts[0] == StudyMeasure.average ? nil : parts[0], correlation: correlation)
  }

  public var description: String { "\(task ?? StudyMeasure.average)/\(correlation.rawValue)" }

  /// The score of a run, −1…1; nil where it was not scored on the task.
  public func value(in scores: EvaluationResult) -> Double? {
    guard let task else {
      return correlation == .spearman ? scores.average.spearman : scores.average.pearson
    }
    return scores.tasks[task].flatMap { correlation == .spearman ? $0.spearman : $0.pearson }
  }

  /// A measure of runs with such settings.
  ///
  /// - Throws: `InputError` naming what is known.
  public static func read(_ text: String, settings: RunSettings, file: String) throws
    -> StudyMeasure
  {
    let tasks = settings.evaluation.taskNames
    guard let measure = StudyMeasure(text),
      measure.task.map({ tasks.contains($0) }) ?? true
    else {
      throw InputError(
        file: file,
        problem: "measure is '\(text)'; known: \(StudyMeasure.average) or one of "
          + "\(tasks.joined(separator: ", ")), followed by /spearman or /pearson")
    }
    return measure
  }
}

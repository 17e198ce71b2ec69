import Data
import Decisions
import Evaluation
import Runs
import Statistics

/// What a report shows of a run's scores: of trained heads where it has them, else of STS.
struct ScoredTasks {
  let tasks: [String]
  /// By task; nil for one that the run has no head for.
  let scores: [Double?]
  /// Over those that it was scored on.
  let average: Double?
  /// By the other correlation, where the scores are correlations; nil where imported scores lack it.
  let other: OtherScores?
  /// What the numbers are.
  let measure: String

  /// How the measure of trained heads begins.
  static let measureOfHeads = "accuracy"

  /// Those before training, where they are of the same kind.
  let untrained: EvaluationResult?

  /// By task before training and, after them, the average; nil where they are of another kind.
  let before: [Double?]?

  /// - Inputs: `correlation`, that of the study's measure.
  init(_ result: RunResult, _ correlation: Correlation) {
    guard let heads = result.tasks else {
      tasks = STSCatalog.inOrder(result.scores.tasks.keys.sorted())
      func score(_ task: String?, _ correlation: Correlation) -> Double? {
        StudyMeasure(task: task, correlation: correlation).value(in: result.scores)
      }
      let unlike: Correlation = correlation == .spearman ? .pearson : .spearman
      scores = tasks.map { score($0, correlation) }
      average = score(nil, correlation)
      let unlikeScores = tasks.map { score($0, unlike) }
      other = score(nil, unlike).map { OtherScores(scores: unlikeScores, average: $0) }
      measure = correlation == .spearman ? "Spearman" : "Pearson"
      untrained = result.untrained
      let columns = tasks.map(Optional.some) + [nil]
      before = result.untrained.map { untrained in
        columns.map { StudyMeasure(task: $0, correlation: correlation).value(in: untrained) }
      }
      return
    }
    tasks = TaskSource.Task.allCases.map(\.rawValue)
    scores = TaskSource.Task.allCases.map { heads.score($0) }
    average = heads.mean
    other = nil
    measure = Self.measureOfHeads + ", and Pearson of similarity,"
    (untrained, before) = (nil, nil)
  }
}

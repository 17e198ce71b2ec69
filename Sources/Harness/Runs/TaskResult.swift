import Evaluation
import Model
import Statistics

/// What trained heads score on the development splits of their tasks.
public struct TaskResult: Codable, Sendable, Equatable {
  /// Accuracy, 0…1; nil where the task has no head.
  public var sentiment: Double?
  /// Accuracy, 0…1.
  public var paraphrase: Double?
  /// Pearson's correlation, −1…1.
  public var similarity: Double?

  /// The score of a task.
  public func score(_ task: TaskSource.Task) -> Double? {
    switch task {
    case .sentiment: sentiment
    case .paraphrase: paraphrase
    case .similarity: similarity
    }
  }

  /// The mean over the tasks that have a head, correlations brought to 0…1 first.
  ///
  /// - Relation: for all three it is the mean of ``CS224NScores``.
  public var mean: Double {
    if let sentiment, let paraphrase, let similarity {
      return CS224NScores(
        sentiment: sentiment, paraphrase: paraphrase, similarity: similarity
      ).mean
    }
    let parts = [sentiment, paraphrase, similarity.map { ($0 + 1) / 2 }].compactMap { $0 }
    return parts.reduce(0, +) / Double(max(1, parts.count))
  }
}

extension TaskExamples {
  /// Scores an encoder and its heads on the development splits.
  ///
  /// - Throws: ``EvaluationError`` for a correlation that is not defined.
  func score(_ encoder: SentenceEncoder, batch: Int) throws -> TaskResult {
    var result = TaskResult()
    for task in tasks {
      let split = task.development
      let vectors = encoder.embeddings(
        ofTokens: split.first + split.second, batch: batch, progress: nil)
      let n = split.first.count
      func rows(_ range: Range<Int>) -> Tensor<Float> {
        SelectRows(rows: Array(range)).forward([vectors]).output
      }
      let outputs = task.head.outputs(
        rows(0..<n), split.second.isEmpty ? nil : rows(n..<2 * n),
        parameters: encoder.encoder.parameters, compute: encoder.encoder.compute)
      let predictions = task.head.predictions(outputs)
      do {
        switch task.task {
        case .sentiment: result.sentiment = try accuracy(predictions, split.targets)
        case .paraphrase: result.paraphrase = try accuracy(predictions, split.targets)
        case .similarity: result.similarity = try pearson(predictions, split.targets)
        }
      } catch {
        throw EvaluationError(task: task.task.rawValue, problem: "\(error)")
      }
    }
    return result
  }
}

public import Data
public import Model
import Statistics

/// The tasks of one evaluation, each different sentence tokenized once and embedded once.
public struct Evaluation: Sendable {
  public let tasks: [STSTask]
  /// The distinct sentences as token ids, in the order in which they first appear.
  private let sentences: [[Int32]]
  /// The two sentences of each pair, by place in `sentences`: task, subset, pair.
  let places: [[[(first: Int, second: Int)]]]

  /// The number of distinct sentences.
  public let sentenceCount: Int
  /// The tokens of all distinct sentences.
  public var tokenCount: Int { sentences.reduce(0) { $0 + $1.count } }

  public init(_ tasks: [STSTask], tokenizer: Tokenizer, maximumTokens: Int) {
    self.init(tasks) { tokenizer.ids($0, maxTokens: maximumTokens) }
  }

  /// - Inputs: `ids`, the tokens of a sentence; none where another program embeds.
  init(_ tasks: [STSTask], ids: (String) -> [Int32]) {
    self.tasks = tasks
    var known: [String: Int] = [:]
    var sentences: [[Int32]] = []
    func place(_ sentence: String) -> Int {
      if let place = known[sentence] { return place }
      known[sentence] = sentences.count
      sentences.append(ids(sentence))
      return sentences.count - 1
    }
    places = tasks.map { task in
      task.subsets.map { $0.pairs.map { (place($0.first), place($0.second)) } }
    }
    self.sentences = sentences
    sentenceCount = sentences.count
  }

  /// What came of scoring an encoder.
  public struct Outcome: Sendable {
    public let result: EvaluationResult
    /// The gold score and cosine of each pair: task, subset, pair.
    public let pairs: [[[PairScore]]]
    /// The normalized embeddings of the two sides of each task.
    let embeddings: Tensor<Float>
  }

  /// Scores an encoder.
  ///
  /// - Throws: ``EvaluationError`` for an embedding of length zero or a correlation not defined.
  public func score(
    _ encoder: SentenceEncoder, batch: Int, progress: ((_ done: Int) -> Void)?
  ) throws -> Outcome {
    try score(
      embeddings: encoder.embeddings(ofTokens: sentences, batch: batch, progress: progress))
  }

  /// Alignment and uniformity of a scored task: alignment over pairs with a gold score above 4,
  /// uniformity over the distinct sentences.
  ///
  /// - Throws: ``StatisticError`` where the task has too few.
  public func geometry(
    ofTask task: Int, _ outcome: Outcome, compute: Compute
  ) throws -> (alignment: Double, uniformity: Double) {
    var (close, distinct): ([(Int, Int)], Set<Int>) = ([], [])
    for (subset, pairs) in zip(tasks[task].subsets, places[task]) {
      for (pair, place) in zip(subset.pairs, pairs) {
        if pair.score > 4 { close.append((place.first, place.second)) }
        distinct.formUnion([place.first, place.second])
      }
    }
    func rows(_ indices: [Int]) -> Tensor<Float> {
      SelectRows(rows: indices).forward([outcome.embeddings]).output
    }
    return (
      try alignment(rows(close.map(\.0)), rows(close.map(\.1))),
      try uniformity(rows(distinct.sorted()), compute: compute)
    )
  }
}

/// Why an encoder has no score on a task.
public struct EvaluationError: Error, CustomStringConvertible, Equatable {
  public let task: String
  public let problem: String

  package init(task: String, problem: String) {
    self.task = task
    self.problem = problem
  }
  public var description: String { "\(task): \(problem)" }
}

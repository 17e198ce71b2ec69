public import Data
public import Model
import Statistics

/// The tasks of one evaluation, each different sentence tokenized once and embedded once.
public struct Evaluation: Sendable {
  public let tasks: [STSTask]
  /// The distinct sentences, in the order in which they first appear.
  public let texts: [String]
  /// Their token ids; empty where another program embeds them.
  private let sentences: [[Int32]]
  /// The two sentences of each pair, by place in `sentences`: task, subset, pair.
  private let places: [[[(first: Int, second: Int)]]]

  /// The number of distinct sentences.
  public var sentenceCount: Int { texts.count }
  /// The tokens of all distinct sentences.
  public var tokenCount: Int { sentences.reduce(0) { $0 + $1.count } }

  public init(_ tasks: [STSTask], tokenizer: Tokenizer, maximumTokens: Int) {
    self.init(tasks) { $0.map { tokenizer.ids($0, maxTokens: maximumTokens) } }
  }

  /// The tasks of an evaluation whose sentences another program embeds.
  public init(_ tasks: [STSTask]) {
    self.init(tasks) { _ in [] }
  }

  private init(_ tasks: [STSTask], tokenized: ([String]) -> [[Int32]]) {
    self.tasks = tasks
    var known: [String: Int] = [:]
    var texts: [String] = []
    func place(_ sentence: String) -> Int {
      if let place = known[sentence] { return place }
      known[sentence] = texts.count
      texts.append(sentence)
      return texts.count - 1
    }
    places = tasks.map { task in
      task.subsets.map { $0.pairs.map { (place($0.first), place($0.second)) } }
    }
    self.texts = texts
    sentences = tokenized(texts)
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

  /// Scores embeddings of ``texts``, a row each, (N, H).
  ///
  /// - Throws: ``EvaluationError`` for another number of rows, an embedding of length zero or a
  ///   correlation not defined.
  public func score(embeddings: Tensor<Float>) throws -> Outcome {
    try score(embeddings: embeddings, cosineOfZero: nil)
  }

  /// Scores embeddings some of which may be zero: the cosine of such a pair, or nil to refuse them.
  ///
  /// - Throws: ``EvaluationError``, as ``score(embeddings:)``.
  public func score(embeddings: Tensor<Float>, cosineOfZero: Double?) throws -> Outcome {
    guard embeddings.rows == texts.count else {
      throw EvaluationError(
        task: tasks.map(\.name).joined(separator: ", "),
        problem: "there are \(embeddings.rows) embeddings for \(texts.count) sentences; a row for "
          + "each line of the file of sentences is expected, in its order")
    }
    let squares = (0..<embeddings.rows).map { row in
      embeddings.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    let width = embeddings.columns
    func cosine(_ a: Int, _ b: Int) -> Double {
      embeddings.scalars.reading { x in
        let (x, y) = (x.advanced(by: a * width), x.advanced(by: b * width))
        var sum = 0.0
        for index in 0..<width { sum += Double(x[index]) * Double(y[index]) }
        // So written the cosine of equal embeddings is 1 exactly, and such pairs are tied.
        return sum / (squares[a] * squares[b]).squareRoot()
      }
    }
    var scores: [(name: String, scores: TaskScores)] = []
    var all: [[[PairScore]]] = []
    for (task, subsets) in zip(tasks, places) {
      var cosines: [[PairScore]] = []
      for (subset, pairs) in zip(task.subsets, subsets) {
        cosines.append(
          try zip(subset.pairs, pairs).enumerated().map { row, item in
            let (pair, place) = item
            for side in [place.first, place.second] where !(squares[side] > 0) {
              if let cosineOfZero, squares[side] == 0 {
                return PairScore(gold: pair.score, cosine: cosineOfZero)
              }
              throw EvaluationError(
                task: task.name,
                problem: "pair \(row + 1) of \(subset.name) has an embedding of length "
                  + "\(squares[side].squareRoot()), which has no cosine")
            }
            return PairScore(gold: pair.score, cosine: cosine(place.first, place.second))
          })
      }
      do {
        scores.append((task.name, try TaskScores(subsets: cosines)))
      } catch {
        throw EvaluationError(task: task.name, problem: "\(error)")
      }
      all.append(cosines)
    }
    return Outcome(
      result: try EvaluationResult(scores), pairs: all,
      embeddings: normalizedRows(embeddings).rows)
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

extension Evaluation {
  /// How the embeddings of a scored task lie on the sphere.
  public struct Shape: Codable, Sendable, Equatable {
    /// Over pairs with a gold score above 4; nil where there are none.
    public var alignment: Double?
    /// Over the distinct sentences.
    public var uniformity: Double
    /// The share of the first principal component of the distinct sentences.
    public var firstComponentShare: Double
  }

  /// The shape of the embeddings of the first task.
  ///
  /// - Throws: ``StatisticError`` where the task has too few sentences.
  public func shape(_ outcome: Outcome, compute: Compute) throws -> Shape {
    let distinct = Set(places[0].flatMap { $0.flatMap { [$0.first, $0.second] } }).sorted()
    let rows = SelectRows(rows: distinct).forward([outcome.embeddings]).output
    let hasClose = tasks[0].subsets.contains { $0.pairs.contains { $0.score > 4 } }
    return Shape(
      alignment: hasClose
        ? try geometry(ofTask: 0, outcome, compute: compute).alignment : nil,
      uniformity: try uniformity(rows, compute: compute),
      firstComponentShare: try firstPrincipalShare(rows, compute: compute))
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

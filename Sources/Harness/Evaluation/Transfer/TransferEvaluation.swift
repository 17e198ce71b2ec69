public import Data
import Files
public import Model
import Statistics

/// Tasks of classification by a linear layer over sentence vectors that are not trained further.
///
/// The layer is `LogisticRegression` over the vector of a sentence, or over (|u − v|, u · v) of two.
/// Its strength C is the one of ¼, ½, 1, 2, 4 and 8 with the best accuracy on the development examples,
/// or over folds of the training examples; of equals the smallest. Folds have as many examples of each
/// class as can be, the first draws of `folds` deciding which: SentEval draws them from NumPy instead.
///
/// - Randomness: the folds, which are the same in every evaluation.
/// - Source: SentEval, arXiv:1803.05449, section 3.1; `senteval/tools/validation.py` with
///   `usepytorch` off.
public struct TransferEvaluation: Sendable {
  public let tasks: [TransferTask]
  /// How many parts folds are of.
  public let folds: Int
  /// The distinct sentences, in the order in which they first appear.
  public let texts: [String]
  private let places: [String: Int]
  private let compute: Compute

  static let strengths = [0.25, 0.5, 1, 2, 4, 8]

  public init(_ tasks: [TransferTask], folds: Int, compute: Compute) {
    precondition(folds >= 2, "\(folds) folds leave nothing to fit")
    (self.tasks, self.folds, self.compute) = (tasks, folds, compute)
    var places: [String: Int] = [:]
    var texts: [String] = []
    for sentence in tasks.flatMap({ $0.splits.examples.flatMap(\.sentences) })
    where places[sentence] == nil {
      places[sentence] = texts.count
      texts.append(sentence)
    }
    (self.places, self.texts) = (places, texts)
  }

  /// Scores embeddings of ``texts``, a row each, (N, H).
  ///
  /// - Throws: ``EvaluationError`` for another number of rows, a task with too few examples of a class,
  ///   or numbers that nothing can be fitted to.
  public func score(
    embeddings: Tensor<Float>, progress: ((_ done: Int) -> Void)?
  ) throws -> TransferResult {
    guard embeddings.rows == texts.count else {
      throw EvaluationError(
        task: tasks.map(\.name).joined(separator: ", "),
        problem: "there are \(embeddings.rows) embeddings for \(texts.count) sentences")
    }
    var scores: [(name: String, score: TransferScore)] = []
    for (place, task) in tasks.enumerated() {
      do {
        scores.append((task.name, try score(task, embeddings)))
      } catch let error as StatisticError {
        throw EvaluationError(task: task.name, problem: "\(error)")
      }
      progress?(place + 1)
    }
    return TransferResult(scores, folds: folds)
  }

  private func score(_ task: TransferTask, _ embeddings: Tensor<Float>) throws -> TransferScore {
    let examples = task.splits.examples
    let fitting = Fitting(
      x: principalAxes(of: features(examples, embeddings), compute: compute),
      labels: examples.map(\.label), classes: task.classes.count, compute: compute)
    func need(_ rows: [Int], _ parts: Int) throws {
      for (label, name) in task.classes.enumerated() {
        let count = rows.count { examples[$0].label == label }
        guard count >= parts else {
          throw EvaluationError(
            task: task.name,
            problem:
              "\(count) examples of class \(name) cannot be had in \(parts) parts; say fewer "
              + "--folds, or give more examples")
        }
      }
    }
    var chosen: [Double] = []
    let accuracies: [Double]
    let scored: [Int]
    var hits: [(found: Int, right: Int)] = []
    switch task.splits {
    case .folds:
      scored = Array(examples.indices)
      try need(scored, folds * folds / (folds - 1) + 1)
      accuracies = try split(scored, fitting.labels, level: 0).map { held, rest in
        let strength = try best(fitting, rest)
        chosen.append(strength)
        let found = try fitting.classes(of: held, fittedTo: rest, strength: strength)
        hits += zip(found, held).map { ($0, fitting.labels[$1]) }
        return Fitting.accuracy(found, held.map { fitting.labels[$0] })
      }
    case .test(let training, let test):
      let own = Array(training.indices)
      scored = test.indices.map { training.count + $0 }
      try need(own, folds)
      chosen = [try best(fitting, own)]
      let found = try fitting.classes(of: scored, fittedTo: own, strength: chosen[0])
      hits = zip(found, scored).map { ($0, fitting.labels[$1]) }
      accuracies = [Fitting.accuracy(found, scored.map { fitting.labels[$0] })]
    case .development(let training, let development, let test):
      let own = Array(training.indices)
      let held = development.indices.map { training.count + $0 }
      scored = test.indices.map { training.count + development.count + $0 }
      try need(own, 1)
      chosen = [
        try best { try fitting.accuracy(of: held, fittedTo: own, strength: $0) }
      ]
      let found = try fitting.classes(of: scored, fittedTo: own, strength: chosen[0])
      hits = zip(found, scored).map { ($0, fitting.labels[$1]) }
      accuracies = [Fitting.accuracy(found, scored.map { fitting.labels[$0] })]
    }
    let isPairs = examples.first?.sentences.count == 2
    return TransferScore(
      accuracy: accuracies.reduce(0, +) / Double(accuracies.count), examples: scored.count,
      classes: task.classes.count, strengths: chosen,
      f1: isPairs && task.classes.count == 2 ? Fitting.f1(hits) : nil)
  }

  /// The strength of the best accuracy, the smallest of equals.
  private func best(_ accuracy: (Double) throws -> Double) rethrows -> Double {
    var best = (strength: Self.strengths[0], accuracy: -1.0)
    for strength in Self.strengths {
      let found = try accuracy(strength)
      if found > best.accuracy { best = (strength, found) }
    }
    return best.strength
  }

  /// The same by the mean over folds of some examples.
  private func best(_ fitting: Fitting, _ rows: [Int]) throws -> Double {
    let parts = split(rows, fitting.labels, level: 1)
    return try best { strength in
      try parts.map { held, rest in
        try fitting.accuracy(of: held, fittedTo: rest, strength: strength)
      }.reduce(0, +) / Double(parts.count)
    }
  }

  /// Some examples in parts, and beside each part the others; in each class the k-th of a fixed order is
  /// in part k modulo their number.
  private func split(
    _ rows: [Int], _ labels: [Int], level: Int
  ) -> [(held: [Int], rest: [Int])] {
    var parts = [Set<Int>](repeating: [], count: folds)
    let stream = RandomStream(seed: 1111, label: "folds").fork(level)
    for label in Set(rows.map { labels[$0] }).sorted() {
      let own = rows.filter { labels[$0] == label }
      for (place, index) in stream.fork(label).permutation(own.count).enumerated() {
        parts[place % folds].insert(own[index])
      }
    }
    return parts.map { held in (held.sorted(), rows.filter { !held.contains($0) }) }
  }

  /// The vectors of sentences, or (|u − v|, u · v) of pairs (N, D).
  private func features(
    _ examples: [TransferTask.Example], _ embeddings: Tensor<Float>
  ) -> Tensor<Double> {
    var scalars: [Double] = []
    for example in examples {
      let rows = example.sentences.map { embeddings.row(places[$0] ?? 0) }
      if rows.count == 1 {
        scalars += rows[0].map(Double.init)
      } else {
        scalars += zip(rows[0], rows[1]).map { abs(Double($0) - Double($1)) }
        scalars += zip(rows[0], rows[1]).map { Double($0) * Double($1) }
      }
    }
    return Tensor(
      scalars, shape: [examples.count, scalars.count / max(1, examples.count)])
  }
}

/// Examples as vectors, and the layers that are fitted to some of them.
private struct Fitting {
  let x: Tensor<Double>
  let labels: [Int]
  let classes: Int
  let compute: Compute

  private func rows(_ rows: [Int]) -> Tensor<Double> {
    Tensor(rows.flatMap { x.row($0) }, shape: [rows.count, x.columns])
  }

  func classes(of held: [Int], fittedTo own: [Int], strength: Double) throws -> [Int] {
    try LogisticRegression(
      rows(own), labels: own.map { labels[$0] }, classes: classes, strength: strength,
      compute: compute
    ).classes(of: rows(held), compute: compute)
  }

  func accuracy(of held: [Int], fittedTo own: [Int], strength: Double) throws -> Double {
    Self.accuracy(
      try classes(of: held, fittedTo: own, strength: strength), held.map { labels[$0] })
  }

  static func accuracy(_ found: [Int], _ right: [Int]) -> Double {
    Double(zip(found, right).count { $0 == $1 }) / Double(max(1, right.count))
  }

  /// 2 P R / (P + R) of class 1; 0 where none of it is found.
  static func f1(_ hits: [(found: Int, right: Int)]) -> Double {
    let both = hits.count { $0.found == 1 && $0.right == 1 }
    let either = hits.count { $0.found == 1 } + hits.count { $0.right == 1 }
    return either == 0 ? 0 : 2 * Double(both) / Double(either)
  }
}

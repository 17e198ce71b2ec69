public import Data
public import Model
import Statistics

/// Scoring what another program has embedded.
extension Evaluation {
  /// The tasks of an evaluation whose sentences another program embeds.
  public init(_ tasks: [STSTask]) {
    self.init(tasks) { _ in [] }
  }

  /// The distinct sentences, in the order in which they first appear.
  public var texts: [String] {
    var known: Set<String> = []
    return tasks.flatMap(\.subsets).flatMap(\.pairs).flatMap { [$0.first, $0.second] }
      .filter { known.insert($0).inserted }
  }

  /// Scores embeddings of ``texts``, a row each, (N, H).
  ///
  /// - Throws: ``EvaluationError`` for another number of rows, an embedding of length zero or a
  ///   correlation not defined.
  public func score(embeddings: Tensor<Float>) throws -> Outcome {
    guard embeddings.rows == sentenceCount else {
      throw EvaluationError(
        task: tasks.map(\.name).joined(separator: ", "),
        problem:
          "there are \(embeddings.rows) embeddings for \(sentenceCount) sentences; a row for "
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
}

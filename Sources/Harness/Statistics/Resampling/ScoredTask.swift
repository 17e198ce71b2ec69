/// The scores of two methods on the sentence pairs of one task, run by run.
public struct ScoredTask: Sendable {
  public let name: String
  /// The gold score of each of m pairs.
  public let gold: [Double]
  /// The cosine of each pair under each of n seeds, (n, m), of either method.
  public let a: [[Double]]
  public let b: [[Double]]

  public init(name: String, gold: [Double], a: [[Double]], b: [[Double]]) {
    (self.name, self.gold, self.a, self.b) = (name, gold, a, b)
  }
}

/// A task whose sides are sorted once.
struct PreparedTask: Sendable {
  let pairs: Int
  /// The correlation of each seed on all pairs, of either method.
  let a: [Double]
  let b: [Double]
  private let correlations: ResampledCorrelations

  init(_ task: ScoredTask, _ correlation: Correlation) throws(StatisticError) {
    pairs = task.gold.count
    guard task.a.count == task.b.count else { throw .unequalCounts(task.a.count, task.b.count) }
    guard task.a.count >= 2 else { throw .tooFew(found: task.a.count, needed: 2) }
    guard pairs >= 3 else { throw .tooFew(found: pairs, needed: 3) }
    // Checks counts, finiteness and constant sides.
    var scores: [[Double]] = []
    for method in [task.a, task.b] {
      var own: [Double] = []
      for cosines in method { own.append(try correlation.of(cosines, task.gold)) }
      scores.append(own)
    }
    (a, b) = (scores[0], scores[1])
    correlations = ResampledCorrelations(
      gold: task.gold, cosines: task.a + task.b, correlation)
  }

  /// a − b of each seed on pairs drawn so often.
  ///
  /// A resample in which a side is constant, possible only with a handful of pairs, counts as no
  /// difference.
  ///
  /// - Inputs: `weights` (m), whole numbers.
  func differences(_ weights: [Double]) -> [Double] {
    let values = correlations.values(weights)
    return a.indices.map { seed in
      guard let a = values[seed], let b = values[seed + self.a.count] else { return 0 }
      return a - b
    }
  }
}

/// A task whose sides are sorted once.
struct PreparedTask: Sendable {
  let pairs: Int
  /// a − b of each seed on all pairs.
  let bySeed: [Double]
  private let gold: ResampledSide
  private let runs: [(a: ResampledSide, b: ResampledSide)]

  init(_ task: ScoredTask, _ correlation: Correlation) throws(StatisticError) {
    pairs = task.gold.count
    guard task.a.count == task.b.count else { throw .unequalCounts(task.a.count, task.b.count) }
    guard task.a.count >= 2 else { throw .tooFew(found: task.a.count, needed: 2) }
    guard pairs >= 3 else { throw .tooFew(found: pairs, needed: 3) }
    var bySeed: [Double] = []
    for (a, b) in zip(task.a, task.b) {
      // Checks counts, finiteness and constant sides.
      switch correlation {
      case .spearman: bySeed.append(try spearman(a, task.gold) - spearman(b, task.gold))
      case .pearson: bySeed.append(try pearson(a, task.gold) - pearson(b, task.gold))
      }
    }
    self.bySeed = bySeed
    gold = ResampledSide(task.gold, correlation)
    runs = zip(task.a, task.b).map {
      (ResampledSide($0, correlation), ResampledSide($1, correlation))
    }
  }

  /// a − b of each seed on pairs drawn so often.
  ///
  /// A resample in which a side is constant, possible only with a handful of pairs, counts as no
  /// difference.
  ///
  /// - Inputs: `weights` (m), whole numbers.
  func differences(_ weights: [Double]) -> [Double] {
    var (x, y) = ([Double](repeating: 0, count: pairs), [Double](repeating: 0, count: pairs))
    let total = weights.reduce(0, +)
    gold.centered(weights, total: total, into: &x)
    var squares = 0.0
    for (weight, value) in zip(weights, x) { squares += weight * value * value }
    func correlation(_ side: ResampledSide) -> Double? {
      side.centered(weights, total: total, into: &y)
      return weightedCorrelation(x, y, weights: weights, squaresOfX: squares)
    }
    return runs.map { run in
      guard let a = correlation(run.a), let b = correlation(run.b) else { return 0 }
      return a - b
    }
  }
}

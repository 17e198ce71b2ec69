public import Model

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

/// The difference of two methods with seeds and sentence pairs both drawn at random.
///
/// Each resample draws n of the n common seeds and, in every task, m of its m pairs with
/// replacement; it takes the correlation of each drawn run over the drawn pairs, then the mean of
/// a − b over runs. Seeds are common to all tasks, pairs to all runs of a task.
///
/// - Source: Sellam et al., "The MultiBERTs", arXiv:2106.16163, section 3.
public struct MultiBootstrap: Sendable, Equatable {
  /// The difference in one task or the mean of all.
  public struct Difference: Sendable, Equatable {
    public let name: String
    /// The mean of a − b over seeds, on all pairs.
    public let difference: Double
    /// The middle part of the resampled differences, as in the paper.
    ///
    /// - Coverage: COVERAGE-PERCENTILE
    public let percentile: Interval
    /// The difference ± t times its error, which few seeds do not shorten:
    ///
    ///     error² = s²/n + v,   degrees = error⁴ / ((s²/n)² / (n − 1) + v² / (m − 1))
    ///
    /// s² is the variance of a − b between seeds, v the variance of resamples of pairs alone (from m
    /// pairs in all). The interplay of seeds and pairs is in both, so the interval errs on the long
    /// side. Satterthwaite, Biometrics 2 (1946).
    ///
    /// - Coverage: COVERAGE-MULTI
    public let interval: Interval
    /// The parts of error² that seeds and pairs bring.
    public let varianceFromSeeds: Double
    public let varianceFromPairs: Double
    /// Twice the smaller share of resamples on either side of zero, never below 2 / (resamples + 1).
    public let p: Double
  }

  /// One a task, in order.
  public let tasks: [Difference]
  /// The mean over tasks.
  public let average: Difference

  /// - Inputs: `tasks`, the same n ≥ 2 seeds in each, in the same order; `resamples`, 1,000 or more.
  /// - Throws: ``StatisticError`` for fewer than two seeds or three pairs, unequal counts, a score
  ///   that is not finite or a run whose scores are all the same.
  /// - Randomness: seeds of resample r: `stream.fork("seeds").fork(r)`; pairs of task k:
  ///   `stream.fork("pairs").fork(k).fork(r)`; threads change nothing.
  /// - Complexity: O(resamples · n · pairs); 10 runs of 4,900 pairs, 1,000 resamples: MEASURED-SPEED.
  public init(
    _ tasks: [ScoredTask], correlation: Correlation, resamples: Int, level: Double,
    stream: RandomStream, compute: Compute
  ) throws(StatisticError) {
    Interval.check(level)
    precondition(resamples >= 100, "an interval needs at least 100 resamples, not \(resamples)")
    guard let seeds = tasks.first?.a.count else { throw .tooFew(found: 0, needed: 1) }
    var sorted: [PreparedTask] = []
    for task in tasks {
      guard task.a.count == seeds else { throw .unequalCounts(task.a.count, seeds) }
      sorted.append(try PreparedTask(task, correlation))
    }
    let prepared = sorted
    let every = [Double](repeating: 1, count: seeds)
    let pairStream = stream.fork("pairs")
    // By resample: each task's difference with drawn seeds, then with every seed once.
    let drawn = compute.map(resamples, blockSize: 8) { resample in
      let seedWeights = drawnWeights(seeds, stream: stream.fork("seeds").fork(resample))
      return prepared.enumerated().map { index, task in
        let weights = drawnWeights(
          task.pairs, stream: pairStream.fork(index).fork(resample))
        return task.differences(pairWeights: weights, seedWeights: [seedWeights, every])
      }
    }
    /// The answer for a mean over the tasks of a range.
    func summary(_ name: String, _ range: Range<Int>) -> Difference {
      func mean(_ values: some Sequence<Double>) -> Double {
        values.reduce(0, +) / Double(range.count)
      }
      let bySeed = (0..<seeds).map { seed in mean(range.map { prepared[$0].bySeed[seed] }) }
      return Difference(
        name: name, bySeed: bySeed,
        joint: drawn.map { row in mean(range.map { row[$0][0] }) },
        pairsAlone: drawn.map { row in mean(range.map { row[$0][1] }) },
        pairs: range.reduce(0) { $0 + prepared[$1].pairs }, level: level)
    }
    self.tasks = tasks.indices.map { summary(tasks[$0].name, $0..<$0 + 1) }
    average = summary("average", 0..<tasks.count)
  }
}

extension MultiBootstrap.Difference {
  fileprivate init(
    name: String, bySeed: [Double], joint: [Double], pairsAlone: [Double], pairs: Int, level: Double
  ) {
    func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, squares / Double(values.count - 1))
    }
    let (difference, betweenSeeds) = moments(bySeed)
    let seeds = Double(bySeed.count)
    let (fromSeeds, fromPairs) = (betweenSeeds / seeds, moments(pairsAlone).variance)
    let total = fromSeeds + fromPairs
    var reach = 0.0
    if total > 0 {
      let degrees =
        total * total
        / (fromSeeds * fromSeeds / (seeds - 1) + fromPairs * fromPairs / Double(pairs - 1))
      reach =
        total.squareRoot() * FDistribution.twoSidedQuantile(level: level, degrees: degrees)
    }
    let below = joint.reduce(0) { $0 + ($1 < 0 ? 1 : $1 == 0 ? 0.5 : 0) }
    let above = Double(joint.count) - below
    self.init(
      name: name, difference: difference,
      percentile: Interval(middleOf: joint.sorted(), level: level),
      interval: Interval(lower: difference - reach, upper: difference + reach, level: level),
      varianceFromSeeds: fromSeeds, varianceFromPairs: fromPairs,
      p: min(1, 2 * (min(below, above) + 1) / Double(joint.count + 1)))
  }
}

/// A task whose sides are sorted once.
private struct PreparedTask: Sendable {
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

  /// The weighted mean of a − b over seeds under each list of seed weights.
  ///
  /// A resample in which a side is constant, possible only with a handful of pairs, counts as no
  /// difference.
  func differences(pairWeights: [Double], seedWeights: [[Double]]) -> [Double] {
    var (x, y) = ([Double](repeating: 0, count: pairs), [Double](repeating: 0, count: pairs))
    let total = Double(pairs)
    gold.centered(pairWeights, total: total, into: &x)
    var squares = 0.0
    for (weight, value) in zip(pairWeights, x) { squares += weight * value * value }
    func correlation(_ side: ResampledSide) -> Double? {
      side.centered(pairWeights, total: total, into: &y)
      return weightedCorrelation(x, y, weights: pairWeights, squaresOfX: squares)
    }
    let bySeed = runs.map { run in
      guard let a = correlation(run.a), let b = correlation(run.b) else { return 0.0 }
      return a - b
    }
    return seedWeights.map { weights in
      zip(weights, bySeed).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
  }
}

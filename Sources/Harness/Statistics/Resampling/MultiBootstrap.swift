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
    /// - Coverage: nominal 95 %, 4,000 simulated studies of 100 pairs: 93.9, 95.4 and 94.5 % at
    ///   5, 10 and 25 seeds where pairs bring most of the variance; where seeds do, 89.1, 92.4 and
    ///   94.4 %, because a resample of n seeds has only (n − 1)/n of their variance. `p` at 0.05
    ///   rejects likewise: in 9.8, 6.9 and 4.4 % of the latter where there is no difference.
    public let percentile: Interval
    /// The difference ± t times its error, which few seeds do not shorten:
    ///
    ///     error² = s²/n + v − (mean s*² − s²)/n,  at least s²/n and v
    ///     degrees = (s²/n + v)² / ((s²/n)² / (n − 1) + v² / (m − 1))
    ///
    /// s² is the variance of a − b between seeds, v that of resamples of pairs alone (from m pairs in
    /// all), s*² the variance between seeds within such a resample: what it has more than s² is the
    /// interplay of seeds and pairs, which s² and v both hold. Satterthwaite, Biometrics 2 (1946).
    ///
    /// - Coverage: in the same studies 96.5, 96.5 and 96.8 % where pairs bring most, 95.4, 96.1
    ///   and 96.8 % where seeds do.
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
  /// - Complexity: O(resamples · n · pairs); 5 + 5 runs of 4,900 pairs and 1,000
  ///   resamples took 0.5 s on one thread and 0.26 s on two.
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
    let (seedStream, pairStream) = (stream.fork("seeds"), stream.fork("pairs"))
    // By resample: how often each seed is drawn, and a − b of each task and seed on drawn pairs.
    let drawn = compute.map(resamples, blockSize: 8) { resample in
      let differences = prepared.enumerated().map { index, task in
        task.differences(
          drawnWeights(task.pairs, stream: pairStream.fork(index).fork(resample)))
      }
      return (drawnWeights(seeds, stream: seedStream.fork(resample)), differences)
    }
    /// The answer for the mean over the tasks of a range.
    func summary(_ name: String, _ range: Range<Int>) -> Difference {
      func meanOfTasks(_ bySeed: [[Double]]) -> [Double] {
        (0..<seeds).map { seed in
          range.reduce(0) { $0 + bySeed[$1][seed] } / Double(range.count)
        }
      }
      return Difference(
        name: name, bySeed: meanOfTasks(prepared.map(\.bySeed)),
        resamples: drawn.map { Difference.Resample(seeds: $0.0, bySeed: meanOfTasks($0.1)) },
        pairs: range.reduce(0) { $0 + prepared[$1].pairs }, level: level)
    }
    self.tasks = tasks.indices.map { summary(tasks[$0].name, $0..<$0 + 1) }
    average = summary("average", 0..<tasks.count)
  }
}

extension MultiBootstrap.Difference {
  /// How often each seed was drawn, and a − b of each seed on the drawn pairs.
  fileprivate struct Resample {
    let seeds: [Double]
    let bySeed: [Double]
  }

  fileprivate init(
    name: String, bySeed: [Double], resamples: [Resample], pairs: Int, level: Double
  ) {
    let scores = SampleMoments(bySeed)
    let (difference, betweenSeeds) = (scores.mean, scores.variance)
    let seeds = Double(bySeed.count)
    let within = resamples.map { SampleMoments($0.bySeed) }
    let fromSeeds = betweenSeeds / seeds
    let fromPairs = SampleMoments(within.map(\.mean)).variance
    let inBoth =
      (within.reduce(0) { $0 + $1.variance } / Double(resamples.count) - betweenSeeds) / seeds
    let sum = fromSeeds + fromPairs
    var reach = 0.0
    if sum > 0 {
      let degrees =
        sum * sum
        / (fromSeeds * fromSeeds / (seeds - 1) + fromPairs * fromPairs / Double(pairs - 1))
      let error = max(sum - max(0, inBoth), fromSeeds, fromPairs).squareRoot()
      reach = error * StudentT(degreesOfFreedom: degrees).twoSidedQuantile(level: level)
    }
    let joint = resamples.map { resample in
      zip(resample.seeds, resample.bySeed).reduce(0) { $0 + $1.0 * $1.1 } / seeds
    }
    let below = joint.reduce(0) { $0 + ScoreResolution.ofCorrelations.win(0, over: $1) }
    let above = Double(joint.count) - below
    self.init(
      name: name, difference: difference,
      percentile: Interval(middleOf: joint.sorted(), level: level),
      interval: Interval(lower: difference - reach, upper: difference + reach, level: level),
      varianceFromSeeds: fromSeeds, varianceFromPairs: fromPairs,
      p: min(1, 2 * (min(below, above) + 1) / Double(joint.count + 1)))
  }
}

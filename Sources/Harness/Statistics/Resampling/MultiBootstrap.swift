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

/// The differences of two methods whose error is that of common seeds and of sentence pairs together.
///
/// The seeds bring s²/n of the differences between seeds, as drawing seeds again would with ever more
/// draws. The pairs bring the variance of the mean difference over resamples that draw, in every task,
/// m of its m pairs with replacement, the same for all runs.
///
/// - Source: Sellam et al., "The MultiBERTs", arXiv:2106.16163, section 3.
/// - Coverage: of the interval, nominal 95 %, see ``SeedPairError``.
public struct MultiBootstrap: Sendable, Equatable {
  /// One a task, in order.
  public let tasks: [Difference]
  /// Of the mean over tasks.
  public let average: Difference

  /// - Inputs: `tasks`, the same n ≥ 2 seeds in each, in the same order; `resamples`, 1,000 or more.
  /// - Throws: ``StatisticError`` for fewer than two seeds or three pairs, unequal counts, a score
  ///   that is not finite or a run whose scores are all the same.
  /// - Randomness: pairs of task k in resample r: `stream.fork("pairs").fork(k).fork(r)`; threads
  ///   change nothing.
  /// - Complexity: O(resamples · n · pairs); 5 + 5 runs of 4,900 pairs and 1,000
  ///   resamples took 0.5 s on one thread and 0.26 s on two.
  public init(
    _ tasks: [ScoredTask], correlation: Correlation, resamples: Int, stream: RandomStream,
    compute: Compute
  ) throws(StatisticError) {
    precondition(resamples >= 100, "a variance needs at least 100 resamples, not \(resamples)")
    guard let seeds = tasks.first?.a.count else { throw .tooFew(found: 0, needed: 1) }
    var sorted: [PreparedTask] = []
    for task in tasks {
      guard task.a.count == seeds else { throw .unequalCounts(task.a.count, seeds) }
      sorted.append(try PreparedTask(task, correlation))
    }
    let prepared = sorted
    let pairStream = stream.fork("pairs")
    // By resample: the mean of a − b over seeds in each task, on drawn pairs.
    let drawn = compute.map(resamples, blockSize: 8) { resample in
      prepared.enumerated().map { index, task in
        SampleMoments(
          task.differences(
            drawnWeights(task.pairs, stream: pairStream.fork(index).fork(resample)))
        ).mean
      }
    }
    var found: [Difference] = []
    for range in tasks.indices.map({ $0..<$0 + 1 }) + [0..<tasks.count] {
      func meanOfTasks(_ scores: (PreparedTask) -> [Double]) -> [Double] {
        (0..<seeds).map { seed in
          range.reduce(0) { $0 + scores(prepared[$1])[seed] } / Double(range.count)
        }
      }
      found.append(
        try Difference(
          paired: meanOfTasks(\.a), meanOfTasks(\.b),
          varianceFromPairs: SampleMoments(
            drawn.map { $0[range].reduce(0, +) / Double(range.count) }
          ).variance))
    }
    self.tasks = Array(found.dropLast())
    average = found[tasks.count]
  }
}

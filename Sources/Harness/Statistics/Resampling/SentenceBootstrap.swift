public import Model

/// The error of a difference of two methods over seeds and over sentences that pairs and tasks share.
///
/// Drawing sentences gives a pair the weight cᵢ cⱼ of its two sentences. The variance V_s of such
/// resamples counts what two pairs with a common sentence share once, but what a pair has by itself
/// thrice (the variance of cᵢ cⱼ is 3); the variance V_p of resampled pairs counts the latter once. So
///
///     v = max(V_s − 2 V_p, V_p)
///
/// counts both once: the resampled form of the variance that is robust to shared members of pairs.
/// `effectivePairs` is how many independent pairs would leave as much error.
///
/// - Source: Owen, Annals of Applied Statistics 1 (2007), theorem 4, on the factor 3; Aronow, Samii and
///   Assenova, Political Analysis 23 (2015), equation 4, on the variance; Miller, arXiv:2411.00640,
///   section 2.2, on clusters in evaluations.
public struct SentenceBootstrap: Sendable, Equatable {
  /// The difference in one task or the mean of all.
  public struct Difference: Sendable, Equatable {
    public let name: String
    /// Its error of seeds and pairs; `varianceFromPairs` is v.
    public let error: SeedPairError
    /// V_p, as if the pairs were independent.
    public let varianceFromIndependentPairs: Double
    /// The pairs of these tasks, each counted once.
    public let pairs: Int

    /// pairs · V_p / v; nil where resamples do not differ.
    public var effectivePairs: Double? {
      error.varianceFromPairs > 0
        ? Double(pairs) * varianceFromIndependentPairs / error.varianceFromPairs : nil
    }
  }

  /// One a task, in order.
  public let tasks: [Difference]
  /// The mean over tasks.
  public let average: Difference

  /// - Inputs: `tasks`, the same n ≥ 2 seeds in each, in the same order; `sentences` of their pairs;
  ///   `resamples`, 1,000 or more of sentences and as many of pairs.
  /// - Throws: ``StatisticError`` as ``MultiBootstrap``.
  /// - Randomness: resample r: `stream.fork("pairs").fork(r)` and `stream.fork("sentences").fork(r)`;
  ///   threads change nothing.
  /// - Complexity: O(resamples · n · pairs), twice that of ``MultiBootstrap``.
  public init(
    _ tasks: [ScoredTask], sentences: PairSentences, correlation: Correlation, resamples: Int,
    stream: RandomStream, compute: Compute
  ) throws(StatisticError) {
    precondition(resamples >= 100, "a variance needs at least 100 resamples, not \(resamples)")
    guard let seeds = tasks.first?.a.count else { throw .tooFew(found: 0, needed: 1) }
    guard sentences.tasks.count == tasks.count else {
      throw .unequalCounts(sentences.tasks.count, tasks.count)
    }
    var sorted: [PreparedTask] = []
    for (task, pairs) in zip(tasks, sentences.tasks) {
      guard task.a.count == seeds else { throw .unequalCounts(task.a.count, seeds) }
      guard task.gold.count == pairs.count else {
        throw .unequalCounts(task.gold.count, pairs.count)
      }
      sorted.append(try PreparedTask(task, correlation))
    }
    let prepared = sorted
    /// The mean difference over seeds of each task, by resample.
    func drawn(_ weights: @escaping @Sendable (Int) -> [[Double]]) -> [[Double]] {
      compute.map(resamples, blockSize: 8) { resample in
        zip(prepared, weights(resample)).map { task, weights in
          SampleMoments(task.differences(weights)).mean
        }
      }
    }
    let (pairStream, sentenceStream) = (stream.fork("pairs"), stream.fork("sentences"))
    let byPair = drawn { sentences.weightsByPair(pairStream.fork($0)) }
    let bySentence = drawn { sentences.weightsBySentence(sentenceStream.fork($0)) }
    func summary(_ name: String, _ range: Range<Int>) -> Difference {
      let bySeed = SampleMoments(
        (0..<seeds).map { seed in
          range.reduce(0) { $0 + prepared[$1].a[seed] - prepared[$1].b[seed] }
            / Double(range.count)
        })
      func variance(_ drawn: [[Double]]) -> Double {
        SampleMoments(drawn.map { $0[range].reduce(0, +) / Double(range.count) }).variance
      }
      let independent = variance(byPair)
      return Difference(
        name: name,
        error: SeedPairError(
          difference: bySeed.mean, varianceFromSeeds: bySeed.variance / Double(seeds),
          varianceFromPairs: max(independent, variance(bySentence) - 2 * independent),
          seeds: seeds),
        varianceFromIndependentPairs: independent,
        pairs: Set(sentences.tasks[range].joined()).count)
    }
    self.tasks = tasks.indices.map { summary(tasks[$0].name, $0..<$0 + 1) }
    average = summary("average", 0..<tasks.count)
  }
}

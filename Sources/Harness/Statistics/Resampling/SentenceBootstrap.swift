public import Model

/// The differences of two methods whose error is that of common seeds and of sentences together.
///
/// The seeds bring s²/n of the differences between seeds, as drawing seeds again would with ever more
/// draws. The pairs bring the variance of the mean difference over resamples that are the same for all
/// runs. Pairs that share a sentence, and tasks that share a pair, are not independent: so sentences are
/// drawn, over all tasks at once.
///
/// Drawing sentences gives a pair the weight cᵢ cⱼ of its two sentences. The variance V_s of such
/// resamples counts what two pairs with a common sentence share once, but what a pair has by itself
/// thrice (the variance of cᵢ cⱼ is 3); the variance V_p of resampled pairs counts the latter once. So
///
///     v = max(V_s − 2 V_p, V_p)
///
/// counts both once: the resampled form of the variance that is robust to shared members of pairs.
/// `effectivePairs` is how many independent pairs would leave as much error. Where no two pairs share a
/// sentence v is V_p; so it is of runs that do not say which sentences their pairs have, the pairs of
/// each task drawn by themselves.
///
/// - Source: Sellam et al., "The MultiBERTs", arXiv:2106.16163, section 3, on seeds and pairs; Owen,
///   Annals of Applied Statistics 1 (2007), theorem 4, on the factor 3; Aronow, Samii and Assenova,
///   Political Analysis 23 (2015), equation 4, on the variance; Miller, arXiv:2411.00640, section 2.2, on
///   clusters in evaluations.
/// - Coverage: of the interval, nominal 95 %, see ``SeedPairError``.
public struct SentenceBootstrap: Sendable, Equatable {
  /// One task, or all.
  public struct Part: Sendable, Equatable {
    public let name: String
    /// Its error of seeds and pairs; `varianceFromPairs` is v.
    public let difference: Difference
    /// V_p, as if the pairs were independent.
    public let varianceFromIndependentPairs: Double
    /// The pairs of these tasks, each counted once where its sentences are known.
    public let pairs: Int
    /// pairs · V_p / v; nil where resamples do not differ, or sentences are not known.
    public let effectivePairs: Double?
  }

  /// One a task, in order.
  public let tasks: [Part]
  /// The mean over tasks.
  public let average: Part

  /// - Inputs: `tasks`, the same n ≥ 2 seeds in each, in the same order; `sentences` of their pairs, nil
  ///   where they are not known; `resamples`, 1,000 or more of sentences and as many of pairs.
  /// - Throws: ``StatisticError`` for fewer than two seeds or three pairs, unequal counts, a score
  ///   that is not finite or a run whose scores are all the same.
  /// - Randomness: resample r: `stream.fork("pairs").fork(r)` and `stream.fork("sentences").fork(r)`;
  ///   without sentences, of task k, `stream.fork("pairs").fork(k).fork(r)`. Threads change nothing.
  /// - Complexity: O(resamples · n · pairs); 5 + 5 runs of 4,900 pairs and 1,000 resamples took 0.5 s on
  ///   one thread and 0.26 s on two without sentences, and twice that with them.
  public init(
    _ tasks: [ScoredTask], sentences: PairSentences?, correlation: Correlation, resamples: Int,
    stream: RandomStream, compute: Compute
  ) throws(StatisticError) {
    precondition(resamples >= 100, "a variance needs at least 100 resamples, not \(resamples)")
    let prepared = try Self.prepared(tasks, sentences, correlation)
    /// The mean difference over seeds of each task, by resample.
    func drawn(_ weights: @escaping @Sendable (Int) -> [[Double]]) -> [[Double]] {
      compute.map(resamples, blockSize: 8) { resample in
        zip(prepared, weights(resample)).map { task, weights in
          SampleMoments(task.differences(weights)).mean
        }
      }
    }
    let pairStream = stream.fork("pairs")
    let sentenceStream = stream.fork("sentences")
    let byPair = drawn { resample in
      sentences?.weightsByPair(pairStream.fork(resample))
        ?? prepared.enumerated().map { index, task in
          drawnWeights(task.pairs, stream: pairStream.fork(index).fork(resample))
        }
    }
    let shared = sentences.flatMap { $0.areShared ? $0 : nil }
    let bySentence = shared.map { shared in
      drawn { shared.weightsBySentence(sentenceStream.fork($0)) }
    }
    func part(_ name: String, _ range: Range<Int>) throws(StatisticError) -> Part {
      func meanOfTasks(_ scores: (PreparedTask) -> [Double]) -> [Double] {
        prepared[range.lowerBound].a.indices.map { seed in
          range.reduce(0) { $0 + scores(prepared[$1])[seed] } / Double(range.count)
        }
      }
      func variance(_ drawn: [[Double]]) -> Double {
        SampleMoments(drawn.map { $0[range].reduce(0, +) / Double(range.count) }).variance
      }
      let independent = variance(byPair)
      let robust =
        bySentence.map { max(independent, variance($0) - 2 * independent) } ?? independent
      let pairs =
        sentences.map { Set($0.tasks[range].joined()).count }
        ?? range.reduce(0) { $0 + prepared[$1].pairs }
      return Part(
        name: name,
        difference: try Difference(
          paired: meanOfTasks(\.a), meanOfTasks(\.b), varianceFromPairs: robust),
        varianceFromIndependentPairs: independent, pairs: pairs,
        effectivePairs: sentences != nil && robust > 0
          ? Double(pairs) * independent / robust : nil)
    }
    var parts: [Part] = []
    for (index, task) in tasks.enumerated() {
      parts.append(try part(task.name, index..<index + 1))
    }
    self.tasks = parts
    average = try part("average", 0..<tasks.count)
  }

  private static func prepared(
    _ tasks: [ScoredTask], _ sentences: PairSentences?, _ correlation: Correlation
  ) throws(StatisticError) -> [PreparedTask] {
    guard let seeds = tasks.first?.a.count else { throw .tooFew(found: 0, needed: 1) }
    if let sentences, sentences.tasks.count != tasks.count {
      throw .unequalCounts(sentences.tasks.count, tasks.count)
    }
    var prepared: [PreparedTask] = []
    for (index, task) in tasks.enumerated() {
      guard task.a.count == seeds else { throw .unequalCounts(task.a.count, seeds) }
      if let pairs = sentences?.tasks[index], pairs.count != task.gold.count {
        throw .unequalCounts(task.gold.count, pairs.count)
      }
      prepared.append(try PreparedTask(task, correlation))
    }
    return prepared
  }
}

import Model
import Statistics
import Support
import Testing

@Suite struct SentenceBootstrapTests {
  static let stream = RandomStream(seed: 8, label: "sentence bootstrap")

  /// A task of pairs of sentences in a ring of given size, each with an error of its own.
  ///
  /// The difference of the methods' cosines has a part of each sentence and one of the pair.
  private func task(
    _ name: String, pairs: [(Int, Int)], sentence: Double, pair: Double, _ stream: RandomStream
  ) -> ScoredTask {
    let gold = stream.fork("gold").normal(pairs.count)
    let effects = stream.fork("effects")
    func scores(_ sign: Double) -> [[Double]] {
      (0..<2).map { seed in
        pairs.enumerated().map { place, ends in
          let shared = effects.normal(at: ends.0) + effects.normal(at: ends.1)
          let own = stream.fork("own").normal(at: place)
          let rest = stream.fork(seed).fork(sign > 0 ? 1 : 0).normal(at: place)
          return gold[place] * (1 + sign * (sentence * shared + pair * own)) + 0.05 * rest
        }
      }
    }
    return ScoredTask(name: name, gold: gold, a: scores(1), b: scores(-1))
  }

  private func result(
    _ tasks: [ScoredTask], _ pairs: [[(Int, Int)]], threads: Int = 1
  ) throws -> SentenceBootstrap {
    try SentenceBootstrap(
      tasks, sentences: PairSentences(pairs.map { $0.map { ("\($0.0)", "\($0.1)") } }),
      correlation: .pearson, resamples: 400, stream: Self.stream.fork("resamples"),
      compute: Compute(product: .exact, threads: threads))
  }

  @Test func `pairs that share no sentence count as the independent pairs they are`() throws {
    let pairs = (0..<150).map { (2 * $0, 2 * $0 + 1) }
    let task = task("apart", pairs: pairs, sentence: 0.1, pair: 0.1, Self.stream.fork("apart"))
    let own = try result([task], [pairs])
    #expect(own.average.effectivePairs == 150)
    #expect(try result([task], [pairs], threads: 3) == own)
  }

  /// One pair more shares a sentence, so that sentences are drawn.
  @Test func `pairs that hardly share a sentence count as nearly as many`() throws {
    let pairs = (0..<150).map { (2 * $0, 2 * $0 + 1) } + [(0, 2)]
    let task = task("near", pairs: pairs, sentence: 0.1, pair: 0.1, Self.stream.fork("apart"))
    let own = try result([task], [pairs])
    let effective = try #require(own.average.effectivePairs)
    // The variance of a variance of 400 resamples is some 7 %, of the difference of two some 30 %.
    #expect(effective > 75 && effective <= 151)
    #expect(try result([task], [pairs], threads: 3) == own)
  }

  @Test func `pairs of a few sentences count as fewer`() throws {
    let pairs = (0..<30).flatMap { a in (1...5).map { (a, (a + $0) % 30) } }
    let task = task("dense", pairs: pairs, sentence: 0.3, pair: 0, Self.stream.fork("dense"))
    let own = try result([task], [pairs]).average
    let effective = try #require(own.effectivePairs)
    #expect(own.pairs == 150 && effective < 60)
    let variance = try #require(own.difference.varianceFromPairs)
    #expect(variance > 2 * own.varianceFromIndependentPairs)
    #expect(own.difference.p() > 0 && own.difference.count == 2)
  }

  @Test func `a task beside itself has the error of one`() throws {
    let pairs = (0..<80).map { ($0, $0 + 1) }
    let task = task("chain", pairs: pairs, sentence: 0.1, pair: 0.1, Self.stream.fork("chain"))
    let (one, two) = (try result([task], [pairs]), try result([task, task], [pairs, pairs]))
    #expect(two.average.pairs == 80 && two.tasks[0].difference == two.tasks[1].difference)
    let variances = try [one, two].map {
      try #require($0.average.difference.varianceFromPairs)
    }
    #expect(abs(variances[1] / variances[0] - 1) < 1e-9)
  }

  @Test func `tasks and sentences must fit`() {
    let pairs = [(0, 1), (1, 2), (2, 3)]
    let task = task("few", pairs: pairs, sentence: 0, pair: 0.1, Self.stream)
    #expect(throws: StatisticError.unequalCounts(2, 1)) { try result([task], [pairs, pairs]) }
    #expect(throws: StatisticError.unequalCounts(3, 2)) { try result([task], [[(0, 1), (1, 2)]]) }
  }

  /// Text, not place, makes sentences and pairs the same, and the order within a pair does not count.
  @Test func `sentences are the same where their text is`() {
    let own = PairSentences([[("a", "b"), ("b", "c")], [("b", "a"), ("c", "c")]])
    #expect(own.sentences == 3 && own.pairs == 3)
    #expect(own.tasks[1][0] == own.tasks[0][0])
    #expect(own.areShared && !PairSentences([[("a", "b")], [("b", "a"), ("c", "c")]]).areShared)
    #expect(PairSentences([[(7, 4), (4, 2)], [(4, 7), (2, 2)]]) == own)
  }
}

import Model
import Statistics
import Studies

/// What `compare` of two methods resamples: 2 × 5 runs on 18,000 pairs of numbers that mean nothing.
struct BenchComparison {
  static let pairs = 18_000
  static let runs = 5
  static let resamples = 10_000
  private let task: ScoredTask
  private let compute: Compute

  init(compute: Compute) {
    self.compute = compute
    let stream = RandomStream(seed: 1, label: "bench")
    // Gold scores in steps of 0.2, as STS has them.
    let gold = stream.fork("gold").uniform(Self.pairs).map { ($0 * 25).rounded() / 5 }
    func cosines(_ side: String) -> [[Double]] {
      (0..<Self.runs).map { run in
        zip(gold, stream.fork(side).fork(run).uniform(Self.pairs)).map { $0 / 5 + $1 }
      }
    }
    task = ScoredTask(name: "bench", gold: gold, a: cosines("a"), b: cosines("b"))
  }

  /// - Throws: ``StatisticError``.
  func measure() throws -> Double {
    try seconds {
      _ = try SentenceBootstrap(
        [task], sentences: nil, correlation: .spearman, resamples: Self.resamples,
        stream: RandomStream(seed: 1, label: "compare"), compute: compute)
    }
  }
}

import Model
import Statistics
import Support
import Testing

/// The joint bootstrap of runs that do not say which sentences their pairs have.
@Suite struct JointBootstrapTests {
  static let stream = RandomStream(seed: 5, label: "pairs")

  /// Runs whose cosines follow gold with a weight, and a task of them.
  static func task(_ name: String, pairs: Int, seeds: Int, weights: (Double, Double)) -> ScoredTask
  {
    let own = stream.fork(name)
    let gold = own.fork("gold").normal(pairs)
    func runs(_ method: String, _ weight: Double) -> [[Double]] {
      (0..<seeds).map { seed in
        zip(gold, own.fork(method).fork(seed).normal(pairs)).map { weight * $0 + $1 }
      }
    }
    return ScoredTask(name: name, gold: gold, a: runs("a", weights.0), b: runs("b", weights.1))
  }

  static func bootstrap(
    _ tasks: [ScoredTask], _ kind: Correlation = .spearman, threads: Int = 1, seed: UInt64 = 1
  ) throws -> SentenceBootstrap {
    try SentenceBootstrap(
      tasks, sentences: nil, correlation: kind, resamples: 300,
      stream: RandomStream(seed: seed, label: "bootstrap"),
      compute: Compute(product: .exact, threads: threads))
  }

  let tasks = [
    task("one", pairs: 60, seeds: 5, weights: (2, 1)),
    task("two", pairs: 40, seeds: 5, weights: (1, 1)),
  ]

  @Test(arguments: Correlation.allCases)
  func `threads change nothing and a seed changes the interval`(_ kind: Correlation) throws {
    let one = try Self.bootstrap(tasks, kind)
    #expect(try Self.bootstrap(tasks, kind, threads: 2) == one)
    #expect(try Self.bootstrap(tasks, kind, threads: 5) == one)
    #expect(try Self.bootstrap(tasks, kind, seed: 2).average != one.average)
  }

  @Test func `methods swapped turn the interval around`() throws {
    let one = try Self.bootstrap(tasks).average.difference
    let turned = try Self.bootstrap(
      tasks.map { ScoredTask(name: $0.name, gold: $0.gold, a: $0.b, b: $0.a) }
    ).average.difference
    let (interval, mirror) = (one.interval(level: 0.95), turned.interval(level: 0.95))
    #expect(abs(interval.lower + mirror.upper) < 1e-12)
    #expect(abs(one.estimate + turned.estimate) < 1e-12 && abs(one.p() - turned.p()) < 1e-9)
  }

  @Test func `ranks do not change under a rising function`() throws {
    let curved = tasks.map { task in
      func bent(_ runs: [[Double]]) -> [[Double]] { runs.map { $0.map { $0 * $0 * $0 + 2 } } }
      return ScoredTask(name: task.name, gold: task.gold, a: bent(task.a), b: bent(task.b))
    }
    #expect(try Self.bootstrap(curved) == Self.bootstrap(tasks))
  }

  @Test func `a plain difference is found, none is not`() throws {
    let found = try Self.bootstrap(tasks)
    #expect(found.average.pairs == 100 && found.average.effectivePairs == nil)
    let result = found.tasks.map(\.difference)
    #expect(result[0].interval(level: 0.95).lower > 0 && result[0].p() < 0.05)
    #expect(result[1].interval(level: 0.95).contains(0) && result[1].p() > 0.05)
    let same = tasks.map { ScoredTask(name: $0.name, gold: $0.gold, a: $0.a, b: $0.a) }
    let none = try Self.bootstrap(same).average.difference
    #expect(none.estimate == 0 && none.p() == 1 && none.standardError == 0)
  }

  @Test func `malformed tasks are refused`() {
    let task = tasks[0]
    func refused(_ error: StatisticError, _ tasks: [ScoredTask]) {
      #expect(throws: error) { try Self.bootstrap(tasks) }
    }
    refused(.tooFew(found: 0, needed: 1), [])
    refused(
      .tooFew(found: 1, needed: 2),
      [ScoredTask(name: "", gold: task.gold, a: [task.a[0]], b: [task.b[0]])])
    refused(
      .unequalCounts(5, 4),
      [ScoredTask(name: "", gold: task.gold, a: task.a, b: Array(task.b.dropLast()))])
    refused(
      .unequalCounts(4, 5),
      [
        task,
        ScoredTask(
          name: "", gold: task.gold, a: Array(task.a.dropLast()), b: Array(task.b.dropLast())),
      ])
  }
}

import Model
import Reports
import Statistics
import Support
import Testing

/// Bootstraps over the same resamples by SciPy: `ci/reference/statistics_bootstrap.py`.
@Suite struct BootstrapTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let value: Double }
    struct Task: Decodable {
      let name: String
      let gold: [Double]
      let a, b: [[Double]]
    }
    struct Difference: Decodable {
      let difference: Double
      let percentile, interval: [Double]
    }
    struct Shared: Decodable {
      let byPair, bySentence: [Double]
      let pairs, names: Int
    }
    struct Answer: Decodable {
      let tasks: [Difference]
      let average: Difference
      let single: [Double]
      let shared: Shared
    }
    let tolerance: Tolerance
    let resamples: Int
    let tasks: [Task]
    let sentences: [[[Int]]]
    let spearman, pearson: Answer
  }

  @Test(arguments: Correlation.allCases)
  func `resamples of seeds and pairs give SciPy's differences`(_ kind: Correlation) throws {
    let reference: Reference = try Fixture.read("statistics_bootstrap")
    let expected = kind == .spearman ? reference.spearman : reference.pearson
    let own = try MultiBootstrap(
      reference.tasks.map { ScoredTask(name: $0.name, gold: $0.gold, a: $0.a, b: $0.b) },
      correlation: kind, resamples: reference.resamples, level: 0.95,
      stream: RandomStream(seed: 1, label: "bootstrap"), compute: oneThread)
    #expect(own.tasks.map(\.name) == ["one", "two"])
    for (a, b) in zip(own.tasks + [own.average], expected.tasks + [expected.average]) {
      let difference = largestDifference(
        [a.difference] + ends(a.percentile) + ends(a.interval),
        [b.difference] + b.percentile + b.interval)
      #expect(difference <= reference.tolerance.value, "\(a.name)")
    }
  }

  @Test(arguments: Correlation.allCases)
  func `resamples of pairs give SciPy's interval of a correlation`(_ kind: Correlation) throws {
    let reference: Reference = try Fixture.read("statistics_bootstrap")
    let expected = kind == .spearman ? reference.spearman : reference.pearson
    let own = try CorrelationInterval(
      reference.tasks[0].a[0], reference.tasks[0].gold, kind, resamples: reference.resamples,
      level: 0.95, stream: RandomStream(seed: 1, label: "single"), compute: oneThread)
    #expect(
      largestDifference(ends(own.bootstrap), expected.single) <= reference.tolerance.value)
  }

  @Test(arguments: Correlation.allCases)
  func `resamples of sentences that tasks share give SciPy's variances`(
    _ kind: Correlation
  ) throws {
    let reference: Reference = try Fixture.read("statistics_bootstrap")
    let expected = kind == .spearman ? reference.spearman.shared : reference.pearson.shared
    let sentences = PairSentences(
      reference.sentences.map { task in task.map { ("\($0[0])", "\($0[1])") } })
    #expect(sentences.pairs == expected.pairs && sentences.sentences == expected.names)
    let own = try SentenceBootstrap(
      reference.tasks.map { ScoredTask(name: $0.name, gold: $0.gold, a: $0.a, b: $0.b) },
      sentences: sentences, correlation: kind, resamples: reference.resamples,
      stream: RandomStream(seed: 1, label: "sentences"), compute: oneThread)
    let all = own.tasks + [own.average]
    let robust = zip(expected.byPair, expected.bySentence).map { max($0, $1 - 2 * $0) }
    let tolerance = reference.tolerance.value
    #expect(
      largestDifference(all.map(\.varianceFromIndependentPairs), expected.byPair) <= tolerance)
    #expect(largestDifference(all.map(\.error.varianceFromPairs), robust) <= tolerance)
    #expect(own.average.pairs == expected.pairs)
  }

  private func ends(_ interval: Interval) -> [Double] { [interval.lower, interval.upper] }
}

import Model
import Reports
import Statistics
import Support
import Testing

/// Bootstraps by SciPy over the same resamples: `ci/reference/statistics_bootstrap.py`.
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
    }
    struct Shared: Decodable {
      let byPair, bySentence: [Double]
      let pairs, names: Int
    }
    struct Answer: Decodable {
      let tasks: [Difference]
      let average: Difference
      let shared: Shared
    }
    let tolerance: Tolerance
    let resamples: Int
    let tasks: [Task]
    let sentences: [[[Int]]]
    let spearman, pearson: Answer
  }

  @Test(arguments: Correlation.allCases)
  func `differences over seeds are SciPy's, and resamples of pairs make them wider`(
    _ kind: Correlation
  ) throws {
    let reference: Reference = try Fixture.read("statistics_bootstrap")
    let expected = kind == .spearman ? reference.spearman : reference.pearson
    let own = try SentenceBootstrap(
      reference.tasks.map { ScoredTask(name: $0.name, gold: $0.gold, a: $0.a, b: $0.b) },
      sentences: nil, correlation: kind, resamples: reference.resamples,
      stream: RandomStream(seed: 1, label: "bootstrap"), compute: oneThread)
    let differences = (own.tasks + [own.average]).map(\.difference)
    for (a, b) in zip(differences, expected.tasks + [expected.average]) {
      #expect(abs(a.estimate - b.difference) <= reference.tolerance.value)
      let (seeds, joint) = (a.overSeeds.interval(level: 0.95), a.interval(level: 0.95))
      #expect(joint.lower < seeds.lower && seeds.upper < joint.upper)
    }
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
    #expect(
      largestDifference(all.compactMap(\.difference.varianceFromPairs), robust) <= tolerance)
    #expect(own.average.pairs == expected.pairs)
  }
}

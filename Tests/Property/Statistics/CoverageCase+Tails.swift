import Decisions
import Model
import Runs
import Statistics

/// Every test that Holm's steps use, where 27 methods ask the first of them for p ≤ 0.05/27; and whole
/// families of 27 methods without a difference that share a baseline.
///
/// The number of a row is that of the seeds.
extension CoverageCase {
  static let tails = [
    pairedTail, unpairedTail, crossedTail, jointTail(0.02), jointTail(0.14), jointTail(0.5),
    sequentialTail, plannedTail, pairTail,
  ]
  static let families = [
    pairedFamily, unpairedFamily, jointFamily(0.02), jointFamily(0.14), jointFamily(0.5),
  ]

  private static let methods = 27
  private static let tail = 0.05 / Double(methods)

  private static func claim(_ test: String, _ share: ClosedRange<Double>) -> Claim {
    Claim(label: "p ≤ 0.05/27 of no difference: \(test)", share: share)
  }

  static let pairedTail = CoverageCase(
    claims: [claim("paired t", tail...tail)], sizes: [3, 5, 10], studies: 100_000
  ) { stream, size in
    let scores = scores([0, 0], stream, size)
    return [try Difference(paired: scores[0], scores[1]).p() <= tail]
  }

  static let unpairedTail = CoverageCase(
    claims: [
      claim("Welch, as many runs", 0...tail),
      claim("Welch, twice as many, deviation doubled", 0...tail),
    ], sizes: [3, 5, 10], studies: 100_000
  ) { stream, size in
    let a = stream.fork("a").normal(size)
    func p(_ b: [Double]) throws -> Double {
      try Difference(unpaired: a, .independent, b, .independent).p()
    }
    return [
      try p(stream.fork("b").normal(size)) <= tail,
      try p(stream.fork("c").normal(2 * size).map { 2 * $0 }) <= tail,
    ]
  }

  /// Differences of n × n runs of two crossed factors, both or one with an effect.
  static let crossedTail = CoverageCase(
    claims: [
      claim("crossed n × n, both factors count", 0...tail),
      claim("crossed n × n, one factor counts", 0...1.2 * tail),
    ], sizes: [3, 5, 10], studies: 20_000
  ) { stream, size in
    let (rows, columns) = (stream.fork("rows").normal(size), stream.fork("columns").normal(size))
    let rest = stream.fork("rest").normal(size * size)
    let layout = SeedLayout.crossed(
      rows: (0..<size * size).map { $0 / size }, columns: (0..<size * size).map { $0 % size })
    return try [1.0, 0].map { second in
      let values = (0..<size * size).map {
        rows[$0 / size] + second * columns[$0 % size] + rest[$0]
      }
      return try Difference(paired: values, values.map { _ in 0 }, layout: layout).p() <= tail
    }
  }

  /// An interval at 1 − 0.05/27 that leaves out zero is the same as p ≤ 0.05/27, and takes a thousandth
  /// of the time.
  private static let critical = Dictionary(
    uniqueKeysWithValues: [3, 5, 10].map { ($0, SeedPairError.Critical(seeds: $0, tail: tail)) })

  /// Whether the first step calls a difference of seeds, of variance 1, and of pairs beside it.
  private static func isCalled(_ ofSeeds: [Double], pairs: Double, luck: Double) -> Bool {
    let moments = SampleMoments(ofSeeds)
    let reach = critical[ofSeeds.count]?.halfWidth(
      moments.variance / Double(ofSeeds.count), pairs)
    return abs(moments.mean + pairs.squareRoot() * luck) > reach ?? 0
  }

  /// What pairs bring to the mean, whose part of the variance is a share.
  private static func pairs(_ share: Double, seeds: Int) -> Double {
    share / (1 - share) / Double(seeds)
  }

  static func jointTail(_ share: Double) -> CoverageCase {
    CoverageCase(
      claims: [claim("seeds and pairs, pairs \(Int(100 * share)) %", 0...1.04 * tail)],
      sizes: [3, 5, 10], studies: 100_000
    ) { stream, size in
      let drawn = stream.normal(size + 1)
      return [
        isCalled(
          Array(drawn.prefix(size)), pairs: pairs(share, seeds: size), luck: drawn[size])
      ]
    }
  }

  static let sequentialTail = CoverageCase(
    claims: [claim("sequential, a look at every seed", 0...tail)], sizes: [10, 40],
    studies: 20_000
  ) { stream, size in
    [try EProcess(differences: stream.normal(size), effectVariance: 1).p <= tail]
  }

  static let plannedTail = CoverageCase(
    claims: [claim("planned looks at 5, 10, 15", 0...1.3 * tail)], sizes: [15], studies: 50_000
  ) { stream, size in
    let drawn = stream.normal(size)
    let finding = plannedAtTail.standings([drawn], margin: 1e-9)[0].finding
    return [finding == .better || finding == .worse]
  }

  private static let plannedAtTail = PlannedFamily(
    seeds: [5, 10, 15], level: 1 - tail, methods: 1)

  /// A gate of one run on each side: the deviation of the difference over resampled pairs. The number is
  /// that of the pairs.
  static let pairTail = CoverageCase(
    claims: [
      claim("resampled pairs of one run each", 0...2 * tail),
      Claim(
        label: "p ≤ 0.05 of no difference: resampled pairs of one run each", share: 0.03...0.06),
    ], sizes: [100], studies: 10_000
  ) { stream, size in
    let gold = stream.fork("gold").normal(size)
    let shared = stream.fork("shared").normal(size)
    let sides = ["a", "b"].map { side in
      zip(zip(gold, shared), stream.fork(side).normal(size)).map { $0.0 + $0.1 + 0.5 * $1 }
    }
    let replicates = sides.map {
      Replicates(
        PairBootstrap(
          task: "task", gold: gold, cosines: [$0], seed: stream.fork("draws").bits(at: 0),
          resamples: 100, compute: oneWorker
        ).spearman)
    }
    let difference = Difference(
      estimate: try spearman(sides[0], gold) - spearman(sides[1], gold),
      deviationOverPairs: replicates[0].less(replicates[1]).deviation, resamples: 100)
    return [difference.p() <= tail, difference.p() <= 0.05]
  }

  // MARK: Families

  private static func any(_ test: String) -> Claim {
    Claim(label: "any of 27 methods without a difference called: \(test)", share: 0...0.05)
  }

  private static func isAnyCalled(_ differences: [Difference]) -> Bool {
    Verdicts(differences, level: 0.95, margin: nil, countsSeeds: false).all.contains {
      $0 == .better || $0 == .worse
    }
  }

  static let pairedFamily = CoverageCase(
    claims: [any("paired t")], sizes: [3, 5, 10], studies: 10_000
  ) { stream, size in
    let all = scores([Double](repeating: 0, count: methods + 1), stream, size)
    return [isAnyCalled(try all.dropFirst().map { try Difference(paired: $0, all[0]) })]
  }

  static let unpairedFamily = CoverageCase(
    claims: [any("Welch")], sizes: [3, 5, 10], studies: 10_000
  ) { stream, size in
    let all = (0...methods).map { stream.fork($0).normal(size) }
    return [
      isAnyCalled(
        try all.dropFirst().map {
          try Difference(unpaired: $0, .independent, all[0], .independent)
        })
    ]
  }

  static func jointFamily(_ share: Double) -> CoverageCase {
    CoverageCase(
      claims: [any("seeds and pairs, pairs \(Int(100 * share)) %")], sizes: [3, 5, 10],
      studies: 20_000
    ) { stream, size in
      let half = 0.5.squareRoot()
      let drawn = stream.normal((methods + 1) * (size + 1))
      let pairs = pairs(share, seeds: size)
      return [
        (1...methods).contains { method in
          let own = (0...size).map { half * (drawn[method * (size + 1) + $0] - drawn[$0]) }
          return isCalled(Array(own.prefix(size)), pairs: pairs, luck: own[size])
        }
      ]
    }
  }
}

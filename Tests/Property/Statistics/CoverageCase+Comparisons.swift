import Decisions
import Model
import Runs
import Statistics

/// Studies that compare methods. Scores are normal; a seed raises or lowers both methods alike.
extension CoverageCase {
  static let comparisons = [
    paired, wilcoxon, holm,
    jointBootstrap("pairs differ most", spread: 0.15, noise: 0.6),
    jointBootstrap("seeds differ most", spread: 0.3, noise: 0.1),
    superiority, pairedSuperiority, stochasticOrder, ranks,
    verdict, power,
  ]

  /// Scores of methods with given true means, (methods, size), with a common part of each seed.
  static func scores(_ means: [Double], _ stream: RandomStream, _ size: Int) -> [[Double]] {
    let common = stream.fork("seed").normal(size)
    return means.enumerated().map { method, mean in
      zip(common, stream.fork(method).normal(size)).map { mean + $0 + $1 }
    }
  }

  static let paired = CoverageCase(
    claims: [
      Claim(label: "paired difference: interval", share: 0.95...0.95),
      Claim(label: "paired difference: p ≤ 0.05 of no difference", share: 0.05...0.05),
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let scores = scores([0.3, 0, 0], stream, size)
    let apart = try Difference(paired: scores[0], scores[1])
    let alike = try Difference(paired: scores[1], scores[2])
    return [apart.interval(level: 0.95).contains(0.3), alike.p() <= 0.05]
  }

  static let wilcoxon = CoverageCase(
    claims: [Claim(label: "Wilcoxon signed rank: p ≤ 0.05 of no difference", share: 0...0.05)],
    sizes: [5, 10, 25]
  ) { stream, size in
    let scores = scores([0, 0], stream, size)
    return [try WilcoxonSignedRank(scores[0], scores[1], rounding: 0).p <= 0.05]
  }

  static let holm = CoverageCase(
    claims: [
      Claim(label: "Holm: any false rejection among five, two true", share: 0.02...0.05)
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let scores = scores([0, 0, 0, 0, 2, 2], stream, size)
    let values = try scores.dropFirst().map {
      try Difference(paired: $0, scores[0]).p()
    }
    return [holmAdjusted(values).prefix(3).contains { $0 <= 0.05 }]
  }

  /// 100 pairs; the slope of the cosine on gold differs between seeds by `spread`, the noise of pairs
  /// that all seeds share is `noise`.
  static func jointBootstrap(
    _ name: String, spread: Double, noise: Double
  ) -> CoverageCase {
    CoverageCase(
      claims: [
        // Never narrower than that of seeds alone, and wider where pairs bring much.
        Claim(label: "joint bootstrap, \(name): interval", share: 0.945...1),
        Claim(label: "joint bootstrap, \(name): p ≤ 0.05 of no difference", share: 0...0.055),
      ], sizes: [5, 10, 25]
    ) { stream, size in
      let pairs = 100
      let gold = stream.fork("gold").normal(pairs)
      func runs(_ method: String) -> [[Double]] {
        let own = stream.fork(method)
        let shared = own.fork("pair").normal(pairs)
        let slopes = own.fork("slope").normal(size)
        return (0..<size).map { seed in
          let rest = own.fork("rest").fork(seed).normal(pairs)
          return (0..<pairs).map { pair in
            (1 + spread * slopes[seed]) * gold[pair] + noise * shared[pair] + 0.3 * rest[pair]
          }
        }
      }
      let result = try SentenceBootstrap(
        [ScoredTask(name: "task", gold: gold, a: runs("a"), b: runs("b"))], sentences: nil,
        correlation: .spearman, resamples: 200, stream: stream.fork("resamples"),
        compute: oneWorker
      ).average.difference
      return [result.interval(level: 0.95).contains(0), result.p() <= 0.05]
    }
  }

  /// θ = Φ(shift / √2).
  static let superiority = CoverageCase(
    claims: [
      Claim(label: "P(A > B), 0.5: interval", share: 0.935...0.965),
      Claim(label: "P(A > B), 0.76: interval", share: 0.935...0.965),
      Claim(label: "P(A > B), 0.95: interval", share: 0.96...0.975),
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let (a, b) = (stream.fork("a").normal(size), stream.fork("b").normal(size))
    return try [0.5, 0.76, 0.95].map { theta in
      let shift = 2.squareRoot() * NormalDistribution.quantile(theta)
      return try Superiority.independent(a.map { $0 + shift }, b, rounding: 0, level: 0.95)
        .interval.contains(theta)
    }
  }

  static let pairedSuperiority = CoverageCase(
    claims: [
      Claim(label: "P(A > B) by seed, 0.5: interval", share: 0.95...1),
      Claim(label: "P(A > B) by seed, 0.8: interval", share: 0.95...1),
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let draws = stream.normal(size)
    return try [0.5, 0.8].map { theta in
      let shift = NormalDistribution.quantile(theta)
      return try Superiority.paired(
        draws.map { $0 + shift }, draws.map { _ in 0 }, rounding: 0, level: 0.95
      ).interval.contains(theta)
    }
  }

  static let stochasticOrder = CoverageCase(
    claims: [
      Claim(label: "almost stochastic order: A named greater, both alike", share: 0...0.065),
      Claim(label: "almost stochastic order: bound below ½, both alike", share: 0.12...0.18),
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let order = AlmostStochasticOrder(
      unchecked: stream.fork("a").normal(size), stream.fork("b").normal(size), rounding: 0,
      level: 0.95, resamples: 200, stream: stream.fork("resamples"), compute: oneWorker)
    return [order.isGreater, order.bound < 0.5]
  }

  static let ranks = CoverageCase(
    claims: [
      Claim(label: "rank intervals: any of six places wrong", share: 0...0.01),
      Claim(label: "rank intervals: any of six equal methods found different", share: 0.03...0.05),
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let steps = scores([0, 1, 1.5, 3, 3.3, 6].map { -$0 }, stream, size)
    let names = (1...6).map { "\($0)" }
    let exact = names.map { _ in 0.0 }
    let stepped = try RankIntervals(names: names, scores: steps, roundings: exact, level: 0.95)
    let alike = try RankIntervals(
      names: names, scores: scores([0, 0, 0, 0, 0, 0], stream, size), roundings: exact,
      level: 0.95)
    return [
      stepped.methods.contains { !$0.places.contains(Int($0.name) ?? 0) }, alike.groups.count > 1,
    ]
  }

  static let verdict = CoverageCase(
    claims: [
      Claim(label: "verdict: better or worse, no difference", share: 0.05...0.05),
      Claim(label: "verdict: no difference larger than d, difference d", share: 0...0.025),
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let scores = scores([0, 0, 1], stream, size)
    let alike = try Difference(paired: scores[0], scores[1]).verdict(level: 0.95, margin: 1)
    let apart = try Difference(paired: scores[2], scores[1]).verdict(level: 0.95, margin: 1)
    return [alike == .better || alike == .worse, apart == .noDifference]
  }

  /// The difference that should be seen with a power of 0.8, at a deviation of √2.
  static let power = CoverageCase(
    claims: [Claim(label: "planned power of 80 %: interval leaves out zero", share: 0.8...0.8)],
    sizes: [5, 10, 25]
  ) { stream, size in
    let difference = differencesToSee[size] ?? 0
    let scores = scores([difference, 0], stream, size)
    return [try Difference(paired: scores[0], scores[1]).p() < 0.05]
  }

  private static let differencesToSee = Dictionary(
    uniqueKeysWithValues: [5, 10, 25].map { size in
      (
        size,
        StudentT(degreesOfFreedom: Double(size - 1)).smallestDifference(
          error: (2 / Double(size)).squareRoot(), power: 0.8, level: 0.95)
      )
    })

  static let oneWorker = Compute(product: .exact, threads: 1)
}

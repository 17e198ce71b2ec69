import Model
import Runs
import Statistics

/// Studies that estimate correlations and variance components.
extension CoverageCase {
  static let estimates = [
    correlation(.pearson), correlation(.spearman), crossed, crossedThree, incomplete,
  ]
  /// Those that take a moment; the restricted likelihood takes minutes.
  static let quickEstimates = [
    correlation(.pearson), correlation(.spearman), crossed, crossedThree,
  ]

  /// Pairs of a normal distribution whose correlation, of either kind, is ½ or 0.8.
  static func correlation(_ kind: Correlation) -> CoverageCase {
    let truths = [0.5, 0.8]
    // A rank correlation ρ belongs to Pearson's 2 sin(πρ/6).
    let slopes = kind == .pearson ? truths : [0.5176380902050415, 0.8134732861516005]
    let name = kind.rawValue
    // The bootstrap's own claims; five ranks of a close correlation leave both too short.
    let bootstrap = kind == .pearson ? 0.85...0.94 : 0.85...0.98
    let fisher = kind == .pearson ? 0.935...0.965 : 0.85...0.965
    return CoverageCase(
      claims: truths.flatMap { truth in
        [
          Claim(label: "\(name) \(truth): Fisher's interval", share: fisher),
          Claim(label: "\(name) \(truth): bootstrap", share: bootstrap),
        ]
      }, sizes: [5, 10, 25, 100]
    ) { stream, size in
      let (x, noise) = (stream.fork("x").normal(size), stream.fork("y").normal(size))
      return try zip(truths, slopes).flatMap { truth, slope in
        let rest = (1 - slope * slope).squareRoot()
        let y = zip(x, noise).map { slope * $0 + rest * $1 }
        let result = try CorrelationInterval(
          x, y, kind, resamples: 400, level: 0.95, stream: stream.fork("resamples"),
          compute: oneWorker)
        return [result.fisher.contains(truth), result.bootstrap.contains(truth)]
      }
    }
  }

  /// Scores of a crossed design with planted variances, by set of factors and for the remainder.
  static func planted(
    sizes: [Int], replicates: Int, variances: [(factors: [Int], variance: Double)],
    remainder: Double, keeping share: Double, _ stream: RandomStream
  ) throws -> FactorialRuns {
    var (levels, values): ([[UInt64]], [Double]) = ([], [])
    for run in 0..<sizes.reduce(replicates, *) {
      var rest = run / replicates
      var row: [UInt64] = []
      for size in sizes {
        row.append(UInt64(rest % size))
        rest /= size
      }
      guard stream.fork("kept").uniform(at: run) < share else { continue }
      var value = remainder.squareRoot() * stream.fork("remainder").normal(at: run)
      for (number, part) in variances.enumerated() {
        let cell = part.factors.reduce(0) { 1000 * $0 + Int(row[$1]) }
        value += part.variance.squareRoot() * stream.fork(number).normal(at: cell)
      }
      levels.append(row)
      values.append(value)
    }
    return try FactorialRuns(
      factors: Array(["order", "dropout", "initialization"].prefix(sizes.count)), levels: levels,
      values: values)
  }

  /// n × n runs; shares 20, 30 and 50 %.
  static let crossed = CoverageCase(
    claims: [
      Claim(label: "n × n runs: variance of order (20 %)", share: 0.935...0.965),
      Claim(label: "n × n runs: share of order (20 %)", share: 0.935...0.965),
      Claim(label: "n × n runs: share of dropout (30 %)", share: 0.935...0.965),
      Claim(label: "n × n runs: share of remainder (50 %)", share: 0.935...0.965),
    ], sizes: [5, 10, 25]
  ) { stream, size in
    let runs = try planted(
      sizes: [size, size], replicates: 1, variances: [([0], 0.2), ([1], 0.3)], remainder: 0.5,
      keeping: 1, stream)
    let parts = try VarianceComponents.analysisOfVariance(
      runs, level: 0.95, draws: 400, stream: stream.fork("draws"), compute: oneWorker
    ).parts
    return [parts[0].varianceInterval?.contains(0.2) ?? false]
      + zip(parts, [0.2, 0.3, 0.5]).map { $0.shareInterval?.contains($1) ?? false }
  }

  /// n × n × 2 runs; no variance of the initialization nor of its interactions.
  static let crossedThree = CoverageCase(
    claims: [
      Claim(label: "n × n × 2 runs: share of order (20 %)", share: 0.935...0.965),
      Claim(label: "n × n × 2 runs: share of dropout (30 %)", share: 0.935...0.965),
      Claim(label: "n × n × 2 runs: share of initialization (0 %)", share: 0.95...1),
      Claim(label: "n × n × 2 runs: share of order × dropout (20 %)", share: 0.93...0.965),
      Claim(label: "n × n × 2 runs: share of remainder (30 %)", share: 0.915...0.965),
    ], sizes: [5, 10]
  ) { stream, size in
    let runs = try planted(
      sizes: [size, size, 2], replicates: 1,
      variances: [([0], 0.2), ([1], 0.3), ([0, 1], 0.2)], remainder: 0.3, keeping: 1, stream)
    let parts = try VarianceComponents.analysisOfVariance(
      runs, level: 0.95, draws: 400, stream: stream.fork("draws"), compute: oneWorker
    ).parts
    return zip([0, 1, 2, 3, 6], [0.2, 0.3, 0, 0.2, 0.3]).map {
      parts[$0].shareInterval?.contains($1) ?? false
    }
  }

  /// n × 5 cells of up to two runs, a quarter of the runs missing.
  static let incomplete = CoverageCase(
    claims: [
      Claim(label: "n × 5 incomplete: share of order (20 %)", share: 0.93...0.98),
      Claim(label: "n × 5 incomplete: share of dropout (30 %)", share: 0.93...0.98),
      Claim(label: "n × 5 incomplete: share of order × dropout (10 %)", share: 0.93...0.98),
      Claim(label: "n × 5 incomplete: share of remainder (40 %)", share: 0.93...0.98),
    ], sizes: [5, 10]
  ) { stream, size in
    let runs = try planted(
      sizes: [size, 5], replicates: 2, variances: [([0], 0.2), ([1], 0.3), ([0, 1], 0.1)],
      remainder: 0.4, keeping: 0.75, stream)
    let fit = try RestrictedFit(runs, terms: runs.terms)
    let limit = fit.limit(level: 0.95)
    return [0.2, 0.3, 0.1, 0.4].enumerated().map { part, share in
      fit.deviance(ofShare: part, share) <= limit
    }
  }
}

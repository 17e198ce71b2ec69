import Model
import Runs
import Statistics

/// Studies that estimate correlations and variance components.
extension CoverageCase {
  static let estimates = [
    crossed, crossedThree, incomplete, ordersAndDropouts,
  ]
  /// Those that take a moment; the restricted likelihood takes minutes.
  static let quickEstimates = [
    crossed, crossedThree,
  ]

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
    ], sizes: [5, 10], studies: 500
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

  /// Studies/order-dropout-initialization.json: n data orders × n dropouts under one initialization, of a
  /// second the diagonal. The number of a row is n.
  ///
  /// The band was stated from 97–98 % of the same profile in NumPy.
  static let ordersAndDropouts = CoverageCase(
    claims: [
      Claim(
        label: "orders × dropouts, 2 initializations: share of order (60 %)", share: 0.94...0.995),
      Claim(
        label: "orders × dropouts, 2 initializations: share of initialization (10 %)",
        share: 0.94...1),
      Claim(
        label: "orders × dropouts, 2 initializations: share of dropout (10 %)", share: 0.94...1),
      Claim(
        label: "orders × dropouts, 2 initializations: share of remainder (20 %)", share: 0.94...1),
    ], sizes: [5], studies: 1_000
  ) { stream, size in
    var (levels, values): ([[UInt64]], [Double]) = ([], [])
    func add(_ initialization: Int, _ order: Int, _ dropout: Int) {
      func effect(_ name: String, _ level: Int, _ share: Double) -> Double {
        share.squareRoot() * stream.fork(name).normal(at: level)
      }
      levels.append([initialization, order, dropout].map { UInt64($0) })
      values.append(
        effect("order", order, 0.6) + effect("initialization", initialization, 0.1)
          + effect("dropout", dropout, 0.1) + effect("rest", values.count, 0.2))
    }
    for order in 0..<size { for dropout in 0..<size { add(0, order, dropout) } }
    for place in 0..<size { add(1, place, place) }
    let runs = try FactorialRuns(
      factors: ["initialization", "order", "dropout"], levels: levels, values: values)
    let fit = try RestrictedFit(runs, terms: try runs.separableTerms())
    let limit = fit.limit(level: 0.95)
    return [(1, 0.6), (0, 0.1), (2, 0.1), (6, 0.2)].map { part, share in
      fit.deviance(ofShare: part, share) <= limit
    }
  }
}

import Model
import Statistics
import Support
import Testing

@Suite struct VarianceComponentsTests {
  /// A crossed design of 4 × 3 levels (× 2 with three factors), `replicates` runs a cell.
  static func runs(
    factors: Int, replicates: Int, seed: UInt64, dropping dropped: Int = 0
  ) throws -> FactorialRuns {
    let names = Array(["order", "dropout", "initialization"].prefix(factors))
    let sizes = [4, 3, 2].prefix(factors)
    let stream = RandomStream(seed: seed, label: "runs")
    var (levels, values): ([[UInt64]], [Double]) = ([], [])
    for run in 0..<sizes.reduce(replicates, *) {
      var rest = run / replicates
      var row: [UInt64] = []
      for size in sizes {
        row.append(UInt64(10 + rest % size))
        rest /= size
      }
      levels.append(row)
      // An effect of each set of factors, told by a bit for each.
      let effects = (1..<1 << factors).map { set in
        let cell = row.enumerated().reduce(0) {
          $1.offset.isIn(set) ? 20 * $0 + Int($1.element) : $0
        }
        return 3 * stream.fork(set).normal(at: cell)
      }
      values.append(effects.reduce(70, +) + stream.normal(at: run))
    }
    return try FactorialRuns(
      factors: names, levels: Array(levels.dropLast(dropped)),
      values: Array(values.dropLast(dropped)))
  }

  static func analysis(
    _ runs: FactorialRuns, threads: Int = 1, seed: UInt64 = 1
  ) throws -> VarianceComponents {
    try .analysisOfVariance(
      runs, level: 0.95, draws: 1_000, stream: RandomStream(seed: seed, label: "analysis"),
      compute: Compute(product: .exact, threads: threads))
  }

  /// A 3 × 4 layout worked by hand: row means 2, 4, 9; column means 4, 5, 6, 5; grand mean 5.
  @Test func `one run a cell of two factors is split as worked by hand`() throws {
    let cells: [[Double]] = [[1, 2, 3, 2], [3, 4, 5, 4], [8, 9, 10, 9]]
    let runs = try FactorialRuns(
      factors: ["rows", "columns"],
      levels: (0..<12).map { [UInt64($0 / 4), UInt64($0 % 4)] }, values: cells.flatMap { $0 })
    let parts = try Self.analysis(runs).parts
    #expect(parts.compactMap { $0.meanSquare?.sumOfSquares } == [104, 6, 0])
    // Rows: (104 / 2 − 0) / 4; columns: (6 / 3 − 0) / 3.
    #expect(largestDifference(parts.map(\.variance), [13, 2.0 / 3, 0]) < 1e-12)
  }

  @Test(arguments: [(2, 1, 11), (2, 3, 35), (3, 1, 23), (3, 2, 47)])
  func `sums of squares and degrees of freedom add up`(
    factors: Int, replicates: Int, degrees: Int
  ) throws {
    let runs = try Self.runs(factors: factors, replicates: replicates, seed: 2)
    let squares = try Self.analysis(runs).parts.compactMap(\.meanSquare)
    let center = try mean(runs.values)
    let total = runs.values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    #expect(abs(squares.reduce(0) { $0 + $1.sumOfSquares } - total) < 1e-9 * total)
    #expect(squares.reduce(0) { $0 + $1.degrees } == degrees)
    #expect(squares.count == (factors == 2 ? 3 : 7) + (replicates > 1 ? 1 : 0))
  }

  /// Of a complete design whose components are all positive, both methods give the same.
  @Test(arguments: [(2, 3), (3, 3)])
  func `restricted likelihood agrees with the analysis of variance`(
    factors: Int, replicates: Int
  ) throws {
    var compared = 0
    for seed in 1...UInt64(40) {
      let runs = try Self.runs(factors: factors, replicates: replicates, seed: seed)
      let analysis = try Self.analysis(runs).parts.map(\.variance)
      guard analysis.allSatisfy({ $0 > 0 }) else { continue }
      let likelihood = try VarianceComponents.restrictedLikelihood(
        runs, terms: runs.terms, level: nil, compute: oneThread
      ).parts.map(\.variance)
      #expect(largestDifference(analysis, likelihood) < 1e-4)
      compared += 1
    }
    #expect(compared >= 1)
  }

  @Test func `neither threads nor an offset change shares, and a seed changes intervals`() throws {
    let runs = try Self.runs(factors: 3, replicates: 2, seed: 3)
    let one = try Self.analysis(runs)
    #expect(try Self.analysis(runs, threads: 3) == one)
    #expect(try Self.analysis(runs, seed: 2).parts[0].shareInterval != one.parts[0].shareInterval)
    let moved = try FactorialRuns(
      factors: runs.factors, levels: runs.levels.map { $0.map { UInt64(7 + 3 * $0) } },
      values: runs.values.map { 2 * $0 + 1e6 })
    for (a, b) in zip(one.parts, try Self.analysis(moved).parts) {
      #expect(abs((a.share ?? -1) - (b.share ?? -1)) < 1e-8)
      #expect(abs(4 * a.variance - b.variance) < 1e-6)
    }
  }

  /// The draws are those of the design: where two tasks hold the same scores, so do their intervals.
  @Test func `sixty-five thousand even draws are stable to a third of a point`() throws {
    let runs = try Self.runs(factors: 2, replicates: 1, seed: 6)
    func ends(_ seed: UInt64) throws -> [Double] {
      try VarianceComponents.analysisOfVariance(
        runs, level: 0.95, draws: 65_536, stream: RandomStream(seed: seed, label: "draws"),
        compute: oneThread
      ).parts.flatMap { [$0.shareInterval?.lower ?? -1, $0.shareInterval?.upper ?? -1] }
    }
    let first = try ends(1)
    #expect(try ends(1) == first)
    for seed in 2...UInt64(4) { #expect(largestDifference(try ends(seed), first) < 0.0033) }
  }

  @Test func `an incomplete design has shares with intervals around them`() throws {
    let runs = try Self.runs(factors: 2, replicates: 2, seed: 4, dropping: 5)
    #expect(throws: DesignError.notBalanced(fewest: 0, most: 2)) { try Self.analysis(runs) }
    let terms = try runs.separableTerms()
    #expect(terms == runs.terms)
    let result = try VarianceComponents.restrictedLikelihood(
      runs, terms: terms, level: 0.95, compute: oneThread)
    #expect(abs(result.parts.reduce(0) { $0 + ($1.share ?? 0) } - 1) < 1e-12)
    for part in result.parts {
      let interval = try #require(part.shareInterval)
      #expect(interval.contains(try #require(part.share)))
      #expect(interval.lower >= 0 && interval.upper <= 1 && interval.lower < interval.upper)
    }
  }

  @Test func `parts that the runs cannot tell apart are named`() throws {
    // One run a cell: the interaction is the remainder. One dropout seed for each order: both are one.
    let single = try Self.runs(factors: 2, replicates: 1, seed: 5)
    #expect(try single.separableTerms().map(\.name) == ["order", "dropout"])
    #expect(throws: DesignError.confounded("order × dropout")) {
      try VarianceComponents.restrictedLikelihood(
        single, terms: single.terms, level: nil, compute: oneThread)
    }
    let joined = try FactorialRuns(
      factors: ["order", "dropout"], levels: [[1, 1], [1, 1], [2, 2], [2, 2], [3, 3]],
      values: [1, 2, 3, 4, 6])
    #expect(throws: DesignError.confounded("dropout")) { try joined.separableTerms() }
  }

  @Test func `runs that are all alike have no shares`() throws {
    let runs = try FactorialRuns(
      factors: ["a", "b"], levels: [[0, 0], [0, 1], [1, 0], [1, 1]], values: [5, 5, 5, 5])
    let analysis = try Self.analysis(runs)
    #expect(analysis.parts.allSatisfy { $0.share == nil && $0.variance == 0 })
    let likelihood = try VarianceComponents.restrictedLikelihood(
      runs, terms: try runs.separableTerms(), level: 0.95, compute: oneThread)
    #expect(likelihood.parts.allSatisfy { $0.share == nil && $0.shareInterval == nil })
  }

  @Test func `malformed runs are refused`() {
    #expect(throws: DesignError.factors(found: 1)) {
      try FactorialRuns(factors: ["a"], levels: [[1]], values: [1])
    }
    #expect(throws: DesignError.unequalCounts(runs: 1, values: 2)) {
      try FactorialRuns(factors: ["a", "b"], levels: [[1, 2]], values: [1, 2])
    }
    #expect(throws: DesignError.ragged(run: 1, levels: 1, factors: 2)) {
      try FactorialRuns(factors: ["a", "b"], levels: [[1, 2], [1]], values: [1, 2])
    }
    #expect(throws: DesignError.tooFewLevels(factor: "b", found: 1)) {
      try FactorialRuns(factors: ["a", "b"], levels: [[1, 2], [2, 2]], values: [1, 2])
    }
    #expect(throws: DesignError.notFinite(run: 0)) {
      try FactorialRuns(factors: ["a", "b"], levels: [[1, 2]], values: [.nan])
    }
  }
}

extension Int {
  /// Whether the bit of this number is set.
  fileprivate func isIn(_ set: Int) -> Bool { set >> self & 1 == 1 }
}

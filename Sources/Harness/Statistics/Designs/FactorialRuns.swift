/// The scores of runs that differ in the levels of two or three factors.
///
/// A level is anything that numbers can name, such as the seed of the data order; only its equality
/// counts.
public struct FactorialRuns: Sendable, Equatable {
  public let factors: [String]
  /// The level of each factor in each run, (N runs, factors), numbered from 0 in ascending order.
  public let levels: [[Int]]
  public let values: [Double]

  /// - Inputs: `factors`, two or three names; `levels`, a row for each run, (N, factors); `values` (N).
  /// - Throws: ``DesignError``.
  public init(
    factors: [String], levels: [[UInt64]], values: [Double]
  ) throws(DesignError) {
    guard factors.count == 2 || factors.count == 3 else { throw .factors(found: factors.count) }
    guard levels.count == values.count else {
      throw .unequalCounts(runs: levels.count, values: values.count)
    }
    for (run, row) in levels.enumerated() {
      guard row.count == factors.count else {
        throw .ragged(run: run, levels: row.count, factors: factors.count)
      }
      guard values[run].isFinite else { throw .notFinite(run: run) }
    }
    var numbered = [[Int]](repeating: [], count: levels.count)
    for (factor, name) in factors.enumerated() {
      let known = Set(levels.map { $0[factor] }).sorted()
      guard known.count >= 2 else { throw .tooFewLevels(factor: name, found: known.count) }
      let number = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
      for run in levels.indices { numbered[run].append(number[levels[run][factor]] ?? 0) }
    }
    self.factors = factors
    self.levels = numbered
    self.values = values
  }

  /// The runs with other values.
  func with(values: [Double]) -> FactorialRuns {
    var copy = self
    precondition(values.count == self.values.count, "\(values.count) values, \(levels.count) runs")
    copy = FactorialRuns(factors, levels, values)
    return copy
  }

  private init(_ factors: [String], _ levels: [[Int]], _ values: [Double]) {
    (self.factors, self.levels, self.values) = (factors, levels, values)
  }

  // MARK: Terms

  /// Every set of factors, single ones first: main effects, then interactions.
  public var terms: [VarianceTerm] {
    let sets =
      factors.count == 2
      ? [[0], [1], [0, 1]] : [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]
    return sets.map { set in
      VarianceTerm(factors: set, name: set.map { factors[$0] }.joined(separator: " × "))
    }
  }

  /// The number of the cell that each run falls in by the factors of a term, and how many there are.
  func cells(of term: VarianceTerm) -> (count: Int, ofRun: [Int]) {
    let keys = levels.map { row in
      term.factors.reduce(0) { $0 * (levels.count + 1) + row[$1] }
    }
    let known = Set(keys).sorted()
    let number = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    return (known.count, keys.map { number[$0] ?? 0 })
  }

  /// Runs in each combination of levels; nil unless every combination has the same number.
  public var replicates: Int? {
    let (fewest, most) = runsInCells
    return fewest == most ? fewest : nil
  }

  /// The fewest and the most runs of any combination of levels, missing ones included.
  var runsInCells: (fewest: Int, most: Int) {
    let all = VarianceTerm(factors: Array(factors.indices), name: "")
    let (count, ofRun) = cells(of: all)
    let possible = factors.indices.reduce(1) { $0 * cells(of: terms[$1]).count }
    let counts = ofRun.reduce(into: [Int](repeating: 0, count: count)) { $0[$1] += 1 }
    return (count < possible ? 0 : counts.min() ?? 0, counts.max() ?? 0)
  }
}

/// A factor or an interaction of factors, whose levels raise or lower a score at random.
public struct VarianceTerm: Sendable, Equatable {
  /// The places of its factors in the design, ascending.
  public let factors: [Int]
  /// The factors' names, joined by ×.
  public let name: String
}

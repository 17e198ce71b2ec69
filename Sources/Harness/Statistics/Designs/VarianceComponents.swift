/// How much of the variance between runs each factor and each interaction brings.
///
/// The model is y = μ + Σ (an effect of each term's level) + remainder, all effects independent and
/// normal; a term's component is the variance of its effects.
public struct VarianceComponents: Sendable, Equatable {
  /// A factor, an interaction, or the remainder, which is last.
  public struct Part: Sendable, Equatable {
    public let name: String
    /// The variance; the analysis of variance keeps an estimate below zero as it is.
    public let variance: Double
    /// The variance over the sum of all, negative ones as zero; nil when nothing varies.
    public let share: Double?
    /// Nil where the method gives none.
    public let varianceInterval: Interval?
    public let shareInterval: Interval?
    /// Nil in a restricted likelihood.
    public let meanSquare: MeanSquare?
  }

  /// A sum of squares over its degrees of freedom.
  public struct MeanSquare: Sendable, Equatable {
    public let sumOfSquares: Double
    public let degrees: Int
    public var value: Double { sumOfSquares / Double(degrees) }
  }

  public enum Method: String, Sendable {
    case analysisOfVariance = "analysis-of-variance"
    case restrictedLikelihood = "restricted-likelihood"
  }

  public let method: Method
  public let parts: [Part]

  /// The shares of variances, negative ones as zero; nil when nothing varies.
  static func shares(_ variances: [Double]) -> [Double]? {
    let total = variances.reduce(0) { $0 + max(0, $1) }
    guard total > 0 else { return nil }
    return variances.map { max(0, $0) / total }
  }
}

/// The analysis of variance of a complete design with the same number of runs in every cell.
///
/// With r runs a cell and c_S runs at each level of term S, the expected mean squares are
///
///     E MS_S = σ²_remainder + Σ_{T ⊇ S} c_T σ²_T
///     σ²_S = 1/c_S Σ_{T ⊇ S} (−1)^{|T| − |S|} MS_T,   σ²_all = (MS_all − MS_remainder) / r
///
/// Without replicates (r = 1) the interaction of all factors cannot be separated from the remainder and
/// is counted there.
///
/// - Source: Searle, Casella and McCulloch, "Variance Components" (1992), sections 4.3 and 4.6.
package struct CrossedAnalysis {
  let names: [String]
  package let meanSquares: [VarianceComponents.MeanSquare]
  /// A component is the sum of these weights times the mean squares, (parts, mean squares).
  let weights: [[Double]]

  /// - Throws: ``DesignError`` for a design with missing or unequal cells.
  package init(_ runs: FactorialRuns) throws(DesignError) {
    guard let replicates = runs.replicates, replicates > 0 else {
      throw .notBalanced(fewest: runs.runsInCells.fewest, most: runs.runsInCells.most)
    }
    let (count, values) = (runs.values.count, runs.values)
    let grand = values.reduce(0, +) / Double(count)
    let deviations = values.map { $0 - grand }
    let all = runs.terms
    // The sum of squares of the cell means of each term, then less those of the terms inside it.
    var between: [Double] = []
    var levels: [Int] = []
    var degrees: [Int] = []
    for term in all {
      let (cells, ofRun) = runs.cells(of: term)
      var sums = [Double](repeating: 0, count: cells)
      for (cell, value) in zip(ofRun, deviations) { sums[cell] += value }
      var own = sums.reduce(0) { $0 + $1 * $1 } * Double(cells) / Double(count)
      var free = cells - 1
      for (inner, other) in all.enumerated()
      where inner < between.count && Self.contains(term, other) {
        own -= between[inner]
        free -= degrees[inner]
      }
      between.append(max(0, own))
      levels.append(cells)
      degrees.append(free)
    }
    var rest = deviations.reduce(0) { $0 + $1 * $1 } - between.reduce(0, +)
    var restDegrees = count - 1 - degrees.reduce(0, +)
    var terms = all
    if replicates == 1 {
      rest += between.removeLast()
      restDegrees += degrees.removeLast()
      terms.removeLast()
    }
    names = terms.map(\.name) + ["remainder"]
    meanSquares =
      zip(between, degrees).map { .init(sumOfSquares: $0, degrees: $1) }
      + [.init(sumOfSquares: max(0, rest), degrees: restDegrees)]
    var weights: [[Double]] = []
    for (index, term) in terms.enumerated() {
      let perLevel = Double(count) / Double(levels[index])
      var row = [Double](repeating: 0, count: terms.count + 1)
      for (place, other) in terms.enumerated() where Self.contains(other, term) {
        row[place] = ((other.factors.count - term.factors.count) % 2 == 0 ? 1 : -1) / perLevel
      }
      // What the terms leave of the alternating sum is the remainder's part.
      row[terms.count] = -row.reduce(0, +)
      weights.append(row)
    }
    weights.append([Double](repeating: 0, count: terms.count) + [1])
    self.weights = weights
  }

  private static func contains(_ outer: VarianceTerm, _ inner: VarianceTerm) -> Bool {
    inner.factors.allSatisfy(outer.factors.contains)
  }

  /// The components of given mean squares, or of draws of their expectations.
  package func components(_ meanSquares: [Double]) -> [Double] {
    weights.map { zip($0, meanSquares).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}

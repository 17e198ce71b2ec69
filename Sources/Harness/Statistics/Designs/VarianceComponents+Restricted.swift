public import Model

extension VarianceComponents {
  /// The components that maximize the restricted likelihood, for any design, with profile intervals.
  ///
  /// Missing cells and unequal numbers of runs are taken as they are; in a complete design whose
  /// analysis of variance has no negative component, both agree. A share's interval holds the shares p
  /// that the likelihood does not reject:
  ///
  ///     2 (max ℓ − max {ℓ : share = p}) ≤ F(level; 1, N − 1)
  ///
  /// - Inputs: `terms`, the factors and interactions to tell apart; the remainder is added;
  ///   `level` of the intervals, nil for none, which saves nearly all of the work.
  /// - Throws: ``DesignError`` for parts that the runs cannot tell apart.
  /// - Source: Searle, Casella and McCulloch, "Variance Components" (1992), section 6.6; profile:
  ///   Venzon and Moolgavkar, Applied Statistics 37 (1988).
  /// - Coverage: nominal 95 %, 4,000 simulated studies of n × 5 cells of up to two runs, a quarter of
  ///   the runs missing: 95.6–98.5 % at n = 5, 94.3–97.2 % at n = 10, the more the smaller the share.
  /// - Complexity: O(N³) a likelihood, some 1,000 of them; a second or two for 50 runs.
  public static func restrictedLikelihood(
    _ runs: FactorialRuns, terms: [VarianceTerm], level: Double?, compute: Compute
  ) throws(DesignError) -> VarianceComponents {
    let fit = try RestrictedFit(runs, terms: terms)
    let names = terms.map(\.name) + ["remainder"]
    let shares = shares(fit.variances)
    let intervals: [Interval?] = compute.map(names.count, blockSize: 1) { part -> Interval? in
      guard let level, let shares else { return nil }
      return fit.interval(ofShare: part, estimate: shares[part], level: level)
    }
    let parts = names.indices.map { part in
      Part(
        name: names[part], variance: fit.variances[part], share: shares?[part],
        varianceInterval: nil, shareInterval: intervals[part], meanSquare: nil)
    }
    return VarianceComponents(method: .restrictedLikelihood, parts: parts)
  }
}

extension FactorialRuns {
  /// The terms that these runs can tell apart: every factor, then each interaction while it can be.
  ///
  /// - Throws: ``DesignError`` when not even the factors can be told apart.
  public func separableTerms() throws(DesignError) -> [VarianceTerm] {
    var chosen = terms.filter { $0.factors.count == 1 }
    if let part = RestrictedFit.confounded(self, chosen) { throw .confounded(part) }
    for term in terms where term.factors.count > 1 {
      if RestrictedFit.confounded(self, chosen + [term]) == nil { chosen.append(term) }
    }
    return chosen
  }
}

/// A maximum of the restricted likelihood, and the likelihood around it.
package struct RestrictedFit: Sendable {
  /// By part, the remainder last, in the unit of the values squared.
  package let variances: [Double]
  private let likelihood: RestrictedLikelihood
  /// The variances of standardized values at the maximum, and its height.
  private let standardized: [Double]
  private let height: Double

  package init(_ runs: FactorialRuns, terms: [VarianceTerm]) throws(DesignError) {
    if let part = Self.confounded(runs, terms) { throw .confounded(part) }
    let n = runs.values.count
    let center = runs.values.reduce(0, +) / Double(n)
    let squares = runs.values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    let unit = (squares / Double(n - 1)).squareRoot()
    let parts = terms.count + 1
    // Values that do not vary have no shares; any unit will do.
    let y = runs.values.map { ($0 - center) / (unit > 0 ? unit : 1) }
    likelihood = RestrictedLikelihood(y: y, cells: terms.map { runs.cells(of: $0) })
    guard unit > 0 else {
      (variances, standardized, height) = ([Double](repeating: 0, count: parts), [], 0)
      return
    }
    let identity = (0..<parts * parts).map { $0 % (parts + 1) == 0 ? 1.0 : 0 }
    let best = try likelihood.maximum(
      map: identity, parameters: parts,
      start: [Double](repeating: 1 / Double(parts), count: parts))
    standardized = best.point.variances
    height = best.point.value
    variances = standardized.map { $0 * unit * unit }
  }

  /// How far the likelihood falls when a part's share is held: 2 (max ℓ − max {ℓ : share = `share`}).
  ///
  /// - Inputs: `share` from 0 to below 1. Infinite where no variances fit.
  package func deviance(ofShare part: Int, _ share: Double) -> Double {
    let parts = likelihood.parts
    let others = (0..<parts).filter { $0 != part }
    let weight = share / (1 - share)
    var map = [Double](repeating: 0, count: parts * others.count)
    for (place, other) in others.enumerated() {
      map[other * others.count + place] = 1
      map[part * others.count + place] = weight
    }
    let total = standardized.reduce(0, +)
    let start = others.map { max(standardized[$0], 0.02 * total) * max(1e-6, 1 - share) }
    guard
      let held = try? likelihood.maximum(map: map, parameters: others.count, start: start)
    else { return .infinity }
    return max(0, 2 * (height - held.point.value))
  }

  /// The greatest deviance of a share that an interval of a level holds.
  package func limit(level: Double) -> Double {
    FDistribution.quantile(level, 1, Double(likelihood.y.count - 1))
  }

  /// The shares whose deviance is at most the limit.
  func interval(ofShare part: Int, estimate: Double, level: Double) -> Interval {
    Interval.check(level)
    let limit = limit(level: level)
    func edge(inside: Double, outside: Double) -> Double {
      if deviance(ofShare: part, outside) <= limit { return outside }
      var (near, far) = (inside, outside)
      while abs(far - near) > 1e-5 {
        let middle = (near + far) / 2
        if deviance(ofShare: part, middle) <= limit { near = middle } else { far = middle }
      }
      return near
    }
    // A share of one leaves the other parts nothing; just below it stands for it.
    let upper = edge(inside: min(estimate, 1 - 1e-6), outside: 1 - 1e-6)
    return Interval(
      lower: edge(inside: estimate, outside: 0), upper: upper == 1 - 1e-6 ? 1 : upper,
      level: level)
  }

  /// The first part that those before it and the remainder explain as well; nil when all differ.
  ///
  /// Parts are told apart when the information at a variance of remainder alone is positive definite.
  static func confounded(_ runs: FactorialRuns, _ terms: [VarianceTerm]) -> String? {
    let n = runs.values.count
    for last in 0..<max(1, terms.count) where !terms.isEmpty {
      let cells = terms[...last].map { runs.cells(of: $0) }
      let likelihood = RestrictedLikelihood(
        y: [Double](repeating: 0, count: n), cells: cells)
      let alone = [Double](repeating: 0, count: cells.count) + [1]
      guard n >= 2, let point = likelihood.point(alone) else { return terms[last].name }
      let information = likelihood.derivatives(point).information
      guard isDefinite(information, size: cells.count + 1) else { return terms[last].name }
    }
    return nil
  }

  private static func isDefinite(_ matrix: [Double], size: Int) -> Bool {
    // On the scale of correlations, so that sizes of cells do not count.
    let scale = (0..<size).map { matrix[$0 * size + $0].squareRoot() }
    guard scale.allSatisfy({ $0 > 0 }) else { return false }
    let scaled = matrix.indices.map { matrix[$0] / (scale[$0 / size] * scale[$0 % size]) }
    let shifted = scaled.indices.map { $0 % (size + 1) == 0 ? scaled[$0] - 1e-9 : scaled[$0] }
    return PositiveDefinite(shifted, size: size) != nil
  }
}

/// The greatest maximum of the restricted likelihood that many starts find, and the likelihood around it.
package struct RestrictedFit: Sendable {
  /// By part, the remainder last, in the unit of the values squared.
  package let variances: [Double]
  /// ℓ of the standardized values at the maximum.
  package let height: Double
  private let likelihood: RestrictedLikelihood
  private let unit: Double
  /// The variances of standardized values at the maximum.
  private let standardized: [Double]
  /// Those of every other maximum that a start led to.
  private let others: [[Double]]

  package init(_ runs: FactorialRuns, terms: [VarianceTerm]) throws(DesignError) {
    if let part = Self.confounded(runs, terms) { throw .confounded(part) }
    let moments = SampleMoments(runs.values)
    let (center, unit) = (moments.mean, moments.deviation)
    let parts = terms.count + 1
    // Values that do not vary have no shares; any unit will do.
    let y = runs.values.map { ($0 - center) / (unit > 0 ? unit : 1) }
    let likelihood = RestrictedLikelihood(y: y, cells: terms.map { runs.cells(of: $0) })
    guard unit > 0 else {
      self.init(likelihood, unit: 0, [[Double](repeating: 0, count: parts)], height: 0)
      return
    }
    try self.init(likelihood, unit: unit, starts: Self.starts(Array(0..<parts), of: parts))
  }

  /// The maxima from several starts, of which at least one must lead to one.
  private init(
    _ likelihood: RestrictedLikelihood, unit: Double, starts: [[Double]]
  ) throws(DesignError) {
    let parts = likelihood.parts
    let identity = (0..<parts * parts).map { $0 % (parts + 1) == 0 ? 1.0 : 0 }
    var found: [RestrictedLikelihood.Point] = []
    for start in starts {
      let top = try? likelihood.maximum(map: identity, parameters: parts, start: start).point
      if let top, top.value.isFinite { found.append(top) }
    }
    found.sort { $0.value > $1.value }
    guard let best = found.first else {
      throw .didNotConverge(iterations: RestrictedLikelihood.iterations)
    }
    // Starts that led to one maximum stop within some 1e-9 of each other.
    var heights: [Double] = []
    var tops: [[Double]] = []
    for top in found where !heights.contains(where: { abs($0 - top.value) < 1e-6 }) {
      heights.append(top.value)
      tops.append(top.variances)
    }
    self.init(likelihood, unit: unit, tops, height: best.value)
  }

  private init(
    _ likelihood: RestrictedLikelihood, unit: Double, _ tops: [[Double]], height: Double
  ) {
    self.likelihood = likelihood
    self.unit = unit
    self.height = height
    standardized = tops[0]
    others = Array(tops.dropFirst())
    variances = tops[0].map { $0 * unit * unit }
  }

  /// A fit that also starts from given variances of standardized values.
  func raised(from start: [Double]) throws(DesignError) -> RestrictedFit {
    try RestrictedFit(likelihood, unit: unit, starts: [start, standardized] + others)
  }

  /// Where climbing begins, for standardized values: all parts alike, each in turn with most, and each
  /// in turn with nearly nothing.
  private static func starts(_ parts: [Int], of count: Int) -> [[Double]] {
    let share = 1 / Double(parts.count)
    func spread(_ value: (Int) -> Double) -> [Double] {
      (0..<count).map { parts.contains($0) ? value($0) : 0 }
    }
    let even = [spread { _ in share }]
    guard parts.count > 1 else { return even }
    let most = parts.map { part in spread { $0 == part ? 0.9 : 0.1 * share } }
    let least = parts.map { part in spread { $0 == part ? 0.01 * share : share } }
    return even + most + least
  }

  // MARK: A share held

  /// The highest fit with a share held.
  package struct Held: Sendable {
    package let height: Double
    package let variances: [Double]
  }

  /// max {ℓ : share of `part` = `share`}; nil where no variances fit.
  ///
  /// - Inputs: `share` from 0 to below 1; `near`, variances to start from first; `enough`, a height at
  ///   which the search may stop.
  func held(_ part: Int, share: Double, near: [[Double]], enough: Double) -> Held? {
    let rest = (0..<likelihood.parts).filter { $0 != part }
    let weight = share / (1 - share)
    var map = [Double](repeating: 0, count: likelihood.parts * rest.count)
    for (place, other) in rest.enumerated() {
      map[other * rest.count + place] = 1
      map[part * rest.count + place] = weight
    }
    let size = max(1e-6, 1 - share)
    let known = near.map { variances -> [Double] in
      let total = variances.reduce(0, +)
      let kept = rest.map { max(variances[$0], 0.02 * total) }
      let sum = kept.reduce(0, +)
      return kept.map { $0 / sum * total * size }
    }
    let spread = Self.starts(rest, of: likelihood.parts).prefix(rest.count + 1).map { start in
      rest.map { start[$0] * size }
    }
    var best: Held?
    for start in known + spread {
      guard
        let top = try? likelihood.maximum(map: map, parameters: rest.count, start: start).point
      else { continue }
      if top.value > best?.height ?? -.infinity {
        best = Held(height: top.value, variances: top.variances)
      }
      if top.value >= enough { break }
    }
    return best
  }

  /// How far the likelihood falls when a part's share is held: 2 (max ℓ − max {ℓ : share = `share`}).
  ///
  /// Below zero where the held fit shows that the free one is not the greatest.
  ///
  /// - Inputs: `share` from 0 to below 1. Infinite where no variances fit.
  package func deviance(ofShare part: Int, _ share: Double) -> Double {
    let held = held(part, share: share, near: [standardized] + others, enough: .infinity)
    return held.map { 2 * (height - $0.height) } ?? .infinity
  }

  /// The greatest deviance of a share that an interval of a level holds.
  package func limit(level: Double) -> Double {
    FDistribution.quantile(level, 1, Double(likelihood.y.count - 1))
  }

  /// The shares whose deviance is at most the limit; and a held fit above the free one, if one is met.
  ///
  /// From either end of 0…1 the first share is sought that the limit holds, over a grid, and between it
  /// and its neighbor the end, by halving. A share is left out only when all starts say so.
  package func interval(
    ofShare part: Int, estimate: Double, level: Double
  ) -> (interval: Interval, above: Held?) {
    Interval.check(level)
    let enough = height - limit(level: level) / 2
    let tops = [standardized] + others
    var above: Held?
    func isHeld(_ share: Double, near: inout [[Double]]) -> Bool {
      guard let fit = held(part, share: share, near: near + tops, enough: enough) else {
        return false
      }
      if fit.height > max(height + 1e-6, above?.height ?? -.infinity) { above = fit }
      if fit.height >= enough { near = [fit.variances] }
      return fit.height >= enough
    }
    func edge(_ shares: [Double]) -> Double {
      var outside = shares[0]
      var near: [[Double]] = []
      for share in shares {
        guard isHeld(share, near: &near) else {
          outside = share
          continue
        }
        var inside = share
        while abs(outside - inside) > 5e-5 {
          let middle = (inside + outside) / 2
          if isHeld(middle, near: &near) { inside = middle } else { outside = middle }
        }
        return inside
      }
      return estimate
    }
    // A share of one leaves the other parts nothing; just below it stands for it.
    let most = 1 - 1e-6
    let grid: [Double] = [0, 0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99, most]
    let lower = edge(grid.filter { $0 < estimate } + [min(estimate, most)])
    let upper = edge(grid.filter { $0 > estimate }.reversed() + [min(estimate, most)])
    return (Interval(lower: lower, upper: upper == most ? 1 : upper, level: level), above)
  }
}

extension RestrictedFit {
  /// The first part that those before it and the remainder explain as well; nil when all differ.
  ///
  /// Parts can be separated when the information at a variance of remainder alone is positive definite.
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

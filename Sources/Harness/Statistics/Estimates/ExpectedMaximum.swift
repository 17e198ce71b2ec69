/// The score that the best of n runs is expected to reach.
public enum ExpectedMaximum {
  /// Of n runs drawn from the observed ones with replacement, as published curves show it.
  ///
  ///     Σ v P(best = v) = Σᵢ x₍ᵢ₎ ((i/N)ⁿ − ((i − 1)/N)ⁿ)
  ///
  /// It is too low, more so as n nears N: the best observed run is its limit.
  ///
  /// - Inputs: `values` (N); `runs` n, at least 1.
  /// - Throws: ``StatisticError`` for no values.
  /// - Source: Dodge et al., arXiv:1909.03004, equations 4 to 7.
  public static func withReplacement(
    _ values: [Double], runs: Int
  ) throws(StatisticError) -> Double {
    let sorted = try checked(values, runs: runs)
    let count = Double(sorted.count)
    var (total, before) = (0.0, 0.0)
    for (index, value) in sorted.enumerated() {
      let reached = power(Double(index + 1) / count, runs)
      total += value * (reached - before)
      before = reached
    }
    return total
  }

  /// The mean of the best over every choice of n of the observed runs: no bias, n at most N.
  ///
  ///     Σᵢ x₍ᵢ₎ C(i − 1, n − 1) / C(N, n)
  ///
  /// - Inputs: `values` (N); `runs` n, from 1 to N.
  /// - Throws: ``StatisticError`` for fewer than n values.
  /// - Source: Tang et al., ACL 2020, "Showing Your Work Doesn't Always Work", section 3.
  public static func withoutReplacement(
    _ values: [Double], runs: Int
  ) throws(StatisticError) -> Double {
    let sorted = try checked(values, runs: runs)
    guard runs <= sorted.count else { throw .tooFew(found: sorted.count, needed: runs) }
    // The chance that the best is the i-th, from the highest down.
    var (total, chance) = (0.0, Double(runs) / Double(sorted.count))
    for place in stride(from: sorted.count, through: runs, by: -1) {
      total += sorted[place - 1] * chance
      if place > 1 { chance *= Double(place - runs) / Double(place - 1) }
    }
    return total
  }

  /// How many deviations the best of n normal draws is expected to stand above the mean.
  ///
  ///     ∫ x n φ(x) Φ(x)ⁿ⁻¹ dx
  ///
  /// A published best of n is read as mean + this · deviation.
  ///
  /// - Source: Harter, Biometrika 48 (1961), table 1.
  public static func ofNormalDraws(_ runs: Int) -> Double {
    precondition(runs >= 1, "the best of \(runs) runs is none")
    // The trapezoidal rule is exact to rounding for so smooth a function that vanishes at both ends.
    let step = 1.0 / 64
    var total = 0.0
    for place in -12 * 64...12 * 64 {
      let x = Double(place) * step
      total +=
        x * NormalDistribution.density(x) * power(NormalDistribution.cumulative(x), runs - 1)
    }
    return total * step * Double(runs)
  }

  private static func checked(
    _ values: [Double], runs: Int
  ) throws(StatisticError) -> [Double] {
    precondition(runs >= 1, "the best of \(runs) runs is none")
    guard !values.isEmpty else { throw .tooFew(found: 0, needed: 1) }
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(side: "values", index: bad)
    }
    return values.sorted()
  }

  /// x to a whole power, by squaring.
  private static func power(_ x: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, x, exponent)
    while rest > 0 {
      if rest % 2 == 1 { result *= factor }
      factor *= factor
      rest /= 2
    }
    return result
  }
}

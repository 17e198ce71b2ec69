/// The score that the best of n runs is expected to reach.
public enum ExpectedMaximum {
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
}

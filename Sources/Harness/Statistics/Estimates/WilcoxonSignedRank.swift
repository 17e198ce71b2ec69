/// Wilcoxon's signed-rank test of paired scores.
///
/// Differences of zero are left out; the rest are ranked by size, equal sizes sharing the mean of their
/// ranks. What differs by rounding alone is equal (``ScoreResolution``). `statistic` is the sum of the
/// ranks of positive differences. Of scores that a source has rounded, sizes in a chain of neighbors that
/// rounding may have exchanged are equal. Up to ``exactLimit`` differences the two-sided p counts all 2ⁿ
/// choices of signs, ties and all; beyond it is
///
///     z = (W − n(n + 1)/4 ∓ ½) / √(n(n + 1)(2n + 1)/24 − Σ (t³ − t)/48),   t the sizes of ties
///
/// - Source: Wilcoxon, Biometrics Bulletin 1 (1945); exact with ties: Pratt and Gibbons, "Concepts
///   of Nonparametric Theory" (1981), chapter 3.
/// - Coverage: of no difference, p ≤ 0.05 in 0, 5.1 and 4.9 % of 4,000 simulated studies at n =
///   5, 10 and 25: five differences have no p below 0.0625.
public struct WilcoxonSignedRank: Sendable, Equatable {
  public let statistic: Double
  /// The differences that are not zero.
  public let count: Int
  /// The two-sided chance of ranks this uneven, were the differences symmetric about zero.
  public let p: Double
  public let isExact: Bool

  public static let exactLimit = 60

  /// - Inputs: `a` and `b` (n), scores under the same seeds in the same order; `rounding`, how far one of
  ///   each together may be off as their sources rounded them.
  /// - Throws: ``StatisticError`` for no values. Where all differences are zero, p is 1.
  public init(_ a: [Double], _ b: [Double], rounding: Double) throws(StatisticError) {
    guard a.count == b.count else { throw .unequalCounts(a.count, b.count) }
    guard !a.isEmpty else { throw .tooFew(found: 0, needed: 1) }
    for (side, values) in [("a", a), ("b", b)] {
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(side: side, index: bad)
      }
    }
    let differences = ScoreResolution([a, b], rounding: rounding).differences(a, b).filter {
      $0 != 0
    }
    let ranks = doubledRanks(differences.map { abs($0) })
    count = differences.count
    let positive = zip(differences, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    statistic = Double(positive) / 2
    isExact = count <= Self.exactLimit
    p = isExact ? Self.exact(positive, ranks) : Self.normal(statistic, ranks)
  }

  /// Twice the smaller tail of the number of sign choices by their doubled rank sum, which is whole.
  private static func exact(_ observed: Int, _ doubled: [Int]) -> Double {
    let most = doubled.reduce(0, +)
    var chances = [Double](repeating: 0, count: most + 1)
    chances[0] = 1
    var reach = 0
    for rank in doubled {
      reach += rank
      for sum in stride(from: reach, through: 0, by: -1) {
        chances[sum] = (chances[sum] + (sum >= rank ? chances[sum - rank] : 0)) / 2
      }
    }
    let below = chances[...observed].reduce(0, +)
    let above = chances[observed...].reduce(0, +)
    return min(1, 2 * min(below, above))
  }

  private static func normal(_ statistic: Double, _ ranks: [Int]) -> Double {
    let n = Double(ranks.count)
    var ties = 0.0
    var start = 0
    let sorted = ranks.sorted()
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      let size = Double(end - start)
      ties += size * size * size - size
      start = end
    }
    let deviation = (n * (n + 1) * (2 * n + 1) / 24 - ties / 48).squareRoot()
    let distance = max(0, abs(statistic - n * (n + 1) / 4) - 0.5)
    return min(1, 2 * NormalDistribution.cumulative(-distance / deviation))
  }
}

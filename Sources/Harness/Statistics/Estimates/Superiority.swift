/// The chance that a run of one method scores above a run of another, ties counting half.
///
///     θ = P(A > B) + ½ P(A = B)
///
/// Scores that differ by rounding alone are equal (``ScoreResolution``), be it that of sums or that of a
/// source, which `rounding` states: how far a score of `a` and one of `b` together may be off.
///
/// - Source: Bouthillier et al., arXiv:2103.03098, section 4.1, on θ as what a comparison should show.
public struct Superiority: Sendable, Equatable {
  public let probability: Double
  public let interval: Interval

  /// θ of runs that share no seeds: every run of `a` against every run of `b`.
  ///
  /// The interval holds the θ that are not rejected with the variance of two shifted exponential
  /// distributions, N = (n + m)/2 − 1:
  ///
  ///     (θ̂ − θ)² ≤ z² θ(1 − θ) [1 + N ((1 − θ)/(2 − θ) + θ/(1 + θ))] / (n m)
  ///
  /// Unlike a bootstrap it keeps a length when every run of one method wins.
  ///
  /// - Inputs: `a` (n), `b` (m), scores, at least 2 each.
  /// - Throws: ``StatisticError``.
  /// - Source: Newcombe, Statistics in Medicine 25 (2006), 559, method 5.
  /// - Coverage: of normal scores, nominal 95 %, 4,000 simulated studies: 93.6–95.0 % where θ is
  ///   ½, 94.8–95.3 % at 0.76, 96.6–97.2 % at 0.95, n = m = 5, 10 and 25.
  public static func independent(
    _ a: [Double], _ b: [Double], rounding: Double, level: Double
  ) throws(StatisticError) -> Superiority {
    Interval.check(level)
    try check(a, b)
    let (n, m) = (Double(a.count), Double(b.count))
    let scores = ScoreResolution([a, b], rounding: rounding)
    let wins = a.reduce(0) { total, x in b.reduce(total) { $0 + scores.win(x, over: $1) } }
    let estimate = wins / (n * m)
    let z = NormalDistribution.quantile((1 + level) / 2)
    let half = (n + m) / 2 - 1
    func excess(_ theta: Double) -> Double {
      let shape = 1 + half * ((1 - theta) / (2 - theta) + theta / (1 + theta))
      let variance = theta * (1 - theta) * shape / (n * m)
      return (estimate - theta) * (estimate - theta) - z * z * variance
    }
    let lower = estimate == 0 ? 0 : argument(reaching: 0, from: 0, to: estimate) { -excess($0) }
    let upper = estimate == 1 ? 1 : argument(reaching: 0, from: estimate, to: 1, excess)
    return Superiority(
      probability: estimate, interval: Interval(lower: lower, upper: upper, level: level))
  }

  /// θ of two runs under one common seed: the share of seeds under which `a` wins.
  ///
  /// Clopper and Pearson's interval of a share; ties enter as half a win.
  ///
  /// - Inputs: `a` and `b` (n), scores under the same seeds in the same order, at least 2.
  /// - Throws: ``StatisticError``.
  /// - Source: Clopper and Pearson, Biometrika 26 (1934).
  /// - Coverage: at least nominal by construction, and more because wins are whole: 100, 97.9 and
  ///   96.0 % where θ is ½, 99.2, 99.4 and 97.8 % at 0.8, n = 5, 10 and 25.
  public static func paired(
    _ a: [Double], _ b: [Double], rounding: Double, level: Double
  ) throws(StatisticError) -> Superiority {
    Interval.check(level)
    guard a.count == b.count else { throw .unequalCounts(a.count, b.count) }
    try check(a, b)
    let n = Double(a.count)
    let scores = ScoreResolution([a, b], rounding: rounding)
    let wins = zip(a, b).reduce(0) { $0 + scores.win($1.0, over: $1.1) }
    let tail = (1 - level) / 2
    return Superiority(
      probability: wins / n,
      interval: Interval(
        lower: wins <= 0 ? 0 : betaQuantile(tail, wins, n - wins + 1),
        upper: wins >= n ? 1 : betaQuantile(1 - tail, wins + 1, n - wins), level: level))
  }

  private static func check(_ a: [Double], _ b: [Double]) throws(StatisticError) {
    for (side, values) in [("a", a), ("b", b)] {
      guard values.count >= 2 else { throw .tooFew(found: values.count, needed: 2) }
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(side: side, index: bad)
      }
    }
  }
}

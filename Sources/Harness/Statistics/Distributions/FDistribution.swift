import Model

/// Fisher's F distribution: the ratio of two mean squares.
///
///     P(F ≤ f) = Iₓ(ν₁/2, ν₂/2),  x = ν₁ f / (ν₁ f + ν₂)
///
/// - Source: NIST Handbook of Mathematical Functions, 8.17; noncentral: Johnson, Kotz and
///   Balakrishnan, "Continuous Univariate Distributions" 2 (1995), chapter 30.
public enum FDistribution {
  /// The chance of a ratio below `f`.
  public static func cumulative(_ f: Double, _ numerator: Double, _ denominator: Double) -> Double {
    if f <= 0 { return 0 }
    let sum = numerator * f + denominator
    return incompleteBeta(
      numerator * f / sum, complement: denominator / sum, numerator / 2, denominator / 2)
  }

  /// The chance of a ratio above `f`; a far tail keeps its digits.
  public static func upperTail(_ f: Double, _ numerator: Double, _ denominator: Double) -> Double {
    if f <= 0 { return 1 }
    let sum = numerator * f + denominator
    return incompleteBeta(
      denominator / sum, complement: numerator * f / sum, denominator / 2, numerator / 2)
  }

  /// The ratio below which a draw falls with chance `p`, from 0 to below 1.
  public static func quantile(
    _ p: Double, _ numerator: Double, _ denominator: Double
  ) -> Double {
    precondition(p >= 0 && p < 1, "a probability lies in 0…1, not \(p)")
    if p == 0 { return 0 }
    var upper = 2.0
    while upperTail(upper, numerator, denominator) > 1 - p { upper *= 2 }
    return argument(reaching: p - 1, from: 0, to: upper) {
      -upperTail($0, numerator, denominator)
    }
  }

  /// The chance of a noncentral ratio above `f`: the power of an F test.
  ///
  ///     Σⱼ e^(−λ/2) (λ/2)ʲ / j! · P(x above, ν₁/2 + j, ν₂/2)
  ///
  /// - Inputs: `noncentrality` λ, at least 0.
  public static func upperTail(
    _ f: Double, _ numerator: Double, _ denominator: Double, noncentrality: Double
  ) -> Double {
    precondition(noncentrality >= 0, "a noncentrality is at least 0, not \(noncentrality)")
    if f <= 0 { return 1 }
    if noncentrality == 0 { return upperTail(f, numerator, denominator) }
    let half = noncentrality / 2
    // So far out that no weight can be summed: all of the distribution is above any f of use.
    guard half < 1e9 else { return 1 }
    let sum = numerator * f + denominator
    let total = mixedIncompleteBeta(
      denominator / sum, complement: numerator * f / sum, denominator / 2, numerator / 2,
      mean: half, shift: 0, leastWeight: 0)
    return min(1, total)
  }
}

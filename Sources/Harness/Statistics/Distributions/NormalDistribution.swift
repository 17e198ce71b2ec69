import Model

/// The standard normal distribution.
///
///     Φ(z) = ½ Q(½, z²/2) for z ≤ 0, and 1 − Φ(−z) above
///
/// - Source: NIST Handbook of Mathematical Functions, 7.11.2.
public enum NormalDistribution {
  /// The chance of a draw below `z`; the far lower tail keeps its digits.
  public static func cumulative(_ z: Double) -> Double {
    let tail = incompleteGamma(0.5, z * z / 2).upper / 2
    return z <= 0 ? tail : 1 - tail
  }

  /// The number below which a draw falls with chance `p`.
  ///
  /// - Inputs: `p` in 0…1.
  public static func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability lies in 0…1, not \(p)")
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if p == 0.5 { return 0 }
    if p > 0.5 { return -quantile(1 - p) }
    return argument(reaching: p, from: -40, to: 0, cumulative)
  }

  /// φ(z) = exp(−z²/2) / √(2π).
  public static func density(_ z: Double) -> Double {
    Double.exponential(-z * z / 2) / (2 * Double.pi).squareRoot()
  }
}

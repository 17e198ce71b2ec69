/// The chi-squared distribution: the sum of squares of standard normal draws.
public enum ChiSquaredDistribution {
  /// The chance of a draw below `x` with `degrees` of freedom, which need not be whole.
  public static func cumulative(_ x: Double, degrees: Double) -> Double {
    incompleteGamma(degrees / 2, max(0, x) / 2).lower
  }

  /// The chance of a draw above `x`.
  public static func upperTail(_ x: Double, degrees: Double) -> Double {
    incompleteGamma(degrees / 2, max(0, x) / 2).upper
  }

  /// The number below which a draw falls with chance `p`.
  ///
  /// - Inputs: `p` from 0 to below 1.
  public static func quantile(_ p: Double, degrees: Double) -> Double {
    precondition(p >= 0 && p < 1, "a probability lies in 0…1, not \(p)")
    if p == 0 { return 0 }
    var upper = degrees + 10
    while cumulative(upper, degrees: degrees) < p { upper *= 2 }
    return argument(reaching: p, from: 0, to: upper) { cumulative($0, degrees: degrees) }
  }
}

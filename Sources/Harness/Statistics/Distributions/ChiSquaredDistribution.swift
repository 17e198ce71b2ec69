import Model

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

extension ChiSquaredDistribution {
  /// The quantiles in the middle of `count` equal parts of the chance.
  ///
  /// Each is reached by Newton's steps from the one before, or by halving where they fail.
  package static func quantiles(_ count: Int, degrees: Double) -> [Double] {
    let half = degrees / 2
    let constant = logGamma(half) + half * Double.logarithm(2)
    func density(_ x: Double) -> Double {
      Double.exponential((half - 1) * Double.logarithm(x) - x / 2 - constant)
    }
    var known: [Double] = []
    for place in 0..<count {
      let p = (Double(place) + 0.5) / Double(count)
      guard var x = known.last else {
        known.append(quantile(p, degrees: degrees))
        continue
      }
      var isNear = false
      for _ in 0..<12 {
        let (lower, upper) = incompleteGamma(half, x / 2)
        let miss = p < 0.5 ? lower - p : (1 - p) - upper
        let next = x - miss / density(x)
        guard next > 0, next.isFinite else { break }
        // The next step would change it by the square of this.
        isNear = abs(next - x) <= 1e-5 * x
        x = next
        if isNear { break }
      }
      known.append(isNear ? x : quantile(p, degrees: degrees))
    }
    return known
  }
}

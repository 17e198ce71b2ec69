import Model

/// Student's distribution with `degreesOfFreedom`, which need not be a whole number.
///
///     P(|T| > t) = I(ν / (ν + t²); ν/2, 1/2)
///
/// Of a noncentral T′ = (Z + δ) / √(χ²/ν), with q = δ²/2 and x as above,
///
///     P(T′ > t) = ½ Σⱼ [e^(−q) qʲ/j! · I(x; ν/2, j + ½) + δ/√2 · e^(−q) qʲ/Γ(j + 3/2) · I(x; ν/2, j + 1)]
///
/// - Source: Student 1908, Biometrika 6; NIST Digital Library of Mathematical Functions, 8.17;
///   noncentral: Lenth, Applied Statistics 38 (1989), algorithm AS 243.
public struct StudentT: Sendable, Equatable {
  public let degreesOfFreedom: Double

  /// - Precondition: `degreesOfFreedom` is positive and finite.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "Student's distribution needs positive degrees of freedom, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The chance of a value as far from zero as `t`, on either side: a two-sided test's p.
  public func twoSidedTail(_ t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    let (part, rest) = parts(t)
    return incompleteBeta(part, complement: rest, degreesOfFreedom / 2, 0.5)
  }

  /// The value that is exceeded with probability `tail` on the upper side.
  ///
  /// - Precondition: `tail` is in 0…1/2, without 0.
  public func upperQuantile(_ tail: Double) -> Double {
    precondition(tail > 0 && tail <= 0.5, "an upper tail is above 0 and at most 1/2, not \(tail)")
    return quantile(ofTwoSidedTail: 2 * tail)
  }

  /// The number that |t| stays below with chance `level`: half an interval, in standard errors.
  public func twoSidedQuantile(level: Double) -> Double {
    Interval.check(level)
    return quantile(ofTwoSidedTail: 1 - level)
  }

  /// The t whose two-sided tail is `tail`.
  private func quantile(ofTwoSidedTail tail: Double) -> Double {
    guard tail < 1 else { return 0 }
    var (low, high) = (0.0, 1.0)
    while twoSidedTail(high) > tail { (low, high) = (high, 2 * high) }
    // Halved until no Double lies between: the tail falls strictly, so nothing else is needed.
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if twoSidedTail(middle) > tail { low = middle } else { high = middle }
    }
  }

  // MARK: Noncentral

  /// The chance of a value above `t` when the mean lies `noncentrality` standard errors above zero.
  ///
  /// Where `t` and `noncentrality` have one sign the value is good to some 1e-12 of itself, else to
  /// 1e-12.
  public func upperTail(_ t: Double, noncentrality: Double) -> Double {
    guard t >= 0 else { return 1 - upperTail(-t, noncentrality: -noncentrality) }
    guard noncentrality != 0 else { return twoSidedTail(t) / 2 }
    let even = mixedBeta(t, noncentrality, term: 0, leastWeight: 0)
    let odd = mixedBeta(t, noncentrality, term: 0.5, leastWeight: 0)
    return max(0, min(1, (even + odd * noncentrality / 2.0.squareRoot()) / 2))
  }

  /// The chance of a value farther from zero than `t` on either side: the power of a two-sided test.
  public func twoSidedTail(_ t: Double, noncentrality: Double) -> Double {
    guard noncentrality != 0 else { return twoSidedTail(t) }
    // No chance is below the central tail's: what is left out is below the rounding of any that counts.
    return max(0, min(1, mixedBeta(t, noncentrality, term: 0, leastWeight: 1e-20)))
  }

  /// The power of a two-sided test at `level` of a true difference, given its standard error.
  ///
  /// - Source: Cohen, "Statistical Power Analysis" (1988), chapter 2.
  public func power(of difference: Double, error: Double, level: Double) -> Double {
    precondition(error > 0, "power needs a positive error, not \(error)")
    return twoSidedTail(twoSidedQuantile(level: level), noncentrality: difference / error)
  }

  /// The smallest true difference that a two-sided test at `level` finds with chance `power`.
  public func smallestDifference(error: Double, power: Double, level: Double) -> Double {
    precondition(error > 0, "power needs a positive error, not \(error)")
    precondition(
      power > 1 - level && power < 1,
      "a power lies between the test's own error \(1 - level) and 1, not \(power)")
    let t = twoSidedQuantile(level: level)
    var most = 2 * t + 2
    while twoSidedTail(t, noncentrality: most) < power { most *= 2 }
    return error
      * argument(reaching: power, from: 0, to: most) { twoSidedTail(t, noncentrality: $0) }
  }

  /// Σⱼ e^(−q) qʲ/Γ(j + 1 + term) · I(x; ν/2, j + ½ + term).
  private func mixedBeta(
    _ t: Double, _ shift: Double, term: Double, leastWeight: Double
  ) -> Double {
    let (part, rest) = parts(t)
    return mixedIncompleteBeta(
      part, complement: rest, degreesOfFreedom / 2, 0.5 + term, mean: shift * shift / 2,
      shift: term, leastWeight: leastWeight)
  }

  /// ν / (ν + t²) and t² / (ν + t²), also where t² leaves Double's range.
  private func parts(_ t: Double) -> (Double, Double) {
    let square = t * t
    guard square.isFinite else { return (0, 1) }
    let sum = degreesOfFreedom + square
    return (degreesOfFreedom / sum, square / sum)
  }
}

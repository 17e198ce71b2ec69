import Model

/// Student's distribution with `degreesOfFreedom`, which need not be a whole number.
///
///     P(|T| > t) = I(ν / (ν + t²); ν/2, 1/2)
///
/// I is the regularized incomplete beta function, here by its continued fraction. Up to ten thousand
/// degrees of freedom the relative error is below 1e-11; beyond, it grows with them.
///
/// - Source: NIST Digital Library of Mathematical Functions, 8.17.22 and 5.11.1; Student 1908,
///   Biometrika 6.
public struct StudentT: Sendable, Equatable {
  public let degreesOfFreedom: Double

  /// - Precondition: `degreesOfFreedom` is positive and finite.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "Student's distribution needs positive degrees of freedom, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The chance of a value as far from zero as `t`, on either side.
  public func twoSidedTail(_ t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    let square = t * t
    guard square.isFinite else { return 0 }
    let sum = degreesOfFreedom + square
    return Self.incompleteBeta(
      degreesOfFreedom / sum, complement: square / sum, a: degreesOfFreedom / 2, b: 0.5)
  }

  /// The value that is exceeded with probability `tail` on the upper side.
  ///
  /// - Precondition: `tail` is in 0…1/2, without 0.
  public func upperQuantile(_ tail: Double) -> Double {
    precondition(tail > 0 && tail <= 0.5, "an upper tail is above 0 and at most 1/2, not \(tail)")
    guard tail < 0.5 else { return 0 }
    var (low, high) = (0.0, 1.0)
    while twoSidedTail(high) > 2 * tail { (low, high) = (high, 2 * high) }
    // Halved until no Double lies between: the tail falls strictly, so nothing else is needed.
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if twoSidedTail(middle) > 2 * tail { low = middle } else { high = middle }
    }
  }

  /// I(x; a, b), with 1 − x given too, as it may be tiny.
  private static func incompleteBeta(
    _ x: Double, complement: Double, a: Double, b: Double
  ) -> Double {
    guard x > 0 else { return 0 }
    guard complement > 0 else { return 1 }
    let front = Double.exponential(
      a * Double.logarithm(x) + b * Double.logarithm(complement) - logBeta(a, b))
    // The fraction converges fast on one side of the mean; the other follows by symmetry.
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a : 1 - front * fraction(complement, b, a) / b
  }

  /// The continued fraction by Lentz's method as modified by Thompson and Barnett.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      value *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return value
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    logGamma(a) + logGamma(b) - logGamma(a + b)
  }

  /// ln Γ(z) for positive z: Stirling's series, after the argument is raised to at least 16.
  private static func logGamma(_ z: Double) -> Double {
    var (argument, product) = (z, 1.0)
    while argument < 16 {
      product *= argument
      argument += 1
    }
    let square = argument * argument
    let series =
      (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square)
        / square)
      / argument
    let halfLogTwoPi = 0.918_938_533_204_672_74
    return (argument - 0.5) * Double.logarithm(argument) - argument + halfLogTwoPi + series
      - Double.logarithm(product)
  }
}

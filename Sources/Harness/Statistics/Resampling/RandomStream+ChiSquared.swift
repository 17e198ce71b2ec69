import Model

extension RandomStream {
  /// A draw from the chi-squared distribution.
  ///
  /// Few degrees of freedom: the sum of that many squared normals. More: 2d(1 + cx)³ with x normal,
  /// d = degrees/2 − ⅓ and c = 1/√(9d), taken with the chance that makes it exact.
  ///
  /// - Source: Marsaglia and Tsang, ACM Transactions on Mathematical Software 26 (2000).
  package func chiSquared(degrees: Int) -> Double {
    precondition(degrees >= 1, "chi-squared needs at least 1 degree of freedom, not \(degrees)")
    if degrees <= 4 { return normal(degrees).reduce(0) { $0 + $1 * $1 } }
    let d = Double(degrees) / 2 - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    let chances = fork("chance")
    var attempt = 0
    while true {
      let x = normal(at: attempt)
      let root = 1 + c * x
      if root > 0 {
        let v = root * root * root
        let chance = Double.logarithm(1 - chances.uniform(at: attempt))
        if chance < x * x / 2 + d * (1 - v + Double.logarithm(v)) { return 2 * d * v }
      }
      attempt += 1
    }
  }
}

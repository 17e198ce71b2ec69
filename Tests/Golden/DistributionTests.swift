import Statistics
import Support
import Testing

/// Distribution functions and quantiles by SciPy: `ci/reference/statistics_distributions.py`.
@Suite struct DistributionTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let relative, noncentral: Double }
    let tolerance: Tolerance
    let logGamma, gammaLower, gammaUpper, beta, betaQuantile, normal, normalQuantile: [[Double]]
    let chiSquared, chiSquaredQuantile, fUpper, fQuantile: [[Double]]
    let deviationLower, deviationUpper: [[Double]]
    let noncentralTUpper, noncentralFUpper: [[Double]]
  }

  @Test func `distributions and quantiles are SciPy's, tails and all`() throws {
    let reference: Reference = try Fixture.read("statistics_distributions")
    func compare(
      _ name: String, _ rows: [[Double]], noncentral: Bool = false, ownSize: Bool = true,
      _ own: ([Double]) -> Double
    ) {
      let relative = noncentral ? reference.tolerance.noncentral : reference.tolerance.relative
      for row in rows {
        let (arguments, expected) = (Array(row.dropLast()), row[row.count - 1])
        let value = own(arguments)
        // Of ln Γ near its zeros at 1 and 2, the absolute difference is what counts.
        let size = name == "ln Γ" ? max(1, abs(expected)) : ownSize ? abs(expected) : 1
        #expect(abs(value - expected) <= relative * size, "\(name) \(arguments): \(value)")
      }
      #expect(rows.count >= 7)
    }
    compare("ln Γ", reference.logGamma) { logGamma($0[0]) }
    compare("P", reference.gammaLower) { incompleteGamma($0[0], $0[1]).lower }
    compare("Q", reference.gammaUpper) { incompleteGamma($0[0], $0[1]).upper }
    compare("I", reference.beta) { incompleteBeta($0[2], complement: 1 - $0[2], $0[0], $0[1]) }
    compare("I⁻¹", reference.betaQuantile) { betaQuantile($0[0], $0[1], $0[2]) }
    compare("Φ", reference.normal) { NormalDistribution.cumulative($0[0]) }
    compare("Φ⁻¹", reference.normalQuantile) { NormalDistribution.quantile($0[0]) }
    compare("χ²", reference.chiSquared) {
      ChiSquaredDistribution.cumulative($0[0], degrees: $0[1])
    }
    compare("χ² quantile", reference.chiSquaredQuantile) {
      ChiSquaredDistribution.quantile($0[0], degrees: $0[1])
    }
    func ends(_ arguments: [Double]) -> Interval? {
      // n numbers, half of them 1 and half −1, or one 0 beside them, and how far they deviate.
      let count = Int(arguments[0])
      let spread = Spread(
        (0..<count).map { $0 == count - 1 && count % 2 == 1 ? 0 : $0 % 2 == 0 ? 1 : -1 })
      return spread?.deviationInterval(level: arguments[1]).map {
        let deviation = spread?.deviation ?? .nan
        return Interval(
          lower: $0.lower / deviation, upper: $0.upper / deviation, level: $0.level)
      }
    }
    compare("deviation, lower end", reference.deviationLower) { ends($0)?.lower ?? .nan }
    compare("deviation, upper end", reference.deviationUpper) { ends($0)?.upper ?? .nan }
    #expect(Spread([0.5])?.deviationInterval(level: 0.95) == nil)
    #expect(Spread([0.5, 0.5, 0.5])?.deviationInterval(level: 0.95) == nil)
    compare("F tail", reference.fUpper) { FDistribution.upperTail($0[0], $0[1], $0[2]) }
    compare("F quantile", reference.fQuantile) { FDistribution.quantile($0[0], $0[1], $0[2]) }
    // A tail against the shift is a small difference of large ones: it is good to 1e-12 alone.
    compare("noncentral t tail", reference.noncentralTUpper, noncentral: true, ownSize: false) {
      StudentT(degreesOfFreedom: $0[1]).upperTail($0[0], noncentrality: $0[2])
    }
    compare("noncentral F tail", reference.noncentralFUpper, noncentral: true) {
      FDistribution.upperTail($0[0], $0[1], $0[2], noncentrality: $0[3])
    }
  }
}

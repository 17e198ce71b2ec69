/// A dropout rate that rises with the step from 0 to a final rate.
///
///     rate(t) = finalRate · (1 − exp(−growth · t))
///
/// In the source's letters: θ(t) = (1 − θ̄) exp(−γ t) + θ̄ is the chance of keeping, θ̄ = 1 − finalRate.
/// It adds no parameters.
///
/// - Source: Morerio et al., "Curriculum dropout", ICCV 2017 (arXiv:1703.06229); growth 10 / T
///   for T steps in all.
public struct CurriculumDropout: Codable, Sendable, Equatable {
  /// The rate that is approached, in 0 ..< 1.
  public var finalRate: Double
  /// γ, a step; positive.
  public var growth: Double

  public init(finalRate: Double, growth: Double) {
    self.finalRate = finalRate
    self.growth = growth
  }

  /// The published growth: after all steps what is missing of the final rate is e⁻¹⁰ of it.
  ///
  /// - Precondition: `steps` is positive.
  public init(finalRate: Double, steps: Int) {
    precondition(steps > 0, "a curriculum over \(steps) steps")
    self.init(finalRate: finalRate, growth: 10 / Double(steps))
  }

  /// What is wrong with the settings, in words; nil when they are sound.
  public var problem: String? {
    NumberRule.rate.problem("final-rate", finalRate)
      ?? NumberRule.positive.problem("growth", growth)
  }

  /// The rate of a 0-based step.
  public func rate(step: Int) -> Double {
    finalRate * (1 - Double.exponential(-growth * Double(step)))
  }
}

/// Sharpness-aware minimization: the gradient is taken where the loss is worst nearby.
///
///     v = radius · ∇L / ‖∇L‖,   over all parameters together
///
/// The thesis's radius is 0.05, the reference implementation's default. The second gradient is of the
/// same sentences and dropout masks, so that both are of one function.
///
/// - Relation: `radius` 0 is ``InBatchNegatives``, bit for bit.
/// - Source: arXiv:2010.01412, equation 2.
/// - Complexity: two passes.
public struct SharpnessAwareMinimization: Variant, WeightPerturbation {
  public static let name = "sharpness-aware-minimization"
  public static let examples = [Self(radius: 0.05), Self(radius: 0.5)]

  /// The length of the move, ρ.
  public var radius: Double

  public init(radius: Double) { self.radius = radius }

  public var problem: String? { NumberRule.notNegative.problem("radius", radius) }
  public var weightPerturbation: (any WeightPerturbation)? { radius > 0 ? self : nil }

  public func factors(_ layers: [WeightLayer]) -> [Double] {
    let norm = layers.reduce(0) { $0 + $1.gradientNorm * $1.gradientNorm }.squareRoot()
    return layers.map { _ in norm > 0 ? radius / norm : 0 }
  }
}

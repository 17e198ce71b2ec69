/// Adversarial weight perturbation: each matrix moves against the loss by a part of its own size.
///
///     v = size · ‖w‖ · ∇L / ‖∇L‖,   for each matrix; biases and gains stay
///
/// Of the word embeddings the rows that the batch uses count as the matrix: the norm of the whole
/// table would fall on these few rows. One step, as the source's K₂ = 1. The thesis names no size;
/// 0.01 is the source's for adversarial training.
///
/// - Relation: `size` 0 is ``InBatchNegatives``, bit for bit.
/// - Source: arXiv:2004.05884, equations 8 and 10, and its reference implementation, which leaves out
///   parameters of one axis.
/// - Complexity: two passes.
public struct AdversarialWeightPerturbation: Variant, WeightPerturbation {
  public static let name = "adversarial-weight-perturbation"
  public static let examples = [Self(size: 0.01), Self(size: 0.2)]

  /// The perturbation's norm over the matrix's, γ.
  public var size: Double

  public init(size: Double) { self.size = size }

  public var problem: String? { NumberRule.notNegative.problem("size", size) }
  public var weightPerturbation: (any WeightPerturbation)? { size > 0 ? self : nil }

  public func factors(_ layers: [WeightLayer]) -> [Double] {
    layers.map { layer in
      layer.isMatrix && layer.gradientNorm > 0 ? size * layer.norm / layer.gradientNorm : 0
    }
  }
}

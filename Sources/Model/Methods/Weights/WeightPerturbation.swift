/// Moves the weights along a first gradient; the gradient that counts is taken there.
///
///     v = f · ∇L(θ),   the update uses ∇L(θ + v) at θ
///
/// Both gradients are of the same sentences, masks and draws. The moved weights are on the tape of
/// the second pass alone; the encoder's own are never written, so that they come back bit for bit.
public protocol WeightPerturbation: Sendable {
  /// The factor f of each parameter's gradient; a parameter with 0 stays where it is.
  func factors(_ layers: [WeightLayer]) -> [Double]
}

/// A parameter as a weight perturbation sees it.
public struct WeightLayer: Sendable, Equatable {
  public let name: String
  /// Whether it has more than one axis: a bias or gain has one.
  public let isMatrix: Bool
  /// Its Euclidean norm; of the word embeddings, that of the rows which the batch uses.
  public let norm: Double
  /// The Euclidean norm of its gradient.
  public let gradientNorm: Double

  public init(name: String, isMatrix: Bool, norm: Double, gradientNorm: Double) {
    self.name = name
    self.isMatrix = isMatrix
    self.norm = norm
    self.gradientNorm = gradientNorm
  }
}

/// The Euclidean norm of all gradients together.
public func norm<Scalar: BLASScalar>(
  of gradients: [Gradient<Scalar>], compute: Compute
) -> Double {
  gradients.reduce(0) { $0 + $1.tensor.squaredNorm(compute: compute) }.squareRoot()
}

/// The factor that brings gradients of `norm` down to `maximum`; 1 when they are below it.
///
///     min(1, maximum / (norm + 1e-6))
///
/// - Source: arXiv:1211.5063, algorithm 1; the 1e-6 as in PyTorch's `clip_grad_norm_`.
public func clippingFactor(norm: Double, maximum: Double) -> Double {
  min(1, maximum / (norm + 1e-6))
}

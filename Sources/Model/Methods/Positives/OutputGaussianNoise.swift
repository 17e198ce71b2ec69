/// Positives made from the anchors' outputs by Gaussian noise: the sentence passes once.
///
///     h⁺ᵢⱼ = hᵢⱼ + scale · σⱼ · nᵢⱼ,   n standard normal
///
/// σ is the deviation of each feature over the batch (N − 1), a constant for differentiation; the
/// thesis's method is `scale` 1.
///
/// - Relation: `scale` 0 is ``InBatchNegatives``, bit for bit: two passes, not one and its copy.
/// - Randomness: `augmentation`, forked as `output-gaussian-noise` and by the place in the batch.
/// - Source: the thesis, section 4.1.1, GNI.
public struct OutputGaussianNoise: Variant, OutputPositives {
  public static let name = "output-gaussian-noise"
  public static let examples = [Self(scale: 1), Self(scale: 0.2)]

  /// The noise in deviations of the feature.
  public var scale: Double

  public init(scale: Double) { self.scale = scale }

  public var problem: String? { NumberRule.notNegative.problem("scale", scale) }
  public var outputPositives: (any OutputPositives)? { scale > 0 ? self : nil }

  public func change(
    of outputs: Tensor<Double>, gradient: () -> Tensor<Double>, stream: RandomStream
  ) -> ElementChange {
    let deviations = outputs.columnDeviations.map { Float(scale * $0) }
    let stream = stream.fork("output-gaussian-noise")
    return .plus(
      (0..<outputs.rows).flatMap { row in
        zip(stream.fork(row).singleNormals(outputs.columns), deviations).map { $0 * $1 }
      })
  }
}

/// Positives made from the anchors' outputs by zeroing the features of largest magnitude.
///
/// As ``SmallestFeaturesMask``, from the other end. The thesis's fraction is 0.1.
///
/// - Relation: `fraction` 0 is ``InBatchNegatives``, bit for bit: two passes, not one and its copy.
/// - Source: the thesis, section 4.1.1, mask on significant features.
public struct LargestFeaturesMask: Variant, OutputPositives {
  public static let name = "largest-features-mask"
  public static let examples = [Self(fraction: 0.1), Self(fraction: 0.5)]

  /// The part of the features that is masked.
  public var fraction: Double

  public init(fraction: Double) { self.fraction = fraction }

  public var problem: String? { NumberRule.rate.problem("fraction", fraction) }
  public var outputPositives: (any OutputPositives)? { fraction > 0 ? self : nil }

  public func change(
    of outputs: Tensor<Double>, gradient: () -> Tensor<Double>, stream: RandomStream
  ) -> ElementChange {
    .maskingFeatures(of: outputs, fraction: fraction) { $0 > $1 }
  }
}

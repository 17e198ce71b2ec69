/// Positives made from the anchors' outputs by zeroing the features of smallest magnitude.
///
/// The sentence passes once; of each output the `fraction` of features that lies closest to zero is
/// masked, the earlier of two equal ones first. Masks are constants for differentiation. The thesis's
/// fraction is 0.1.
///
/// - Relation: `fraction` 0 is ``InBatchNegatives``, bit for bit: two passes, not one and its copy.
/// - Source: the thesis, section 4.1.1, mask on trivial features.
public struct SmallestFeaturesMask: Variant, OutputPositives {
  public static let name = "smallest-features-mask"
  public static let examples = [Self(fraction: 0.1), Self(fraction: 0.5)]

  /// The part of the features that is masked.
  public var fraction: Double

  public init(fraction: Double) { self.fraction = fraction }

  public var problem: String? { NumberRule.rate.problem("fraction", fraction) }
  public var outputPositives: (any OutputPositives)? { fraction > 0 ? self : nil }

  public func change(
    of outputs: Tensor<Double>, gradient: () -> Tensor<Double>, stream: RandomStream
  ) -> ElementChange {
    .maskingFeatures(of: outputs, fraction: fraction) { $0 < $1 }
  }
}

extension ElementChange {
  /// Factors of 0 for the features of each row that come first by magnitude, of 1 for the others.
  static func maskingFeatures(
    of outputs: Tensor<Double>, fraction: Double, first comesBefore: (Double, Double) -> Bool
  ) -> ElementChange {
    let columns = outputs.columns
    let count = Int((fraction * Double(columns)).rounded())
    var factors = [Float](repeating: 1, count: outputs.count)
    for row in 0..<outputs.rows {
      let sizes = outputs.row(row).map(abs)
      let order = (0..<columns).sorted { a, b in
        comesBefore(sizes[a], sizes[b]) || (sizes[a] == sizes[b] && a < b)
      }
      for column in order.prefix(count) { factors[row * columns + column] = 0 }
    }
    return .times(factors)
  }
}

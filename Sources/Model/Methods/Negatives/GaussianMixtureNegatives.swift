/// In-batch negatives joined by samples of a Gaussian mixture of the outputs of earlier steps.
///
/// The mixture begins with the first batch's anchors and is updated by every later one after it has
/// been sampled; the first step has no columns. Columns are constants for differentiation.
///
/// The thesis names no sizes. The studies here take 8 components with diagonal covariances, a forgetting
/// rate of 0.1, within the source's decreasing steps, and a floor of 10⁻⁶ on variances, which is
/// scikit-learn's.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `negatives`, forked as `gaussian-noise`, and as `gaussian-mixture` for the first means
///   and for the component of each sample.
/// - Source: the thesis, section 4.3, Gaussian mixture model sampling; Cappé and Moulines, Journal of
///   the Royal Statistical Society B 71 (2009).
/// - Complexity: O((N + M)·K·H).
public struct GaussianMixtureNegatives: Variant, NegativeSource {
  public static let name = "gaussian-mixture-negatives"
  public static let examples = [
    Self(count: 4, weight: 1, components: 2, forgettingRate: 0.1, varianceFloor: 1e-6),
    Self(count: 3, weight: 0.5, components: 5, forgettingRate: 1, varianceFloor: 1e-3),
  ]

  /// The number of vectors, M.
  public var count: Int
  /// What each weighs against an in-batch negative; positive.
  public var weight: Double
  /// The number of Gaussians, K.
  public var components: Int
  /// What a batch weighs against all before it.
  public var forgettingRate: Double
  /// Variances are at least this.
  public var varianceFloor: Double

  public init(
    count: Int, weight: Double, components: Int, forgettingRate: Double, varianceFloor: Double
  ) {
    self.count = count
    self.weight = weight
    self.components = components
    self.forgettingRate = forgettingRate
    self.varianceFloor = varianceFloor
  }

  public var problem: String? {
    NumberRule.share.problem("forgetting-rate", forgettingRate)
      ?? ExtraNegatives.problem(count: count, weight: weight)
      ?? NumberRule.problem("components", components, atLeast: 1)
      ?? NumberRule.positive.problem("variance-floor", varianceFloor)
  }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    let anchors = batch.anchors
    let own = stream.fork("gaussian-mixture")
    guard let weights = state.doubles("weights"), let means = state.doubles("means"),
      let variances = state.doubles("variances")
    else {
      carry(
        GaussianMixture(
          anchors, components: components, varianceFloor: varianceFloor, stream: own), in: &state)
      return nil
    }
    var mixture = GaussianMixture(
      weights: weights.scalars, means: means, variances: variances)
    let vectors = mixture.samples(
      uniforms: own.uniform(count), noise: stream.gaussianNoise(count, anchors.columns))
    mixture.update(anchors, rate: forgettingRate, varianceFloor: varianceFloor)
    carry(mixture, in: &state)
    return ExtraNegatives(vectors: vectors, weight: weight)
  }

  private func carry(_ mixture: GaussianMixture, in state: inout VariantState) {
    let weights = Tensor(mixture.weights, shape: [mixture.weights.count])
    state = VariantState([
      ("weights", weights.singles), ("means", mixture.means.singles),
      ("variances", mixture.variances.singles),
    ])
  }
}

/// The only list of variants.
///
/// The thesis's methods 1 to 22 in its order, but for 16, which is a batch size, and for 14 and 15,
/// which are combinations.
public enum VariantCatalog {
  public static let all: [any Variant.Type] = [
    InBatchNegatives.self,
    OutputGaussianNoise.self,
    OutputDropout.self,
    SmallestFeaturesMask.self,
    LargestFeaturesMask.self,
    OutputGradientSign.self,
    InputGaussianNoise.self,
    InputGaussianDropout.self,
    InputDropout.self,
    InputFeatureCutoff.self,
    InputGradientSign.self,
    LabelSmoothing.self,
    SharpnessAwareMinimization.self,
    AdversarialWeightPerturbation.self,
    Combination.self,
    MemoryBank.self,
    NoisyAnchorNegatives.self,
    BatchGaussianNegatives.self,
    CovarianceFilteredNegatives.self,
    AutoencoderNegatives.self,
    GaussianMixtureNegatives.self,
    GaussianNoiseNegatives.self,
    RefinedNoiseNegatives.self,
    AlignmentUniformity.self,
  ]

  /// Every variant's examples: what the contract tests run on.
  public static var examples: [any Variant] {
    all.flatMap { type in type.examples.map { $0 as any Variant } }
  }

  /// The variant of a published name.
  public static func type(named name: String) -> (any Variant.Type)? {
    all.first { $0.name == name }
  }
}

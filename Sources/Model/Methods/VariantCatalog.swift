/// Variants by name: the standard ones, and what a caller adds.
///
///     VariantCatalog.standard + [MyMethod.self]
///
/// The standard list has the thesis's methods 1 to 22 in its order, but for 16, which is a batch size, and
/// for 14 and 15, which are combinations.
public struct VariantCatalog: Sendable {
  /// In the order in which they are listed; names are distinct.
  public let types: [any Variant.Type]

  /// - Precondition: names are distinct.
  public init(_ types: [any Variant.Type]) {
    var names: Set<String> = []
    for type in types {
      precondition(names.insert(type.name).inserted, "two variants are named '\(type.name)'")
    }
    self.types = types
  }

  /// A catalog with further variants at its end.
  ///
  /// - Precondition: names are distinct.
  public static func + (catalog: VariantCatalog, types: [any Variant.Type]) -> VariantCatalog {
    VariantCatalog(catalog.types + types)
  }

  /// Every variant's examples: what the contract tests run on.
  public var examples: [any Variant] {
    types.flatMap { type in type.examples.map { $0 as any Variant } }
  }

  /// The variant of a published name.
  public func type(named name: String) -> (any Variant.Type)? {
    types.first { $0.name == name }
  }

  /// Where a decoder's `userInfo` has the catalog that ``VariantChoice`` looks names up in; without one it
  /// is the standard catalog.
  public static let key = CodingUserInfoKey("VariantCatalog")

  /// The catalog of a decoder.
  static func of(_ decoder: any Decoder) -> VariantCatalog {
    decoder.userInfo[key] as? VariantCatalog ?? .standard
  }

  /// What this package implements.
  public static let standard = VariantCatalog([
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
    ViewAugmentation.self,
    NTXent.self,
    InstanceWeighting.self,
    MomentumContrast.self,
    SelfGuidedContrast.self,
    ContrastiveTension.self,
    SoftmaxClassification.self,
    CosineRegression.self,
    TripletMargin.self,
    SemanticNegatives.self,
    HardNegativeSelection.self,
    SoftNegatives.self,
    MutualInformation.self,
    ReplacedTokenDetection.self,
  ])
}

extension CodingUserInfoKey {
  /// A key of a name; the standard initializer is failable, and never fails.
  fileprivate init(_ name: StaticString) {
    guard let key = CodingUserInfoKey(rawValue: "\(name)") else {
      preconditionFailure("'\(name)' is no key")
    }
    self = key
  }
}

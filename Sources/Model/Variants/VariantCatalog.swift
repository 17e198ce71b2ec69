/// The only list of variants.
public enum VariantCatalog {
  public static let all: [any Variant.Type] = [
    InBatchNegatives.self,
    GaussianNoiseNegatives.self,
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

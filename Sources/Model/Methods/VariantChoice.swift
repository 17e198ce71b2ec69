/// A variant with its settings, as a study file writes it: the settings beside the name.
///
/// A name that the decoder's catalog does not have is kept with its settings, so that finished runs of a
/// method are read without it; ``problem`` says so, and such settings are not trained.
public struct VariantChoice: Codable, Sendable, Equatable {
  public let name: String
  public let variant: any Variant
  /// Where the name was looked up; names that the same run gives later are looked up there too.
  public let catalog: VariantCatalog

  /// A variant, whose own type joins the standard catalog.
  public init(_ variant: any Variant) {
    name = type(of: variant).name
    self.variant = variant
    let standard = VariantCatalog.standard
    catalog = standard.type(named: name) == nil ? standard + [type(of: variant)] : standard
  }

  private enum CodingKeys: String, CodingKey { case name }

  public init(from decoder: any Decoder) throws {
    name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .name)
    catalog = VariantCatalog.of(decoder)
    variant = try (catalog.type(named: name) ?? UnknownVariant.self).init(from: decoder)
  }

  /// What is wrong with the settings, in words; nil when they are sound.
  public var problem: String? { variant.problem.map { "\(name): \($0)" } }

  public func encode(to encoder: any Swift.Encoder) throws {
    try variant.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
  }

  public static func == (a: VariantChoice, b: VariantChoice) -> Bool {
    func same<V: Variant>(_ a: V) -> Bool { (b.variant as? V) == a }
    return a.name == b.name && same(a.variant)
  }
}

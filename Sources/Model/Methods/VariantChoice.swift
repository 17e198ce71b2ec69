/// A variant with its settings, as a study file writes it: the settings beside the name.
public struct VariantChoice: Codable, Sendable, Equatable {
  public let variant: any Variant

  public init(_ variant: any Variant) { self.variant = variant }

  private enum CodingKeys: String, CodingKey { case name }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .name)
    let catalog = VariantCatalog.of(decoder)
    guard let type = catalog.type(named: name) else {
      let known = catalog.types.map { $0.name }.joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: container,
        debugDescription: "no variant is named '\(name)'; known: \(known)")
    }
    let variant = try type.init(from: decoder)
    if let problem = variant.problem {
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: container, debugDescription: "variant \(name): \(problem)")
    }
    self.variant = variant
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    try variant.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type(of: variant).name, forKey: .name)
  }

  public static func == (a: VariantChoice, b: VariantChoice) -> Bool {
    func same<V: Variant>(_ a: V) -> Bool { (b.variant as? V) == a }
    return same(a.variant)
  }
}

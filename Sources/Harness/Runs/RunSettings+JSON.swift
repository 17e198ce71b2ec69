public import Files
public import Foundation
public import Model

extension RunSettings {
  /// Settings from JSON; strict, and validated.
  ///
  /// - Inputs: `catalog`, the methods that the settings may name.
  /// - Throws: `InputError` naming file and key.
  public init(
    _ value: JSONValue, file: String, catalog: VariantCatalog = .standard
  ) throws {
    self = try StrictJSON.decode(
      RunSettings.self, from: try StrictJSON.encode(Self.underKeysOfToday(value, file: file)),
      file: file, userInfo: [VariantCatalog.key: catalog])
    if let (key, words) = problem {
      throw InputError(file: file, problem: "\(key) \(words)")
    }
  }

  /// The settings as canonical JSON: sorted keys, one spelling of every number.
  public var canonicalJSON: Data {
    get throws { try StrictJSON.encode(self) }
  }

  /// SHA-256 of the canonical JSON under the keys that it first had.
  public var hash: String {
    get throws { SHA256.hexDigest(of: try Self.hashed(self)) }
  }

  /// The path of keys that a name in a study stands for.
  package static func path(of key: String) -> [String] {
    RandomStream.Name(rawValue: key) != nil
      ? ["seeds", key]
      : keyOfToday(key, file: "settings").split(separator: ".").map(String.init)
  }
}

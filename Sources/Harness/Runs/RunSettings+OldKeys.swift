package import Files
import Foundation
import Model

/// Settings under the keys that they had before.
///
/// Old keys are read everywhere, with a line that names the new ones. Hashes are taken over the old keys, so
/// that a run's hash, and the name of its folder, outlive a change of words.
extension RunSettings: RenamesKeys {
  package static let renamedKeys = [RenamedKey("maximum-tokens", now: "token-limit")]

  /// Settings that are not decoded yet, under the keys of today.
  package static func underKeysOfToday(_ value: JSONValue, file: String) -> JSONValue {
    renamingOwnKeys(value) { keyOfToday($0, file: file) }
  }

  /// The value with every key changed but those that a trainer is given: they are its own.
  private static func renamingOwnKeys(
    _ value: JSONValue, _ name: (String) -> String
  ) -> JSONValue {
    guard case .object(var members) = value, let trainer = members.removeValue(forKey: "trainer")
    else { return value.renamingKeys(name) }
    let renamed = JSONValue.object(members).renamingKeys(name)
    return renamed.setting(["trainer"], to: trainer) ?? renamed
  }

  /// A key path of today.
  package static func keyOfToday(_ path: String, file: String) -> String {
    for key in renamedKeys {
      if let new = renamed(path, from: key.old, to: key.new) {
        key.notice(in: file)
        return new
      }
    }
    return path
  }

  /// A key path as hashes have it.
  package static func firstKey(_ path: String) -> String {
    renamedKeys.lazy.compactMap { renamed(path, from: $0.new, to: $0.old) }.first ?? path
  }

  private static func renamed(_ path: String, from old: String, to new: String) -> String? {
    if path == old { return new }
    guard !path.hasPrefix("trainer.") else { return nil }
    return path.hasSuffix("." + old) ? path.dropLast(old.count) + new : nil
  }

  /// JSON of settings, or of a part of them, under the keys that hashes have.
  static func hashed(_ value: some Encodable) throws -> Data {
    try StrictJSON.encode(renamingOwnKeys(try JSONValue(value), firstKey))
  }
}

extension EvaluationSource: RenamesKeys {
  package static let renamedKeys = RunSettings.renamedKeys
}

extension JSONValue {
  /// The value with every key of its objects changed.
  fileprivate func renamingKeys(_ name: (String) -> String) -> JSONValue {
    switch self {
    case .object(let members):
      var renamed: [String: JSONValue] = [:]
      for key in members.keys.sorted() {
        let new = name(key)
        // A key that is there under both names is kept, for the reader to refuse.
        renamed[new == key || members[new] == nil ? new : key] = members[key]?.renamingKeys(name)
      }
      return .object(renamed)
    case .array(let elements): return .array(elements.map { $0.renamingKeys(name) })
    default: return self
    }
  }
}

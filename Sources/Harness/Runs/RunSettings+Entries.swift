import Files
import Foundation

/// A key and its value, as text.
public struct SettingEntry: Codable, Sendable, Equatable {
  public var key: String
  public var value: String

  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

extension RunSettings {
  /// The settings as (key path, value) in the order of the keys.
  package func entries() throws -> [(key: String, value: String)] {
    func visit(_ value: JSONValue, _ path: String) -> [(key: String, value: String)] {
      guard case .object(let object) = value else { return [(path, value.label)] }
      return object.keys.sorted().flatMap { key in
        object[key].map { visit($0, path.isEmpty ? key : "\(path).\(key)") } ?? []
      }
    }
    return visit(try JSONValue(self), "")
  }
}

import Foundation

/// Any JSON value, with objects that compare and change by key path.
public enum JSONValue: Codable, Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A whole number beyond Int64: a seed may be.
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  init(_ node: JSONNode, at place: JSONPlace) throws {
    switch node {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .string(let text): self = .string(text)
    case .number:
      if let value = node.whole(Int64.self) {
        self = .integer(value)
      } else if let value = node.whole(UInt64.self) {
        self = .unsigned(value)
      } else {
        self = .number(try Double(node, at: place))
      }
    case .array(let elements):
      self = .array(
        try elements.enumerated().map { try JSONValue($1, at: place.element($0)) })
    case .object(let members):
      var values: [String: JSONValue] = [:]
      for member in members {
        values[member.key] = try JSONValue(member.value, at: place.key(member.key))
      }
      self = .object(values)
    }
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// What a value writes.
  package init(_ value: some Encodable) throws {
    self = try StrictJSON.decode(
      JSONValue.self, from: StrictJSON.encode(value), file: "\(type(of: value))")
  }

  /// The value at a path of keys; nil where there is none.
  public subscript(_ path: ArraySlice<String>) -> JSONValue? {
    guard let key = path.first else { return self }
    guard case .object(let object) = self else { return nil }
    return object[key]?[path.dropFirst()]
  }

  /// This value with another at a path of keys; nil where the path leads through a non-object.
  public func setting(_ path: ArraySlice<String>, to value: JSONValue) -> JSONValue? {
    guard let key = path.first else { return value }
    guard case .object(var object) = self else { return nil }
    guard path.count > 1 else {
      object[key] = value
      return .object(object)
    }
    guard let inner = object[key]?.setting(path.dropFirst(), to: value) else { return nil }
    object[key] = inner
    return .object(object)
  }

  /// A short text for a label: strings bare, objects by their `name` where they have one.
  public var label: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .number(let value): String(value)
    case .string(let value): value
    case .array(let values): values.map(\.label).joined(separator: " ")
    case .object(let object):
      (object["name"].map { [$0.label] } ?? []).joined()
        + object.keys.sorted().filter { $0 != "name" }
        .map { " \($0) \(object[$0]?.label ?? "")" }.joined()
    }
  }
}

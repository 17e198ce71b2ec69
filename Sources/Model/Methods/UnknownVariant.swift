/// A method that the catalog does not have: its settings as they were read, which are written again.
struct UnknownVariant: Variant {
  static let name = "unknown"
  static let examples: [Self] = []

  let problem: String?
  private let settings: [String: SettingValue]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    settings = try [String: SettingValue](from: decoder)
    let known = VariantCatalog.of(decoder).types.map { $0.name }.joined(separator: ", ")
    problem = "no variant has this name; known: \(known)"
  }

  func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (key, value) in settings { try container.encode(value, forKey: Key(stringValue: key)) }
  }
}

/// A setting of any kind.
private enum SettingValue: Codable, Sendable, Equatable {
  case flag(Bool)
  case whole(Int64)
  /// A whole number beyond Int64.
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case list([SettingValue])
  case object([String: SettingValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .whole(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([SettingValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: SettingValue].self))
    }
  }

  func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let value): try container.encode(value)
    case .whole(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

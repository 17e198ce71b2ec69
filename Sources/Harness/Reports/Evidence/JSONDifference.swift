import Files

/// Where two values of JSON differ.
struct JSONDifferences {
  /// The place, as `analysis.comparisons[3].p`, and both values in words; nil for one that lacks it.
  private(set) var found: [(place: String, stated: String?, computed: String?)] = []

  /// Numbers farther apart than this part of the larger differ: another machine may round sums in
  /// another way, and no page shows as many digits.
  static let tolerance = 1e-9

  init(stated: JSONValue, computed: JSONValue) { compare(stated, computed, at: "") }

  private mutating func compare(_ a: JSONValue?, _ b: JSONValue?, at place: String) {
    switch (a, b) {
    case (.object(let a)?, .object(let b)?):
      for key in Set(a.keys).union(b.keys).sorted() {
        compare(a[key], b[key], at: place.isEmpty ? key : place + "." + key)
      }
    case (.array(let a)?, .array(let b)?):
      for index in 0..<max(a.count, b.count) {
        compare(
          index < a.count ? a[index] : nil, index < b.count ? b[index] : nil,
          at: place + "[\(index)]")
      }
    default:
      guard !Self.areEqual(a, b) else { return }
      found.append((place, a.map(Self.words), b.map(Self.words)))
    }
  }

  private static func areEqual(_ a: JSONValue?, _ b: JSONValue?) -> Bool {
    if a == b { return true }
    guard let x = a?.double, let y = b?.double else { return false }
    return abs(x - y) <= tolerance * max(abs(x), abs(y), 1e-6)
  }

  /// A value in a line.
  private static func words(_ value: JSONValue) -> String {
    switch value {
    case .object(let members): "an object of \(members.count) keys"
    case .array(let elements): "a list of \(elements.count)"
    default: value.label
    }
  }
}

extension JSONValue {
  fileprivate var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

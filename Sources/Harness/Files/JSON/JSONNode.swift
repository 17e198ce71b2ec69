/// JSON as it is written: numbers keep their digits, so that a message can show them, and objects
/// the order of their members.
package enum JSONNode: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONNode])
  case object([JSONMember])

  /// What it is, for a message: `-1`, `the text 'a'`, `a list`.
  package var words: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .number(let digits): digits.count <= 60 ? digits : digits.prefix(60) + "…"
    case .string(let text):
      "the text '\(PlainText.visible(text.count <= 60 ? text : text.prefix(60) + "…"))'"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The value of a whole number, however it is written, such as 1e3; nil where it does not fit.
  func whole<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    guard case .number(let digits) = self else { return nil }
    if let value = Number(digits) { return value }
    guard digits.contains(where: { ".eE".contains($0) }), let value = Double(digits),
      value.magnitude <= 0x1p53
    else { return nil }
    return Number(exactly: value)
  }

  /// The nearest Double of a number; nil where it is beyond all of them.
  var double: Double? {
    guard case .number(let digits) = self, let value = Double(digits), value.isFinite else {
      return nil
    }
    return value
  }
}

/// A key and its value.
///
/// Keys that Unicode holds to be the same, such as a letter and its accent written as one scalar and
/// as two, are two keys, since a vocabulary can have both.
package struct JSONMember: Sendable, Equatable {
  package let key: String
  package let value: JSONNode
}

/// Where something is in JSON: keys and places in lists, from the top.
struct JSONPlace: Sendable {
  var text = ""

  func key(_ key: String) -> JSONPlace { JSONPlace(text: text.isEmpty ? key : "\(text).\(key)") }
  func element(_ index: Int) -> JSONPlace { JSONPlace(text: "\(text)[\(index)]") }

  /// The start of a message about it.
  var words: String { text.isEmpty ? "it" : "key '\(PlainText.visible(text))'" }
}

/// What is wrong with JSON, in words that begin with the place.
struct JSONProblem: Error {
  /// The 1-based line of what is no JSON; nil where the JSON is sound and its content is not.
  var line: Int?
  let words: String

  var text: String { (line.map { "line \($0), " } ?? "") + words }
}

package import Foundation

/// A value of JSON, its objects in the order of the text.
///
/// Keys that Unicode holds to be the same, such as a letter and its accent written as one scalar and
/// as two, stay two keys, as a vocabulary can have both.
package enum ParsedJSON: Sendable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([ParsedJSON])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package let key: String
    package let value: ParsedJSON
  }

  /// The value of a key; nil where there is none or it is null.
  package subscript(_ key: String) -> ParsedJSON? {
    guard case .object(let members) = self,
      let value = members.last(where: { $0.key.utf8.elementsEqual(key.utf8) })?.value,
      value != .null
    else { return nil }
    return value
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var number: Double? { if case .number(let number) = self { number } else { nil } }
  package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  package var list: [ParsedJSON]? { if case .list(let list) = self { list } else { nil } }
  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  /// A whole number that an `Int` holds exactly.
  package var whole: Int? { number.flatMap { Int(exactly: $0) } }
}

/// Reads JSON of others' programs: errors have a line, depth is bounded, NaN is refused.
///
/// - Source: RFC 8259.
package struct JSONText {
  /// The deepest nesting that is read.
  static let deepest = 64
  /// The most bytes of one value: in memory it takes some twenty times as many.
  static let mostBytes = 64 << 20

  private let text: [UInt8]
  private let file: String
  private var position = 0
  private var line: Int

  private init(_ text: [UInt8], file: String, line: Int) {
    (self.text, self.file, self.line) = (text, file, line)
  }

  /// The value that a whole text is, whose first line has a number.
  ///
  /// - Throws: ``LineError``.
  package static func parse(
    _ text: [UInt8], file: String, line: Int
  ) throws(LineError) -> ParsedJSON {
    guard text.count <= mostBytes else {
      throw LineError(
        file: file, line: line,
        problem: "the JSON has \(text.count >> 20) MiB; at most \(mostBytes >> 20) are read")
    }
    var reader = JSONText(text, file: file, line: line)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.position == text.count else {
      throw reader.failure("something follows the JSON value; expected its end")
    }
    return value
  }

  /// The value that a file is.
  ///
  /// - Throws: `InputError` or ``LineError``.
  package static func read(_ url: URL) throws -> ParsedJSON {
    try parse([UInt8](try InputFile.read(url)), file: url.path, line: 1)
  }

  private func failure(_ problem: String) -> LineError {
    LineError(file: file, line: line, problem: problem)
  }

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }

  private mutating func value(depth: Int) throws(LineError) -> ParsedJSON {
    guard depth < Self.deepest else {
      throw failure("the JSON is nested more than \(Self.deepest) deep, which is not read")
    }
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw failure("the JSON ends where a value is expected; the file is cut off")
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: ParsedJSON) throws(LineError) -> ParsedJSON {
    guard text[position...].starts(with: Array(word.utf8)) else { throw unexpected() }
    position += word.utf8.count
    return value
  }

  private func unexpected() -> LineError {
    let rest = text[position...].prefix { $0 > 0x20 && $0 < 0x7F && $0 != 0x2C }.prefix(12)
    let found = rest.isEmpty ? "a byte" : "'\(String(decoding: rest, as: UTF8.self))'"
    let isNumber = ["NaN", "Infinity", "-Infinity"].contains(String(decoding: rest, as: UTF8.self))
    return failure("\(found) found, which is no JSON\(isNumber ? " and no finite number" : "")")
  }

  private mutating func object(depth: Int) throws(LineError) -> ParsedJSON {
    position += 1
    var members: [ParsedJSON.Member] = []
    skipBlanks()
    if peek == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipBlanks()
      guard peek == UInt8(ascii: "\"") else {
        throw failure("a key in quotation marks is expected")
      }
      let key = try string()
      skipBlanks()
      guard peek == UInt8(ascii: ":") else { throw failure("':' is expected after a key") }
      position += 1
      members.append(ParsedJSON.Member(key: key, value: try value(depth: depth + 1)))
      if try ends(UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func list(depth: Int) throws(LineError) -> ParsedJSON {
    position += 1
    var values: [ParsedJSON] = []
    skipBlanks()
    if peek == UInt8(ascii: "]") {
      position += 1
      return .list(values)
    }
    while true {
      values.append(try value(depth: depth + 1))
      if try ends(UInt8(ascii: "]")) { return .list(values) }
    }
  }

  /// Whether the object or list ends here, else a comma is read.
  private mutating func ends(_ end: UInt8) throws(LineError) -> Bool {
    skipBlanks()
    guard let byte = peek, byte == end || byte == UInt8(ascii: ",") else {
      throw failure("',' or '\(Character(Unicode.Scalar(end)))' is expected")
    }
    position += 1
    return byte == end
  }

  private mutating func number() throws(LineError) -> Double {
    let digits = text[position...].prefix {
      (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2B || $0 == 0x2E || $0 | 0x20 == 0x65
    }
    guard let first = digits.first, first == 0x2D || (0x30...0x39).contains(first),
      digits.count <= 400, let number = Double(String(decoding: digits, as: UTF8.self))
    else { throw unexpected() }
    guard number.isFinite else { throw failure("a number is too great to be held") }
    position += digits.count
    return number
  }

  private mutating func string() throws(LineError) -> String {
    position += 1
    let start = position
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    var bytes = Array(text[start..<position])
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: bytes, as: UTF8.self) else {
          throw failure("a text is not UTF-8; save the file as UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &bytes)
      case ..<0x20: throw failure("a text holds a control character; its quotation mark is missing")
      default:
        bytes.append(byte)
        position += 1
      }
    }
    throw failure("a text has no closing quotation mark; the file is cut off")
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(LineError) {
    position += 1
    guard let byte = peek else { throw failure("an escape has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      var value = try fourDigits()
      if (0xD800..<0xDC00).contains(value) {
        guard text[position...].starts(with: Array("\\u".utf8)) else {
          throw failure("half of a surrogate pair is escaped alone")
        }
        position += 2
        let low = try fourDigits()
        guard (0xDC00..<0xE000).contains(low) else {
          throw failure("half of a surrogate pair is escaped alone")
        }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw failure("half of a surrogate pair is escaped alone")
      }
      bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    default: throw failure("an unknown escape stands in a text")
    }
  }

  private mutating func fourDigits() throws(LineError) -> UInt32 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ $0.isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits are expected after \\u") }
    position += 4
    return value
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x46).contains(self & 0xDF)
  }
}

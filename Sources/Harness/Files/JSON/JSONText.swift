import Foundation

/// Reads JSON as RFC 8259 has it, and says line and column of what is not.
///
/// Two equal keys of an object, and UTF-8 that is not valid, are refused too.
struct JSONText {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private let mostDepth: Int

  /// - Throws: ``JSONProblem``.
  static func read(_ data: Data, mostDepth: Int = 512) throws -> JSONNode {
    var text = JSONText(bytes: Array(data), mostDepth: mostDepth)
    if text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { text.position = 3 }
    let node = try text.value()
    text.skipBlanks()
    if text.next != nil { throw text.problem("something follows the end of the JSON value") }
    return node
  }

  private init(bytes: [UInt8], mostDepth: Int) {
    self.bytes = bytes
    self.mostDepth = mostDepth
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
      position += 1
    }
  }

  private func problem(_ words: String) -> JSONProblem {
    let before = bytes[..<min(position, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return JSONProblem(line: line, words: "column \(column) is not JSON: \(words)")
  }

  private var found: String {
    guard let byte = next else { return "the file ends" }
    if byte < 0x20 || byte == 0x7F { return "there is a control character, byte \(byte)" }
    // A word whole, such as NaN; of anything else the first character.
    let word = bytes[position...].prefix { (0x41...0x5A).contains($0 & 0xDF) }.prefix(20)
    if !word.isEmpty { return "there is '\(String(decoding: word, as: UTF8.self))'" }
    let end = min(position + 4, bytes.count)
    let scalar = String(decoding: bytes[position..<end], as: UTF8.self).unicodeScalars.first
    return "there is '\(scalar.map { PlainText.visible(String($0)) } ?? "?")'"
  }

  private mutating func value() throws -> JSONNode {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try nested { try $0.object() }
    case UInt8(ascii: "["): return try nested { try $0.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
    default: throw problem("\(found) where a value should begin")
    }
  }

  private mutating func nested(_ body: (inout JSONText) throws -> JSONNode) throws -> JSONNode {
    depth += 1
    guard depth <= mostDepth else {
      throw problem("more than \(mostDepth) lists and objects are inside one another")
    }
    position += 1
    let node = try body(&self)
    depth -= 1
    return node
  }

  private mutating func word(_ word: String, _ node: JSONNode) throws -> JSONNode {
    guard bytes[position...].starts(with: word.utf8) else {
      throw problem("a word that is not true, false or null; text needs quotation marks")
    }
    position += word.utf8.count
    return node
  }

  /// Whether another element follows, after a comma or at the start.
  private mutating func continues(until end: Character, isFirst: Bool) throws -> Bool {
    skipBlanks()
    if let close = end.asciiValue, next == close {
      position += 1
      return false
    }
    if isFirst { return true }
    guard next == UInt8(ascii: ",") else { throw problem("\(found) where , or \(end) should be") }
    position += 1
    skipBlanks()
    if let close = end.asciiValue, next == close { throw problem("a comma before \(end)") }
    return true
  }

  private mutating func array() throws -> JSONNode {
    var elements: [JSONNode] = []
    while try continues(until: "]", isFirst: elements.isEmpty) { elements.append(try value()) }
    return .array(elements)
  }

  private mutating func object() throws -> JSONNode {
    var members: [JSONMember] = []
    var keys: Set<[UInt8]> = []
    while try continues(until: "}", isFirst: members.isEmpty) {
      guard next == UInt8(ascii: "\"") else {
        throw problem("\(found) where a key in quotation marks should begin")
      }
      let start = position
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else {
        position = start
        throw problem("key '\(PlainText.visible(key))' is given twice; keep one")
      }
      skipBlanks()
      guard next == UInt8(ascii: ":") else { throw problem("\(found) where : should be") }
      position += 1
      members.append(JSONMember(key: key, value: try value()))
    }
    return .object(members)
  }

  private mutating func number() throws -> JSONNode {
    let start = position
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    if next == UInt8(ascii: "-") { position += 1 }
    guard isDigit(next) else { throw problem("\(found) where a digit should be") }
    let leading = next
    position += 1
    if leading == 0x30, isDigit(next) { throw problem("a number begins with 0; leave it out") }
    while isDigit(next) { position += 1 }
    if next == UInt8(ascii: ".") {
      position += 1
      guard isDigit(next) else { throw problem("\(found) where a digit should be") }
      while isDigit(next) { position += 1 }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard isDigit(next) else { throw problem("\(found) where a digit should be") }
      while isDigit(next) { position += 1 }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }
}

extension JSONText {
  private mutating func string() throws -> String {
    let opening = position
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          position = opening
          throw problem("this text is not UTF-8; convert the file")
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        position += 1
        text += Array(String(try escaped()).utf8)
      case 0..<0x20:
        throw problem("a control character, byte \(byte), in a text; write it as \\u00\(hex(byte))")
      default:
        text.append(byte)
        position += 1
      }
    }
    position = opening
    throw problem("this text has no closing quotation mark")
  }

  private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private mutating func escaped() throws -> Unicode.Scalar {
    guard let byte = next else { throw problem("the file ends after \\") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var value = try fourDigits()
      if (0xD800..<0xDC00).contains(value), bytes[position...].starts(with: Array("\\u".utf8)) {
        position += 2
        let low = try fourDigits()
        guard (0xDC00..<0xE000).contains(low) else {
          throw problem("half of a pair of surrogates is alone before this")
        }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw problem("half of a pair of surrogates is alone before this")
      }
      return scalar
    default:
      position -= 1
      throw problem("\(found) after \\, which begins no escape")
    }
  }

  private mutating func fourDigits() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
        byte < 0x80
      else { throw problem("\(found) where \\u needs four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

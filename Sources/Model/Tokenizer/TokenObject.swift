/// Reads `vocab.json`: one JSON object whose keys are tokens and whose values are their ids.
///
/// A reader of its own, so that an error has a line and a repeated key is not lost.
///
/// - Source: RFC 8259.
struct TokenObject {
  /// A token in UTF-8, its id, and the line it is on.
  struct Entry {
    var token: [UInt8]
    var id: Int
    var line: Int
  }

  private let text: [UInt8]
  private let source: String
  private var position = 0
  private var line = 1
  private var lineStart = 0

  private init(_ text: [UInt8], source: String) {
    self.text = text
    self.source = source
  }

  /// The entries in their order.
  ///
  /// - Throws: ``BytePairError`` for what is not such an object.
  static func parse(_ text: [UInt8], source: String) throws(BytePairError) -> [Entry] {
    var reader = TokenObject(text, source: source)
    return try reader.object()
  }

  private mutating func object() throws(BytePairError) -> [Entry] {
    try expect(UInt8(ascii: "{"), "an object of tokens and their ids: '{'")
    var entries: [Entry] = []
    skipBlanks()
    if peek == UInt8(ascii: "}") {
      position += 1
    } else {
      while true {
        try expect(UInt8(ascii: "\""), "a token in quotation marks")
        let line = line
        let token = try string()
        try expect(UInt8(ascii: ":"), "':' after the token")
        entries.append(Entry(token: token, id: try id(), line: line))
        skipBlanks()
        if peek == UInt8(ascii: "}") { break }
        try expect(UInt8(ascii: ","), "',' or '}' after the id")
      }
      position += 1
    }
    skipBlanks()
    if position < text.count { throw failure("something follows the object; expected its end") }
    return entries
  }

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private func failure(_ problem: String) -> BytePairError {
    BytePairError(
      source: source, line: line, column: position - lineStart + 1, problem: problem)
  }

  private func unexpected(_ wanted: String) -> BytePairError {
    guard let byte = peek else { return failure("the file ends; expected \(wanted)") }
    let found = byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    return failure("\(found) found; expected \(wanted)")
  }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
      position += 1
      if byte == 0x0A { (line, lineStart) = (line + 1, position) }
    }
  }

  private mutating func expect(_ byte: UInt8, _ words: String) throws(BytePairError) {
    skipBlanks()
    guard peek == byte else { throw unexpected(words) }
    position += 1
  }

  private mutating func id() throws(BytePairError) -> Int {
    skipBlanks()
    let start = position
    var value = 0
    while let byte = peek, (0x30...0x39).contains(byte) {
      value = value * 10 + Int(byte - 0x30)
      position += 1
      if value > Int(Int32.max) { throw failure("the id is above \(Int32.max)") }
    }
    guard position > start, peek.map({ ![0x2E, 0x45, 0x65].contains($0) }) ?? true else {
      throw unexpected("an id: a whole number from 0")
    }
    return value
  }

  /// The rest of a string whose first quotation mark is read.
  private mutating func string() throws(BytePairError) -> [UInt8] {
    var token: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return token
      case UInt8(ascii: "\\"): try escape(into: &token)
      case ..<0x20: throw unexpected("a token without control characters")
      default:
        let (scalar, length) = text.scalar(at: position)
        if scalar == "\u{FFFD}", length == 1 {
          throw failure("the token is not UTF-8; save the file as UTF-8")
        }
        token += text[position..<position + length]
        position += length
      }
    }
    throw unexpected("the end of the token: '\"'")
  }

  private mutating func escape(into token: inout [UInt8]) throws(BytePairError) {
    position += 1
    guard let byte = peek else { throw unexpected("an escape") }
    guard byte == UInt8(ascii: "u") else {
      let value: UInt8? =
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
      guard let value else { throw unexpected("an escape of JSON") }
      position += 1
      token.append(value)
      return
    }
    position += 1
    var value = try fourDigits()
    if (0xD800..<0xDC00).contains(value), peek == UInt8(ascii: "\\") {
      position += 1
      guard peek == UInt8(ascii: "u") else { throw unexpected("the second half of a surrogate") }
      position += 1
      let low = try fourDigits()
      guard (0xDC00..<0xE000).contains(low) else {
        throw failure("half a surrogate pair found; expected both halves")
      }
      value = 0x10000 + ((value - 0xD800) << 10 | (low - 0xDC00))
    }
    guard let scalar = Unicode.Scalar(value), let bytes = UTF8.encode(scalar) else {
      throw failure("half a surrogate pair found; expected both halves")
    }
    token += bytes
  }

  private mutating func fourDigits() throws(BytePairError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

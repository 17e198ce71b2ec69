/// The 256 characters that spell bytes in `vocab.json` and `merges.txt`.
///
/// A byte that Latin-1 prints is its own character; the other 68 are U+0100 and on, in their order,
/// so that a blank is `Ġ` and a line feed `Ċ`.
///
/// - Source: `bytes_to_unicode` in `encoder.py` of GPT-2.
enum ByteAlphabet {
  /// The character of each byte.
  static let scalars: [Unicode.Scalar] = (0...255).map { (byte: UInt8) in
    let value: UInt32 =
      switch byte {
      case 0..<33: 256 + UInt32(byte)
      case 127..<161: 256 + 33 + UInt32(byte) - 127
      case 173: 256 + 67
      default: UInt32(byte)
      }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// The byte that a character spells; nil for characters outside of the alphabet.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 33..<127, 161..<173, 174..<256: UInt8(scalar.value)
    case 256..<289: UInt8(scalar.value - 256)
    case 289..<323: UInt8(scalar.value - 289 + 127)
    case 323: 173
    default: nil
    }
  }

  /// The bytes that a text in UTF-8 spells, or the first character that spells none.
  static func bytes(spelledBy text: [UInt8]) -> Result<[UInt8], Stranger> {
    var bytes: [UInt8] = []
    var position = 0
    while position < text.count {
      let (scalar, length) = text.scalar(at: position)
      guard let byte = byte(of: scalar) else { return .failure(Stranger(scalar: scalar)) }
      bytes.append(byte)
      position += length
    }
    return .success(bytes)
  }

  /// A character that spells no byte.
  struct Stranger: Error {
    let scalar: Unicode.Scalar

    var name: String {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }
}

import Foundation

/// What a sentence is compared by when overlap is looked for: its letters and digits alone.
///
/// Case, punctuation, symbols, blanks and the ways of Unicode to write one character do not count, nor
/// does how the text was tokenized: "Don't!" and "do n't" are the same. Accents of Latin, Greek and
/// Cyrillic letters do not count either; the marks of other scripts, such as the vowel signs of
/// Devanagari and the voicing marks of kana, distinguish words and are kept.
package enum TextKey {
  /// The key of a sentence; empty for one without letter or digit, which is like no other.
  ///
  /// Compatibility decomposition, upper then lower case, and decomposition again: case folding but
  /// for a few letters, and such that the key of a key is the key.
  package static func key(_ sentence: String) -> String { plain(sentence) ?? wideKey(sentence) }

  /// The letters and digits of a sentence in ASCII, in lower case; nil for any other sentence.
  static func plain(_ sentence: String) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sentence.utf8.count)
    for byte in sentence.utf8 {
      switch byte {
      case 0x61...0x7A, 0x30...0x39: bytes.append(byte)
      case 0x41...0x5A: bytes.append(byte + 0x20)
      case 0x80...: return nil
      default: break
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func wideKey(_ sentence: String) -> String {
    var folded = ""
    for scalar in sentence.decomposedStringWithCompatibilityMapping.unicodeScalars {
      for upper in scalar.properties.uppercaseMapping.unicodeScalars {
        folded += upper.properties.lowercaseMapping
      }
    }
    var key = String.UnicodeScalarView()
    // Whether a mark that follows is a part of the letter before it.
    var keepsMarks = false
    for scalar in folded.decomposedStringWithCompatibilityMapping.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark:
        if keepsMarks { key.append(scalar) }
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        key.append(scalar)
        keepsMarks = !hasAccents(scalar)
      case .decimalNumber, .letterNumber, .otherNumber:
        key.append(scalar)
        keepsMarks = false
      default: keepsMarks = false
      }
    }
    return String(key)
  }

  /// Whether a letter is Latin, Greek or Cyrillic, whose marks are accents.
  ///
  /// - Source: Unicode's `Blocks.txt`, version 15.
  private static func hasAccents(_ letter: Unicode.Scalar) -> Bool {
    switch letter.value {
    case ..<0x250, 0x1E00..<0x1F00, 0x2C60..<0x2C80, 0xA720..<0xA800, 0xAB30..<0xAB70: true
    case 0x370..<0x400, 0x1F00..<0x2000: true
    case 0x400..<0x530, 0x1C80..<0x1C90, 0x2DE0..<0x2E00, 0xA640..<0xA6A0: true
    default: false
    }
  }
}

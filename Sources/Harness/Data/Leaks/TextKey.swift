import Foundation

/// What a sentence is compared by when overlap is looked for: its letters and digits alone.
///
/// Case, punctuation, symbols, accents, blanks and the ways of Unicode to write one character do
/// not count, nor does how the text was tokenized: "Don't!" and "do n't" are the same.
package enum TextKey {
  /// The key of a sentence; empty for one without letter or digit, which is like no other.
  ///
  /// Compatibility decomposition, upper then lower case, and decomposition again: case folding but
  /// for a few letters, and such that the key of a key is the key.
  package static func key(_ sentence: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sentence.utf8.count)
    for byte in sentence.utf8 {
      switch byte {
      case 0x61...0x7A, 0x30...0x39: bytes.append(byte)
      case 0x41...0x5A: bytes.append(byte + 0x20)
      case 0x80...: return wideKey(sentence)
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
    for scalar in folded.decomposedStringWithCompatibilityMapping.unicodeScalars
    where isLetterOrDigit(scalar) {
      key.append(scalar)
    }
    return String(key)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}

internal import Foundation

/// Canonical decompositions and combining classes, as of Unicode 9.
///
/// Unicode never changes a decomposition once given, so this list of places is complete for good.
///
/// - Source: The Unicode Standard, sections 3.11 and 3.12.
enum CanonicalDecomposition {
  /// The canonical combining class; 0 for what starts a new run of marks.
  static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
    let order = scalar.properties.canonicalCombiningClass.rawValue
    return order > 0 && CharacterClasses.isKnown(scalar, in: 9) ? order : 0
  }

  /// The full decomposition of a scalar; nil when that is the scalar itself.
  static func parts(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    if let syllable = jamo(of: scalar) {
      return syllable.last.map { [syllable.first, syllable.vowel, $0] }
        ?? [syllable.first, syllable.vowel]
    }
    guard mayHaveParts(scalar), CharacterClasses.isKnown(scalar, in: 9) else { return nil }
    return Array(String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars)
  }

  /// Whether the scalar lies where decompositions are, but for Hangul; a call that is not needed
  /// costs a microsecond.
  private static func mayHaveParts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xC0...0x233, 0x340...0x4F9, 0x622...0x626, 0x6C0...0x6D3, 0x929...0x95F, 0x9CB...0xA5E,
      0xB48...0xBCC, 0xC48, 0xCC0...0xCCB, 0xD4A...0xD4C, 0xDDA...0xDDE, 0xF43...0xFB9, 0x1026,
      0x1B06...0x1B43, 0x1E00...0x2001, 0x2126...0x212B, 0x219A...0x232A, 0x2ADC, 0x304C...0x30FE,
      0xF900...0xFB4E, 0x1109A...0x110AB, 0x1112E...0x1112F, 0x1134B...0x1134C, 0x114BB...0x114BE,
      0x115BA...0x115BB, 0x1D15E...0x1D1C0, 0x2F800...0x2FA1D:
      true
    default: false
    }
  }

  /// A Hangul syllable split into its parts.
  struct Syllable {
    var first: Unicode.Scalar
    var vowel: Unicode.Scalar
    var last: Unicode.Scalar?
  }

  /// The jamo of a Hangul syllable; nil for other scalars.
  static func jamo(of scalar: Unicode.Scalar) -> Syllable? {
    guard (0xAC00...0xD7A3).contains(scalar.value) else { return nil }
    let index = scalar.value - 0xAC00
    guard let first = Unicode.Scalar(0x1100 + index / 588),
      let vowel = Unicode.Scalar(0x1161 + index % 588 / 28)
    else { return nil }
    let last = index % 28 == 0 ? nil : Unicode.Scalar(0x11A7 + index % 28)
    return Syllable(first: first, vowel: vowel, last: last)
  }
}

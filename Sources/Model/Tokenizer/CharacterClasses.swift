/// How BERT's tokenizer sees one Unicode scalar.
///
/// The reference takes general categories from Unicode 8, decompositions and combining classes
/// from Unicode 9 (``CanonicalDecomposition``), white space and lowercase from Unicode 17. Swift's tables are newer; what a
/// scalar was in an older version follows from the version that assigned it (its age), but for
/// the few whose category was changed later, listed here.
///
/// - Source: `BertNormalizer` and `BertPreTokenizer` of tokenizers 0.23.3; compared over all
///   1,112,064 scalars by the golden tests.
enum CharacterClasses {
  /// Whether cleaning removes it: controls but tab, LF and CR; format; private use; U+FFFD.
  ///
  /// Unassigned scalars and noncharacters stay, which differs from the original BERT.
  static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control: scalar != "\t" && scalar != "\n" && scalar != "\r"
    case .format: isKnown(scalar, in: 8)
    case .privateUse: true
    default: scalar == "\u{FFFD}"
    }
  }

  /// Whether it separates words, having survived cleaning.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

  /// Whether it is an ideograph, a word of its own.
  ///
  /// The sixth range begins at U+2B920 in the reference, where the original BERT has U+2B820.
  static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  /// Whether it is punctuation, a word of its own: ASCII that is neither letter, digit, space nor
  /// control, and the categories P*.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case 0x166D, 0x111C9: return true  // So and Mn in newer versions
    default: break
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return isKnown(scalar, in: 8)
    default: return false
    }
  }

  /// Whether it is an accent that stripping removes: category Mn.
  static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1734, 0x1171E: true  // Mc in newer versions
    case 0x1885, 0x1886, 0xA9BD, 0x111C9: false  // Lo, Lo, Mc and Po in older versions
    default: scalar.properties.generalCategory == .nonspacingMark && isKnown(scalar, in: 8)
    }
  }

  /// The lowercase of one scalar, whatever is around it: Σ is always σ.
  static func lowercase(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    scalar.properties.changesWhenLowercased
      ? Array(scalar.properties.lowercaseMapping.unicodeScalars) : [scalar]
  }

  /// Whether a version of Unicode had assigned the scalar.
  static func isKnown(_ scalar: Unicode.Scalar, in version: Int) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return age.major < version || (age.major == version && age.minor == 0)
  }
}

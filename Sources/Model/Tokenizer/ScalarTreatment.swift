/// What normalization and splitting make of one Unicode scalar, in four bytes.
struct ScalarTreatment: Equatable, Sendable {
  enum Kind: UInt32 {
    /// Nothing comes out.
    case dropped
    /// The word ends.
    case space
    /// `scalar` comes out, a word of its own.
    case isolated
    /// `scalar` comes out and belongs to the word.
    case letter
    /// The jamo of this Hangul syllable come out and belong to the word.
    case syllable
    /// ``results(of:rules:)`` come out.
    case several
    /// A mark comes out that may change places with the marks around it.
    case mark
  }

  private let bits: UInt32

  private init(_ kind: Kind, _ scalar: Unicode.Scalar = "\0") {
    bits = kind.rawValue | scalar.value << 8
  }

  var kind: Kind { Kind(rawValue: bits & 0xFF) ?? .dropped }
  var scalar: Unicode.Scalar { Unicode.Scalar(bits >> 8) ?? "\u{FFFD}" }

  /// The treatment of a scalar, by the definitions.
  init(of scalar: Unicode.Scalar, rules: BasicSplit.Rules) {
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2A6DF:  // for speed: most ideographs
      self.init(rules.splitsIdeographs ? .isolated : .letter, scalar)
      return
    case 0xAC00...0xD7A3:
      self.init(rules.stripsAccents ? .syllable : .letter, scalar)
      return
    default: break
    }
    if CharacterClasses.isRemoved(scalar) {
      self.init(.dropped)
      return
    }
    if CharacterClasses.isSpace(scalar) {
      self.init(.space)
      return
    }
    let results = Self.results(of: scalar, rules: rules)
    if rules.stripsAccents,
      results.contains(where: { CanonicalDecomposition.combiningClass($0) > 0 })
    {
      self.init(.mark)
      return
    }
    switch results.count {
    case 0: self.init(.dropped)
    case 1:
      let isolated =
        CharacterClasses.isPunctuation(results[0])
        || (rules.splitsIdeographs && CharacterClasses.isIdeograph(scalar))
      self.init(isolated ? .isolated : .letter, results[0])
    default: self.init(.several)
    }
  }

  /// What is left of a scalar without accents and in lowercase, as the rules say.
  static func results(of scalar: Unicode.Scalar, rules: BasicSplit.Rules) -> [Unicode.Scalar] {
    var results = [scalar]
    if rules.stripsAccents {
      if let parts = CanonicalDecomposition.parts(of: scalar) { results = parts }
      results.removeAll(where: CharacterClasses.isNonspacingMark)
    }
    if rules.lowercases {
      results = results.flatMap(CharacterClasses.lowercase)
    }
    return results
  }
}

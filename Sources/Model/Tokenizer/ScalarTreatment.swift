/// What normalization and splitting make of one Unicode scalar, in four bytes.
///
/// The fields are a kind and, where the kind has one, the scalar that comes out.
struct ScalarTreatment: Equatable, Sendable {
  enum Kind: UInt32 {
    /// Nothing comes out.
    case dropped
    /// The word ends.
    case space
    /// The scalar that comes out is a word of its own.
    case isolated
    /// The scalar that comes out belongs to the word.
    case letter
    /// Several scalars come out, or marks whose order hangs on their neighbours.
    case several
  }

  private let bits: UInt32

  private init(_ kind: Kind, _ scalar: Unicode.Scalar = "\0") {
    bits = kind.rawValue | scalar.value << 8
  }

  var kind: Kind { Kind(rawValue: bits & 0xFF) ?? .dropped }
  var scalar: Unicode.Scalar { Unicode.Scalar(bits >> 8) ?? "\u{FFFD}" }

  /// The treatment of a scalar, from the definitions.
  init(of scalar: Unicode.Scalar, rules: BasicSplit.Rules) {
    if CharacterClasses.isRemoved(scalar) {
      self.init(.dropped)
      return
    }
    if CharacterClasses.isSpace(scalar) {
      self.init(.space)
      return
    }
    let (marks, startsRun) = rules.stripsAccents ? Self.stripped(scalar) : ([scalar], true)
    let results = rules.lowercases ? marks.flatMap(CharacterClasses.lowercase) : marks
    switch results.count {
    case 0: self.init(.dropped)
    case 1 where startsRun:
      let isolated =
        CharacterClasses.isPunctuation(results[0])
        || (rules.splitsIdeographs && CharacterClasses.isIdeograph(scalar))
      self.init(isolated ? .isolated : .letter, results[0])
    default: self.init(.several)
    }
  }

  /// A scalar's decomposition without accents, and whether what is left cannot change places.
  private static func stripped(
    _ scalar: Unicode.Scalar
  ) -> (left: [Unicode.Scalar], startsRun: Bool) {
    let left = CharacterClasses.decomposition(scalar).filter {
      !CharacterClasses.isNonspacingMark($0)
    }
    return (left, left.allSatisfy { CharacterClasses.combiningClass($0) == 0 })
  }
}

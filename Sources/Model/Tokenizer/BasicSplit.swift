/// BERT's first step: clean and normalize a text, and split it into words.
///
/// In this order: special tokens in the text are cut out unchanged; of what lies between,
/// controls are removed, white space becomes a space, ideographs become words of their own,
/// accents are stripped (canonical decomposition, then no category Mn), letters are lowercased one
/// by one; then white space and punctuation split, each punctuation mark being a word.
///
/// The text is read once, as UTF-8. Most bytes of ASCII go by a table of 256 entries; other
/// scalars by a table made from `CharacterClasses`, and by the definitions where that one ends.
///
/// - Source: `AddedVocabulary`, `BertNormalizer` and `BertPreTokenizer` of tokenizers 0.23.3.
package struct BasicSplit: Sendable {
  /// What is normalized.
  package struct Rules: Sendable, Equatable {
    var lowercases: Bool
    var stripsAccents: Bool
    var splitsIdeographs: Bool

    package init(lowercases: Bool, stripsAccents: Bool, splitsIdeographs: Bool) {
      self.lowercases = lowercases
      self.stripsAccents = stripsAccents
      self.splitsIdeographs = splitsIdeographs
    }
  }

  /// A token that is cut out of the text before anything else, and the id it stands for.
  package struct Special: Sendable {
    var bytes: [UInt8]
    var id: Int32

    package init(bytes: [UInt8], id: Int32) {
      self.bytes = bytes
      self.id = id
    }
  }

  let rules: Rules
  /// Longest first, as of two that begin at one place the longer is taken.
  private let specials: [Special]
  /// For each first byte the byte that goes into the word, or one of the two codes below.
  private let codes: [UInt8]
  /// The treatment of every scalar below `tableEnd`.
  private let table: [ScalarTreatment]

  private static let otherCode: UInt8 = 0
  private static let maybeSpecialCode: UInt8 = 1
  /// Up to here lie most alphabets; beyond, ideographs, Hangul and rare scripts.
  private static let tableEnd: UInt32 = 0x3400

  /// - Precondition: no special token is empty.
  package init(rules: Rules, specials: [Special]) {
    precondition(
      specials.allSatisfy { !$0.bytes.isEmpty }, "one of \(specials.count) special tokens is empty")
    self.rules = rules
    self.specials = specials.sorted { $0.bytes.count > $1.bytes.count }
    let table = (0..<Self.tableEnd).map {
      ScalarTreatment(of: Unicode.Scalar($0) ?? "\u{FFFD}", rules: rules)
    }
    self.table = table
    var codes = (0..<256).map { byte in
      byte < 128 && table[byte].kind == .letter
        ? UInt8(truncatingIfNeeded: table[byte].scalar.value) : Self.otherCode
    }
    for special in specials { codes[Int(special.bytes[0])] = Self.maybeSpecialCode }
    self.codes = codes
  }

  /// The words of a text, one at a time.
  package func words(of text: [UInt8]) -> Words { Words(split: self, text: text) }

  private func treatment(of scalar: Unicode.Scalar) -> ScalarTreatment {
    scalar.value < Self.tableEnd
      ? table[Int(scalar.value)] : ScalarTreatment(of: scalar, rules: rules)
  }

  /// The special tokens of a text and where they are, from the left.
  func specials(in text: [UInt8]) -> [(range: Range<Int>, id: Int32)] {
    var found: [(range: Range<Int>, id: Int32)] = []
    var at = 0
    while at < text.count {
      if codes[Int(text[at])] == Self.maybeSpecialCode, let special = special(in: text, at: at) {
        found.append((at..<at + special.bytes.count, special.id))
        at += special.bytes.count
      } else {
        at += 1
      }
    }
    return found
  }

  /// The special token at a place of the text.
  private func special(in text: [UInt8], at position: Int) -> Special? {
    specials.first { text[position...].starts(with: $0.bytes) }
  }
}

// MARK: Reading

extension BasicSplit {
  /// A place in a text, and the word last read there.
  package struct Words {
    package enum Item: Equatable {
      /// A word, which is now in `word`.
      case word
      /// A special token found in the text.
      case special(id: Int32)
    }

    /// The bytes of the word last read.
    package private(set) var word: [UInt8] = []
    /// The number of scalars of the word last read.
    package private(set) var scalarCount = 0

    private let split: BasicSplit
    private let text: [UInt8]
    private var position = 0
    /// Scalars that are normalized but not yet in a word, the next one last.
    private var pending: [Unicode.Scalar] = []

    fileprivate init(split: BasicSplit, text: [UInt8]) {
      self.split = split
      self.text = text
      word.reserveCapacity(64)
    }

    /// The next word or special token; nil at the end of the text.
    package mutating func next() -> Item? {
      word.removeAll(keepingCapacity: true)
      scalarCount = 0
      while true {
        if let scalar = pending.last {
          let isolated = CharacterClasses.isPunctuation(scalar)
          if isolated, !word.isEmpty { return .word }
          pending.removeLast()
          append(scalar)
          if isolated { return .word }
          continue
        }
        guard position < text.count else { return word.isEmpty ? nil : .word }
        let code = split.codes[Int(text[position])]
        if code > BasicSplit.maybeSpecialCode {
          word.append(code)
          scalarCount += 1
          position += 1
          continue
        }
        if code == BasicSplit.maybeSpecialCode,
          let special = split.special(in: text, at: position)
        {
          if !word.isEmpty { return .word }
          position += special.bytes.count
          return .special(id: special.id)
        }
        let (scalar, length) = text.scalar(at: position)
        let treatment = split.treatment(of: scalar)
        switch treatment.kind {
        case .dropped:
          position += length
        case .space:
          position += length
          if !word.isEmpty { return .word }
        case .isolated:
          if !word.isEmpty { return .word }
          position += length
          append(treatment.scalar)
          return .word
        case .letter:
          position += length
          append(treatment.scalar)
        case .syllable:
          position += length
          appendJamo(of: scalar)
        case .several:
          position += length
          pending = ScalarTreatment.results(of: scalar, rules: split.rules).reversed()
        case .mark:
          readMarks()
        }
      }
    }

    /// Normalizes the scalar at `position` and the marks after it, putting them in order.
    ///
    /// Marks before it that were stripped do not matter: they would only have moved around it.
    ///
    /// - Source: The Unicode Standard, section 3.11, canonical ordering.
    private mutating func readMarks() {
      var run: [(scalar: Unicode.Scalar, order: UInt8)] = []
      while position < text.count {
        if !run.isEmpty, split.special(in: text, at: position) != nil { break }
        let (scalar, length) = text.scalar(at: position)
        if CharacterClasses.isRemoved(scalar) {
          position += length
          continue
        }
        let parts = CanonicalDecomposition.parts(of: scalar) ?? [scalar]
        if !run.isEmpty, CanonicalDecomposition.combiningClass(parts[0]) == 0 { break }
        position += length
        for part in parts {
          let order = CanonicalDecomposition.combiningClass(part)
          var place = run.count
          while order > 0, place > 0, run[place - 1].order > order { place -= 1 }
          run.insert((part, order), at: place)
        }
      }
      pending = run.reversed().map(\.scalar)
      pending.removeAll(where: CharacterClasses.isNonspacingMark)
      if split.rules.lowercases {
        pending = pending.flatMap { CharacterClasses.lowercase($0).reversed() }
      }
    }

    private mutating func appendJamo(of scalar: Unicode.Scalar) {
      guard let syllable = CanonicalDecomposition.jamo(of: scalar) else { return }
      append(syllable.first)
      append(syllable.vowel)
      if let last = syllable.last { append(last) }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
      scalarCount += 1
      if scalar.isASCII {
        word.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }
}

extension [UInt8] {
  /// The scalar whose UTF-8 begins at a place, and its length; U+FFFD, 1 for what is not UTF-8.
  ///
  /// - Source: The Unicode Standard, table 3-7, well-formed UTF-8 byte sequences.
  func scalar(at position: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = UInt32(self[position])
    let length =
      switch first {
      case ..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    if length == 1 { return (Unicode.Scalar(UInt8(truncatingIfNeeded: first)), 1) }
    guard length > 0, position + length <= count else { return ("\u{FFFD}", 1) }
    var value = first & (0xFF >> UInt32(length + 1))
    for index in position + 1..<position + length {
      guard self[index] & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(self[index] & 0x3F)
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= least, let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }
}

/// Cuts a text into the pieces that byte pairs are merged in.
///
/// By hand what the regular expression of GPT-2 says, the first of its branches that fits:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// The blank before a word belongs to it; of more white space the last stays for the word if it is a
/// blank, and is else a piece of its own. What is not UTF-8 is neither letter, number nor space,
/// byte by byte.
///
/// - Source: `encoder.py` of GPT-2; `ByteLevel` of tokenizers 0.23.3, compared over all scalars by
///   the golden tests.
package struct BytePairSplit: Sendable {
  package enum Kind: UInt8, Sendable { case letter, number, space, other }

  /// The kind of every scalar below `tableEnd`.
  private let table: [Kind]

  private static let tableEnd: UInt32 = 0x3400

  init() {
    table = (0..<Self.tableEnd).map { Self.kind(of: Unicode.Scalar($0) ?? "\u{FFFD}") }
  }

  /// Where the piece that begins at `start` ends.
  ///
  /// - Precondition: `start` is before `end`, and `end` not behind the text.
  func end(ofPieceAt start: Int, in text: [UInt8], to end: Int) -> Int {
    if text[start] == UInt8(ascii: "'") {
      let length = Self.contractionLength(after: start + 1, in: text, to: end)
      if length > 0 { return start + 1 + length }
    }
    var position = start
    var (kind, length) = kind(in: text, at: position)
    if kind == .space {
      if text[start] == UInt8(ascii: " "), start + 1 < end {
        position += 1
        (kind, length) = self.kind(in: text, at: position)
      }
      if kind == .space { return endOfSpace(at: start, in: text, to: end) }
    }
    repeat {
      position += length
      guard position < end else { return end }
      length = self.length(in: text, at: position, ifOf: kind)
    } while length > 0
    return position
  }

  /// The length of `s`, `t`, `m`, `d`, `re`, `ve` or `ll`; 0 where there is none.
  private static func contractionLength(after start: Int, in text: [UInt8], to end: Int) -> Int {
    guard start < end else { return 0 }
    let second = start + 1 < end ? text[start + 1] : 0
    switch text[start] {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 1
    case UInt8(ascii: "r"), UInt8(ascii: "v"): return second == UInt8(ascii: "e") ? 2 : 0
    case UInt8(ascii: "l"): return second == UInt8(ascii: "l") ? 2 : 0
    default: return 0
    }
  }

  /// All white space at the end of the text; else all but the last, or the only one.
  private func endOfSpace(at start: Int, in text: [UInt8], to end: Int) -> Int {
    var (last, position) = (start, start)
    while position < end {
      let length = length(in: text, at: position, ifOf: .space)
      guard length > 0 else { return last > start ? last : position }
      last = position
      position += length
    }
    return end
  }

  /// Where the white space that ends at a place begins; the place itself where there is none.
  ///
  /// - Complexity: O(n) from `start`, as scalars are read forward.
  func startOfSpace(before end: Int, in text: [UInt8], from start: Int) -> Int {
    var (space, position) = (start, start)
    while position < end {
      let (kind, length) = kind(in: text, at: position)
      position += length
      if kind != .space { space = position }
    }
    return space
  }

  // MARK: Kinds

  /// The length of the scalar at a place; 0 when it is of another kind.
  private func length(in text: [UInt8], at position: Int, ifOf wanted: Kind) -> Int {
    let (kind, length) = kind(in: text, at: position)
    return kind == wanted ? length : 0
  }

  private func kind(in text: [UInt8], at position: Int) -> (kind: Kind, length: Int) {
    let byte = text[position]
    if byte < 0x80 { return (table[Int(byte)], 1) }
    let (scalar, length) = text.scalar(at: position)
    return (
      scalar.value < Self.tableEnd ? table[Int(scalar.value)] : Self.kind(of: scalar), length
    )
  }

  /// The kind of a scalar, by the definitions; those that Unicode 16 had not assigned are `other`.
  package static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0xAC00...0xD7A3: return .letter  // for speed: most ideographs, Hangul
    default: break
    }
    if scalar.properties.isWhitespace { return .space }
    guard CharacterClasses.isKnown(scalar, in: 16) else { return .other }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .number
    default: return .other
    }
  }
}

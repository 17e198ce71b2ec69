/// A token that was added to a vocabulary: it is cut out of a text before the text is split.
public struct AddedToken: Sendable, Equatable {
  public let text: String
  public let id: Int
  /// Whether it is looked for in normalized text, itself normalized (`normalized`), or in the text as
  /// it is.
  public let isNormalized: Bool
  public let isSpecial: Bool

  public init(text: String, id: Int, isNormalized: Bool, isSpecial: Bool) {
    self.text = text
    self.id = id
    self.isNormalized = isNormalized
    self.isSpecial = isSpecial
  }
}

/// Added tokens that are looked for in normalized text, the longest at a place.
///
/// - Source: `AddedVocabulary.extract_and_normalize` of tokenizers 0.23.3.
struct NormalizedTokens: Sendable {
  enum Part: Equatable {
    case token(Int32)
    case text([UInt8])
  }

  private let tokens: [BasicSplit.Special]
  private let rules: BasicSplit.Rules

  /// Nil where there is no token.
  init?(_ tokens: [AddedToken], rules: BasicSplit.Rules) {
    guard !tokens.isEmpty else { return nil }
    self.rules = rules
    self.tokens = tokens.map {
      BasicSplit.Special(
        bytes: Self.normalized(Array($0.text.utf8)[...], rules), id: Int32($0.id))
    }.filter { !$0.bytes.isEmpty }.sorted { $0.bytes.count > $1.bytes.count }
  }

  /// The tokens of a text and what is between them, normalized; `cut` finds the tokens of the text as
  /// it is, which go first.
  func parts(
    of text: [UInt8], cut: ([UInt8]) -> [(range: Range<Int>, id: Int32)]
  ) -> [Part] {
    var parts: [Part] = []
    var start = 0
    for (range, id) in cut(text) {
      append(text[start..<range.lowerBound], to: &parts)
      parts.append(.token(id))
      start = range.upperBound
    }
    append(text[start...], to: &parts)
    return parts
  }

  private func append(_ text: ArraySlice<UInt8>, to parts: inout [Part]) {
    let text = Self.normalized(text, rules)
    var (start, at) = (0, 0)
    while at < text.count {
      guard let token = tokens.first(where: { text[at...].starts(with: $0.bytes) }) else {
        at += 1
        continue
      }
      if start < at { parts.append(.text(Array(text[start..<at]))) }
      parts.append(.token(token.id))
      at += token.bytes.count
      start = at
    }
    if start < text.count { parts.append(.text(Array(text[start...]))) }
  }

  /// A text as `BertNormalizer` leaves it.
  private static func normalized(
    _ text: ArraySlice<UInt8>, _ rules: BasicSplit.Rules
  ) -> [UInt8] {
    let text = Array(text)
    var cleaned = ""
    var at = 0
    while at < text.count {
      let (scalar, length) = text.scalar(at: at)
      at += length
      if CharacterClasses.isRemoved(scalar) { continue }
      if CharacterClasses.isSpace(scalar) {
        cleaned.unicodeScalars.append(" ")
      } else if rules.splitsIdeographs, CharacterClasses.isIdeograph(scalar) {
        cleaned.unicodeScalars.append(contentsOf: [" ", scalar, " "])
      } else {
        cleaned.unicodeScalars.append(scalar)
      }
    }
    var bytes: [UInt8] = []
    for scalar in cleaned.unicodeScalars {
      for result in ScalarTreatment.results(of: scalar, rules: rules) {
        bytes += UTF8.encode(result) ?? UTF8.encodedReplacementCharacter
      }
    }
    return bytes
  }
}

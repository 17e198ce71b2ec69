/// Learns a WordPiece vocabulary from text.
///
/// It begins with the special tokens `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and `[MASK]`, then has the
/// characters in the order of their scalars, then those that follow another within a word, as `##` and
/// the character. Then the two tokens that follow one another most often in the words become one, again
/// and again, until the vocabulary has its size. Of pairs that occur equally often the one whose left
/// token has the least id is merged, of those the one whose right token has.
///
/// Words with a rare character are unknown tokens whatever is learned, and are not counted.
///
/// - Relation: on text whose characters are all kept, the tokens are those of Hugging Face's
///   `WordPieceTrainer` without a least count, given its characters in this order. Where two merges
///   spell one token, theirs may count a pair twice that was merged before and arises again.
/// - Source: arXiv:1508.07909, section 3.2; `BpeTrainer` of tokenizers 0.23.3.
public struct VocabularyLearner: Codable, Sendable, Equatable {
  /// How many tokens the vocabulary has, V.
  public var size: Int
  /// How many characters it has at most: those that occur most, of equal ones the least scalar.
  public var characters: Int

  public init(size: Int, characters: Int) {
    self.size = size
    self.characters = characters
  }

  /// The uncased tokenizer of the vocabulary that sentences give, whatever their order.
  ///
  /// - Throws: ``VocabularyLearningError`` where they do not give one of this size.
  public func tokenizer(from sentences: some Sequence<String>) throws -> WordPiece {
    let settings = WordPiece.Settings.bert(lowercases: true)
    let tokens = try tokens(
      from: WordCounts(of: sentences, settings: settings), specials: Self.specials(settings))
    return try WordPiece(
      vocabulary: try Vocabulary(tokens: tokens, source: "learned vocabulary"), settings: settings)
  }

  /// The special tokens in the order of their ids.
  private static func specials(_ settings: WordPiece.Settings) -> [String] {
    [
      settings.padding, settings.unknown, settings.classification, settings.separator,
      settings.mask,
    ]
  }

  /// The tokens in the order of their ids, in UTF-8.
  package func tokens(
    from words: WordCounts, specials: [String]
  ) throws(VocabularyLearningError) -> [[UInt8]] {
    let words = words.entries.map { (scalars: $0.scalars, count: $0.count) }
    let kept = Set(commonest(words))
    let spelled = words.filter { $0.scalars.allSatisfy(kept.contains) }
    let first = kept.sorted()
    let later = Set(spelled.flatMap { $0.scalars.dropFirst() }).sorted()
    let marked = Array("##".utf8)
    var tokens = specials.map { Array($0.utf8) } + first.map { Array($0.utf8Bytes) }
    tokens += later.map { marked + $0.utf8Bytes }
    guard tokens.count <= size else {
      throw .tooSmall(
        size: size, specials: specials.count, characters: first.count, within: later.count)
    }
    var ids: [[UInt8]: Int32] = [:]
    for (id, token) in tokens.enumerated() { ids[token] = Int32(id) }

    func places(_ scalars: [Unicode.Scalar], from start: Int) -> [Unicode.Scalar: Int32] {
      var places: [Unicode.Scalar: Int32] = [:]
      for (place, scalar) in scalars.enumerated() { places[scalar] = Int32(start + place) }
      return places
    }
    let firstIDs = places(first, from: specials.count)
    let laterIDs = places(later, from: specials.count + first.count)
    var pairs = TokenPairs()
    for (scalars, count) in spelled {
      pairs.append(
        scalars.enumerated().compactMap { $0 == 0 ? firstIDs[$1] : laterIDs[$1] }, count: count)
    }
    pairs.prepare()
    while tokens.count < size {
      guard let (pair, number) = pairs.mostFrequent() else {
        throw .tooLittleText(size: size, found: tokens.count)
      }
      let token = tokens[Int(pair.left)] + tokens[Int(pair.right)].dropFirst(marked.count)
      let id = ids[token] ?? Int32(tokens.count)
      if Int(id) == tokens.count {
        tokens.append(token)
        ids[token] = id
      }
      pairs.merge(number, into: id)
    }
    return tokens
  }

  /// The characters that are kept.
  private func commonest(
    _ words: [(scalars: [Unicode.Scalar], count: Int)]
  ) -> ArraySlice<Unicode.Scalar> {
    var counts: [Unicode.Scalar: Int] = [:]
    for (scalars, count) in words {
      for scalar in scalars { counts[scalar, default: 0] += count }
    }
    return counts.sorted { a, b in a.value != b.value ? a.value > b.value : a.key < b.key }
      .map(\.key).prefix(characters)
  }
}

extension Unicode.Scalar {
  fileprivate var utf8Bytes: [UInt8] { Array(String(Character(self)).utf8) }
}

/// Why a text does not give a vocabulary of a size; the words say what to do.
public enum VocabularyLearningError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Special tokens and characters alone are more.
  case tooSmall(size: Int, specials: Int, characters: Int, within: Int)
  /// Nothing is left to merge before the size is reached.
  case tooLittleText(size: Int, found: Int)

  public var description: String {
    switch self {
    case .tooSmall(let size, let specials, let characters, let within):
      "a vocabulary of \(size) tokens was asked for, but \(specials) special tokens, \(characters) "
        + "characters and \(within) of them within words are \(specials + characters + within); "
        + "ask for more tokens or fewer characters"
    case .tooLittleText(let size, let found):
      "a vocabulary of \(size) tokens was asked for, but the text gives \(found); ask for fewer, or "
        + "give more sentences"
    }
  }
}

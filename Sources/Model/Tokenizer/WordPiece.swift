/// BERT's tokenizer: text to the ids of WordPiece tokens.
///
/// The text is split into words by ``BasicSplit``; each word becomes the longest token it begins
/// with, then the longest `##` token its rest begins with, and so on. A word with a rest that no
/// token begins, or of more than `maximumCharactersPerWord` scalars, is the unknown token.
///
/// - Relation: the ids are those of Hugging Face's BertTokenizer, for any text.
/// - Source: arXiv:1609.08144, section 4.1; `BertTokenizer` of transformers 5.23.
public struct WordPiece: Sendable {
  /// Everything that defines a WordPiece tokenizer but its vocabulary.
  public struct Settings: Codable, Sendable, Equatable {
    /// Whether letters are lowercased (`do_lower_case`).
    public var lowercases: Bool
    /// Whether accents are stripped (`strip_accents`); nil: when letters are lowercased.
    public var stripsAccents: Bool?
    /// Whether each ideograph is a word (`tokenize_chinese_chars`).
    public var splitsIdeographs: Bool
    /// The token of a word that the vocabulary cannot spell.
    public var unknown: String
    /// The token that ends a text.
    public var separator: String
    /// The token that fills a batch.
    public var padding: String
    /// The token that begins a text.
    public var classification: String
    /// The token that hides a word in pretraining.
    public var mask: String
    /// A word of more scalars than this, counted after normalization, is unknown.
    public var maximumCharactersPerWord: Int

    public init(
      lowercases: Bool, stripsAccents: Bool?, splitsIdeographs: Bool, unknown: String,
      separator: String, padding: String, classification: String, mask: String,
      maximumCharactersPerWord: Int
    ) {
      self.lowercases = lowercases
      self.stripsAccents = stripsAccents
      self.splitsIdeographs = splitsIdeographs
      self.unknown = unknown
      self.separator = separator
      self.padding = padding
      self.classification = classification
      self.mask = mask
      self.maximumCharactersPerWord = maximumCharactersPerWord
    }

    /// The settings that BERT was published with, uncased or cased.
    ///
    /// - Source: arXiv:1810.04805 and its `tokenization.py`.
    public static func bert(lowercases: Bool) -> Settings {
      Settings(
        lowercases: lowercases, stripsAccents: nil, splitsIdeographs: true, unknown: "[UNK]",
        separator: "[SEP]", padding: "[PAD]", classification: "[CLS]", mask: "[MASK]",
        maximumCharactersPerWord: 100)
    }

    /// The special tokens with their roles.
    var specials: [(role: String, token: String)] {
      [
        ("unknown", unknown), ("separator", separator), ("padding", padding),
        ("classification", classification), ("mask", mask),
      ]
    }
  }

  public let vocabulary: Vocabulary
  public let settings: Settings
  public let unknownID: Int32
  public let separatorID: Int32
  public let paddingID: Int32
  public let classificationID: Int32
  public let maskID: Int32
  /// The tokens added to the vocabulary, in the order of their ids.
  public let added: [AddedToken]
  /// What is done to a text before it is split.
  public var preparation = TextPreparation.none
  private let split: BasicSplit
  /// The added tokens that are looked for in normalized text.
  private let normalized: NormalizedTokens?

  /// - Throws: ``VocabularyError`` when a special token is not in the vocabulary.
  public init(vocabulary: Vocabulary, settings: Settings) throws(VocabularyError) {
    try self.init(vocabulary: vocabulary, settings: settings, added: [])
  }

  /// A tokenizer with tokens beside those of the vocabulary.
  ///
  /// - Precondition: no added token is empty.
  /// - Throws: ``VocabularyError`` when a special token is not in the vocabulary.
  public init(
    vocabulary: Vocabulary, settings: Settings, added: [AddedToken]
  ) throws(VocabularyError) {
    var specials: [BasicSplit.Special] = []
    for (role, token) in settings.specials {
      guard let id = vocabulary.id(of: token) ?? added.first(where: { $0.text == token })?.id else {
        throw .missingSpecial(
          token: token, role: role, source: vocabulary.source, count: vocabulary.count)
      }
      specials.append(BasicSplit.Special(bytes: Array(token.utf8), id: Int32(id)))
    }
    self.vocabulary = vocabulary
    self.settings = settings
    self.unknownID = specials[0].id
    self.separatorID = specials[1].id
    self.paddingID = specials[2].id
    self.classificationID = specials[3].id
    self.maskID = specials[4].id
    let known = Set(specials.map(\.bytes))
    let others = added.filter { !known.contains(Array($0.text.utf8)) }
    self.added = added.filter { !known.contains(Array($0.text.utf8)) || $0.id >= vocabulary.count }
      .sorted { $0.id < $1.id }
    let rules = BasicSplit.Rules(
      lowercases: settings.lowercases,
      stripsAccents: settings.stripsAccents ?? settings.lowercases,
      splitsIdeographs: settings.splitsIdeographs)
    self.split = BasicSplit(
      rules: rules,
      specials: specials
        + others.filter { !$0.isNormalized }.map {
          BasicSplit.Special(bytes: Array($0.text.utf8), id: Int32($0.id))
        })
    self.normalized = NormalizedTokens(others.filter(\.isNormalized), rules: rules)
  }

  /// The ids of a text, begun by the classification token and ended by the separator.
  ///
  /// - Precondition: `maxTokens`, the most ids given in all, is at least 2.
  public func ids(_ text: String, maxTokens: Int?) -> [Int32] {
    ids(utf8: Array(preparation.applied(to: text).utf8), maxTokens: maxTokens)
  }

  /// The ids of a text given as UTF-8; bytes that are not UTF-8 are passed over.
  ///
  /// - Precondition: `maxTokens`, the most ids given in all, is at least 2.
  /// - Complexity: O(bytes), times the longest token where words are not in the vocabulary.
  public func ids(utf8 text: [UInt8], maxTokens: Int?) -> [Int32] {
    Model.ids(
      from: classificationID, to: separatorID, maxTokens: maxTokens, bytes: text.count
    ) { ids, limit in
      var hashes: [UInt64] = []
      if let normalized {
        for part in normalized.parts(of: text, cut: split.specials(in:)) {
          guard ids.count < limit else { break }
          switch part {
          case .token(let id): ids.append(id)
          case .text(let text): append(text, to: &ids, limit: limit, hashes: &hashes)
          }
        }
      } else {
        append(text, to: &ids, limit: limit, hashes: &hashes)
      }
    }
  }

  /// Appends the tokens of a text, until there are `limit` or more.
  private func append(
    _ text: [UInt8], to ids: inout [Int32], limit: Int, hashes: inout [UInt64]
  ) {
    var words = split.words(of: text)
    while ids.count < limit, let item = words.next() {
      switch item {
      case .special(let id): ids.append(id)
      case .word where words.scalarCount > settings.maximumCharactersPerWord:
        ids.append(unknownID)
      case .word: append(words.word, to: &ids, hashes: &hashes)
      }
    }
  }

  /// Appends the tokens of one word, or the unknown token.
  private func append(_ word: [UInt8], to ids: inout [Int32], hashes: inout [UInt64]) {
    let count = ids.count
    var start = 0
    while start < word.count {
      let (id, end) = vocabulary.longestToken(in: word, from: start, hashes: &hashes)
      if id < 0 {
        ids.removeSubrange(count...)
        ids.append(unknownID)
        return
      }
      ids.append(id)
      start = end
    }
  }
}

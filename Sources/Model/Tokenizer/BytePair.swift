/// RoBERTa's tokenizer: text to the ids of byte-level pairs merged over and over.
///
/// The text is cut into pieces by ``BytePairSplit``; each piece begins as its bytes, one token a
/// byte, and the two neighbors that come first among the merges become one, until none can. Nothing
/// is unknown and nothing is lost: the tokens' bytes are the text's.
///
/// - Relation: the ids are those of Hugging Face's RobertaTokenizer, for any text.
/// - Source: arXiv:1508.07909 and GPT-2's `encoder.py`; `RobertaTokenizer` of transformers 5.23.
public struct BytePair: Sendable {
  /// Everything that defines the tokenizer but its vocabulary and merges.
  public struct Settings: Codable, Sendable, Equatable {
    /// Whether a text that does not begin with a blank is given one (`add_prefix_space`).
    public var addsPrefixSpace: Bool
    /// The token that begins a text.
    public var classification: String
    /// The token that ends a text.
    public var separator: String
    /// The token that fills a batch.
    public var padding: String
    /// The token for what a vocabulary cannot spell; a byte-level vocabulary spells everything.
    public var unknown: String
    /// The token that hides a word in pretraining.
    public var mask: String
    /// Whether the mask in a text takes the white space before it (`lstrip`).
    public var maskTakesSpaceBefore: Bool

    public init(
      addsPrefixSpace: Bool, classification: String, separator: String, padding: String,
      unknown: String, mask: String, maskTakesSpaceBefore: Bool
    ) {
      self.addsPrefixSpace = addsPrefixSpace
      self.classification = classification
      self.separator = separator
      self.padding = padding
      self.unknown = unknown
      self.mask = mask
      self.maskTakesSpaceBefore = maskTakesSpaceBefore
    }

    /// The settings of `RobertaTokenizer` where a folder says nothing else.
    public static let roberta = Settings(
      addsPrefixSpace: false, classification: "<s>", separator: "</s>", padding: "<pad>",
      unknown: "<unk>", mask: "<mask>", maskTakesSpaceBefore: false)

    /// The special tokens with their roles.
    var specials: [(role: String, token: String)] {
      [
        ("classification", classification), ("separator", separator), ("padding", padding),
        ("unknown", unknown), ("mask", mask),
      ]
    }
  }

  /// The tokens as the files spell them, see `ByteAlphabet`.
  public let vocabulary: Vocabulary
  public let settings: Settings
  public let classificationID: Int32
  public let separatorID: Int32
  public let paddingID: Int32
  public let unknownID: Int32
  public let maskID: Int32

  /// What is done to a text before it is cut.
  public var preparation = TextPreparation.none

  let merges: PairMerges
  /// The tokens as the bytes they stand for.
  private let spelled: Vocabulary
  /// The token of each byte.
  private let byteIDs: [Int32]
  /// Whether merging the bytes of a token gives that token, so that a piece can be looked up.
  private let isWhole: [Bool]
  private let specials: [BasicSplit.Special]
  /// Whether a special token begins with a byte.
  private let beginsSpecial: [Bool]
  private let split = BytePairSplit()

  /// A tokenizer of tokens, by id, and the bytes of a `merges.txt`.
  ///
  /// - Inputs: `source`, the file of the tokens that errors name.
  /// - Throws: ``BytePairError`` naming the file, and the line of a merge.
  public init(
    tokens: [[UInt8]], source: String, merges: (text: [UInt8], source: String), settings: Settings
  ) throws(BytePairError) {
    let files = try BytePairFiles(
      tokens: tokens, source: source, merges: merges, settings: settings)
    self.vocabulary = files.vocabulary
    self.spelled = files.spelled
    self.merges = files.merges
    self.byteIDs = files.byteIDs
    self.settings = settings
    classificationID = files.specials[0].id
    separatorID = files.specials[1].id
    paddingID = files.specials[2].id
    unknownID = files.specials[3].id
    maskID = files.specials[4].id
    // Longest first, as of two that begin at one place the longer is taken.
    specials = files.specials.sorted { $0.bytes.count > $1.bytes.count }
    beginsSpecial = (0..<256).map { byte in
      files.specials.contains { Int($0.bytes[0]) == byte }
    }
    var room = PairMerges.Room()
    var ids: [Int32] = []
    isWhole = (0..<spelled.count).map { id in
      ids.removeAll(keepingCapacity: true)
      room.append(
        files.spelled.bytes(of: id).map { files.byteIDs[Int($0)] }, by: files.merges, to: &ids)
      return ids == [Int32(id)]
    }
  }

  /// The ids of a text, begun by the classification token and ended by the separator.
  ///
  /// - Precondition: `maxTokens`, the most ids given in all, is at least 2.
  public func ids(_ text: String, maxTokens: Int?) -> [Int32] {
    ids(utf8: Array(preparation.applied(to: text).utf8), maxTokens: maxTokens)
  }

  /// The ids of a text given as bytes, UTF-8 or not.
  ///
  /// - Precondition: `maxTokens`, the most ids given in all, is at least 2.
  /// - Complexity: O(n log n) for a piece of n bytes, O(n) where it is a token.
  public func ids(utf8 text: [UInt8], maxTokens: Int?) -> [Int32] {
    Model.ids(
      from: classificationID, to: separatorID, maxTokens: maxTokens, bytes: text.count
    ) { ids, limit in
      var room = PairMerges.Room()
      var start = 0
      while start < text.count, ids.count < limit {
        let (special, place) = special(in: text, from: start)
        let takesSpace = special?.id == maskID && settings.maskTakesSpaceBefore
        let end = takesSpace ? split.startOfSpace(before: place, in: text, from: start) : place
        if settings.addsPrefixSpace, start < end, text[start] != UInt8(ascii: " ") {
          let prefixed = [UInt8(ascii: " ")] + text[start..<end]
          append(prefixed, 0..<prefixed.count, to: &ids, limit: limit, room: &room)
        } else {
          append(text, start..<end, to: &ids, limit: limit, room: &room)
        }
        guard let special else { break }
        ids.append(special.id)
        start = place + special.bytes.count
      }
    }
  }

  /// The bytes that tokens stand for, end to end; special tokens stand for their names.
  ///
  /// - Precondition: every id is in 0 ..< V.
  public func bytes(of ids: some Sequence<Int32>) -> [UInt8] {
    ids.flatMap { spelled.bytes(of: Int($0)) }
  }

  /// The first special token at or after a place, and where it is; else the end of the text.
  private func special(
    in text: [UInt8], from start: Int
  ) -> (special: BasicSplit.Special?, place: Int) {
    for place in start..<text.count where beginsSpecial[Int(text[place])] {
      if let special = specials.first(where: { text[place...].starts(with: $0.bytes) }) {
        return (special, place)
      }
    }
    return (nil, text.count)
  }

  /// Appends the tokens of a text without special tokens, until there are `limit`.
  private func append(
    _ text: [UInt8], _ range: Range<Int>, to ids: inout [Int32], limit: Int,
    room: inout PairMerges.Room
  ) {
    var start = range.lowerBound
    while start < range.upperBound, ids.count < limit {
      let end = split.end(ofPieceAt: start, in: text, to: range.upperBound)
      let id = spelled.id(in: text, from: start, to: end)
      if id >= 0, isWhole[Int(id)] {
        ids.append(id)
      } else {
        room.append(
          text[start..<end].lazy.map { byteIDs[Int($0)] }, by: merges, to: &ids)
      }
      start = end
    }
  }
}

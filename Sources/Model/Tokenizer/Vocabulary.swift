/// The tokens of a WordPiece vocabulary and their ids, and the longest token a word begins with.
///
/// A token that continues a word is spelled `##` and its letters. The id is the token's line
/// number in `vocab.txt`, from 0.
///
/// The tokens lie end to end in one array of bytes; an open-addressing table, keyed by the
/// 64-bit FNV-1a hash of a token's bytes, finds them. The hash has no random seed, and its order
/// reaches no result.
public struct Vocabulary: Sendable, Equatable {
  /// The file or origin that errors name.
  public let source: String

  /// The bytes of all tokens, end to end.
  private var bytes: [UInt8] = []
  /// Where each token begins in `bytes`, and the end of the last.
  private var offsets: [Int32] = [0]
  /// For each slot the id that lives there, or −1, and the upper half of its hash.
  private var slots: [Slot]
  /// The length in bytes of the longest token.
  private var longest = 0

  private struct Slot: Sendable, Equatable {
    var id: Int32
    var mark: UInt32
  }

  /// The vocabulary in the bytes of a `vocab.txt`: one token a line, lines ended by LF or CR LF.
  ///
  /// - Throws: ``VocabularyError`` for an empty file, a line that is empty, repeated or not UTF-8.
  public init(parsing text: [UInt8], source: String) throws(VocabularyError) {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.init(source: source, capacity: lines.count)
    for (index, line) in lines.enumerated() {
      let token = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard String(decoding: token, as: UTF8.self).utf8.elementsEqual(token) else {
        throw .notUTF8(source: source, line: index + 1)
      }
      try append(token)
    }
    if lines.isEmpty { throw .empty(source: source) }
  }

  /// A vocabulary of tokens in the order of their ids, for vocabularies that were generated.
  ///
  /// - Throws: ``VocabularyError`` when there is none, or when one is empty or repeated.
  public init(tokens: [String]) throws(VocabularyError) {
    self.init(source: "generated vocabulary", capacity: tokens.count)
    for token in tokens { try append(Array(token.utf8)[...]) }
    if tokens.isEmpty { throw .empty(source: source) }
  }

  /// A vocabulary of tokens given as bytes, in the order of their ids.
  ///
  /// - Throws: ``VocabularyError`` when there is none, or when one is empty or repeated.
  package init(tokens: [[UInt8]], source: String) throws(VocabularyError) {
    self.init(source: source, capacity: tokens.count)
    for token in tokens { try append(token[...]) }
    if tokens.isEmpty { throw .empty(source: source) }
  }

  private init(source: String, capacity: Int) {
    self.source = source
    var slotCount = 16
    while slotCount < 2 * capacity { slotCount *= 2 }
    self.slots = Array(repeating: Slot(id: -1, mark: 0), count: slotCount)
  }

  private mutating func append(_ token: ArraySlice<UInt8>) throws(VocabularyError) {
    let id = count
    if token.isEmpty { throw .emptyLine(source: source, line: id + 1) }
    if let first = self.id(ofBytes: Array(token)) {
      throw .repeated(
        token: String(decoding: token, as: UTF8.self), source: source, line: id + 1,
        firstLine: first + 1)
    }
    let hash = token.reduce(Self.wordSeed, Self.hash)
    var slot = slot(of: hash)
    while slots[slot].id >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Slot(id: Int32(id), mark: UInt32(truncatingIfNeeded: hash >> 32))
    bytes += token
    offsets.append(Int32(bytes.count))
    longest = max(longest, token.count)
  }

  // MARK: Look-up

  /// The number of tokens, V.
  public var count: Int { offsets.count - 1 }

  /// The id of a token, or nil when it is not in the vocabulary.
  public func id(of token: String) -> Int? { id(ofBytes: Array(token.utf8)) }

  private func id(ofBytes token: [UInt8]) -> Int? {
    let id = id(in: token, from: 0, to: token.count)
    return id < 0 ? nil : Int(id)
  }

  /// The text of the token with an id.
  ///
  /// - Precondition: `id` is in 0 ..< V.
  public func token(_ id: Int) -> String {
    String(decoding: bytes(of: id), as: UTF8.self)
  }

  /// The bytes of the token with an id.
  ///
  /// - Precondition: `id` is in 0 ..< V.
  func bytes(of id: Int) -> ArraySlice<UInt8> {
    precondition(id >= 0 && id < count, "id \(id) is outside of a vocabulary of \(count) tokens")
    return bytes[Int(offsets[id])..<Int(offsets[id + 1])]
  }

  /// The id of the token that a part of a text is; −1 when it is none.
  func id(in text: [UInt8], from start: Int, to end: Int) -> Int32 {
    guard end - start <= longest else { return -1 }
    var hash = Self.wordSeed
    for index in start..<end { hash = Self.hash(hash, text[index]) }
    return find(hash, in: text, from: start, to: end, skipping: 0)
  }

  /// The longest token that `word` holds from byte `start` on: its id (−1 for none) and its end.
  ///
  /// After the start of the word, only tokens that begin with `##` are looked at, without it.
  /// `hashes` is room for this search, kept by the caller so that a text needs one allocation.
  func longestToken(
    in word: [UInt8], from start: Int, hashes: inout [UInt64]
  ) -> (id: Int32, end: Int) {
    let limit = min(word.count, start + longest)
    var hash = start == 0 ? Self.wordSeed : Self.continuationSeed
    hashes.removeAll(keepingCapacity: true)
    for index in start..<limit {
      hash = Self.hash(hash, word[index])
      hashes.append(hash)
    }
    var end = limit
    while end > start {
      let id = find(
        hashes[end - start - 1], in: word, from: start, to: end, skipping: start == 0 ? 0 : 2)
      if id >= 0 { return (id, end) }
      end -= 1
    }
    return (-1, start)
  }

  /// The id of the token with a hash whose bytes, after the first `skipping`, are those given.
  @inline(__always)
  private func find(
    _ hash: UInt64, in word: [UInt8], from start: Int, to end: Int, skipping: Int
  ) -> Int32 {
    let mark = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = slot(of: hash)
    while slots[slot].id >= 0 {
      if slots[slot].mark == mark {
        let id = Int(slots[slot].id)
        let first = Int(offsets[id]) + skipping
        if Int(offsets[id + 1]) - first == end - start {
          var index = start
          while index < end, bytes[first + index - start] == word[index] { index += 1 }
          if index == end { return Int32(id) }
        }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  // MARK: Hashing

  private static let wordSeed: UInt64 = 0xCBF2_9CE4_8422_2325
  /// The hash of `##`, so that a token that continues a word is hashed from its third byte on.
  private static let continuationSeed = [UInt8](repeating: UInt8(ascii: "#"), count: 2)
    .reduce(wordSeed, hash)

  @inline(__always)
  private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  @inline(__always)
  private func slot(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash ^ hash >> 29) & (slots.count - 1)
  }
}

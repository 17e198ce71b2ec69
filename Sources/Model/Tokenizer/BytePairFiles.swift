/// Tokens and `merges.txt`, checked against each other; and how the files are written.
struct BytePairFiles {
  /// The tokens as they are spelled.
  let vocabulary: Vocabulary
  /// The tokens as the bytes they stand for.
  let spelled: Vocabulary
  let merges: PairMerges
  let byteIDs: [Int32]
  /// In the order of the settings' roles.
  let specials: [BasicSplit.Special]

  /// - Inputs: `tokens`, by id; `source`, the file of theirs that errors name.
  /// - Throws: ``BytePairError`` for a token that is there twice or spells no bytes, a byte without a
  ///   token, merges that are malformed, of what is no token, or that make none.
  init(
    tokens: [[UInt8]], source: String, merges: (text: [UInt8], source: String),
    settings: BytePair.Settings
  ) throws(BytePairError) {
    let names = settings.specials.map { Array($0.token.utf8) }
    var bytes: [[UInt8]] = []
    for token in tokens {
      switch ByteAlphabet.bytes(spelledBy: token) {
      case .success(let spelled): bytes.append(spelled)
      case .failure where names.contains(token): bytes.append(token)
      case .failure(let stranger):
        throw BytePairError(
          source: source,
          problem: "token \"\(String(decoding: token, as: UTF8.self))\" holds "
            + "\(stranger.name), which spells no byte; expected a byte-level vocabulary, where a "
            + "blank is spelled Ġ")
      }
    }
    do {
      vocabulary = try Vocabulary(tokens: tokens, source: source)
      spelled = try Vocabulary(tokens: bytes, source: source)
    } catch {
      throw BytePairError(source: source, problem: "\(error)")
    }
    byteIDs = try Self.byteIDs(spelled)
    var specials: [BasicSplit.Special] = []
    for (role, token) in settings.specials {
      guard let id = vocabulary.id(of: token) else {
        throw BytePairError(
          source: source,
          problem:
            "none of its \(tokens.count) tokens is \"\(token)\", the \(role) token; add it, "
            + "or name the right one in tokenizer_config.json")
      }
      specials.append(BasicSplit.Special(bytes: Array(token.utf8), id: Int32(id)))
    }
    self.specials = specials
    self.merges = try Self.merges(
      merges.text, source: merges.source, vocabulary: vocabulary)
  }

  private static func byteIDs(_ spelled: Vocabulary) throws(BytePairError) -> [Int32] {
    var ids: [Int32] = []
    for byte in 0...255 as ClosedRange<UInt8> {
      let id = spelled.id(in: [byte], from: 0, to: 1)
      guard id >= 0 else {
        throw BytePairError(
          source: spelled.source,
          problem: "no token is \"\(ByteAlphabet.scalars[Int(byte)])\", which spells byte \(byte); "
            + "expected a byte-level vocabulary with all 256")
      }
      ids.append(id)
    }
    return ids
  }

  /// The merges of a `merges.txt`: two tokens a line, after a first line that begins `#version`.
  private static func merges(
    _ text: [UInt8], source: String, vocabulary: Vocabulary
  ) throws(BytePairError) -> PairMerges {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    var merges = PairMerges(capacity: lines.count)
    var places: [Int] = []
    for (index, full) in lines.enumerated() {
      func failure(_ problem: String) -> BytePairError {
        BytePairError(source: source, line: index + 1, problem: problem)
      }
      let line = full.last == UInt8(ascii: "\r") ? full.dropLast() : full
      if index == 0, line.starts(with: Array("#version".utf8)) { continue }
      let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      let words = String(decoding: line, as: UTF8.self)
      guard parts.count == 2 else {
        throw failure(
          "\"\(words)\" found; expected two tokens with one blank between, as in \"Ġ t\"")
      }
      func id(_ token: some Collection<UInt8>) throws(BytePairError) -> Int32 {
        let token = Array(token)
        let id = vocabulary.id(in: token, from: 0, to: token.count)
        guard id >= 0 else {
          throw failure(
            "\"\(String(decoding: token, as: UTF8.self))\" of the merge \"\(words)\" is no token of "
              + "\(vocabulary.source); the two files must be of one tokenizer")
        }
        return id
      }
      let merge = PairMerges.Merge(
        left: try id(parts[0]), right: try id(parts[1]), result: try id(parts[0] + parts[1]))
      if let rank = merges.append(merge) {
        throw failure("\"\(words)\" is already on line \(places[rank]); remove one")
      }
      places.append(index + 1)
    }
    return merges
  }
}

extension BytePair {
  /// The bytes of a `vocab.json` that is read as this vocabulary.
  public var vocabularyFile: [UInt8] {
    var file = Array("{".utf8)
    for id in 0..<vocabulary.count {
      file += Array(id == 0 ? "\"".utf8 : ",\"".utf8)
      for byte in vocabulary.bytes(of: id) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): file += [UInt8(ascii: "\\"), byte]
        case ..<0x20:
          let digits = String(byte, radix: 16)
          file += Array(("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits).utf8)
        default: file.append(byte)
        }
      }
      file += Array("\":\(id)".utf8)
    }
    return file + Array("}".utf8)
  }

  /// The bytes of a `merges.txt` that is read as these merges.
  public var mergesFile: [UInt8] {
    Array("#version: 0.2\n".utf8)
      + merges.list.flatMap { merge in
        vocabulary.bytes(of: Int(merge.left)) + Array(" ".utf8)
          + vocabulary.bytes(of: Int(merge.right)) + Array("\n".utf8)
      }
  }
}

import Files
import Foundation
import Model
import Testing

@Suite struct WordPieceTests {
  static let specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

  static func tokenizer(_ tokens: [String], lowercases: Bool = true) throws -> WordPiece {
    try WordPiece(
      vocabulary: Vocabulary(tokens: specials + tokens), settings: .bert(lowercases: lowercases))
  }

  /// A vocabulary of random pieces over three letters.
  static func pieces(_ stream: RandomStream) -> [String] {
    var tokens: [String] = []
    for index in 0..<60 {
      let random = stream.fork(index)
      let letters = (0..<1 + random.integer(at: 0, below: 4)).map {
        ["a", "b", "é"][random.integer(at: $0 + 2, below: 3)]
      }
      let token = (random.integer(at: 1, below: 2) == 0 ? "" : "##") + letters.joined()
      if !tokens.contains(token) { tokens.append(token) }
    }
    return tokens
  }

  /// A text of scalars drawn from all, and of pieces that are hard together.
  static func text(_ stream: RandomStream) -> String {
    let hard = [
      "[SEP]", "[MASK", "]", "a", "B", "é", " ", "\u{301}", "\u{302E}", "\u{1D165}", "\u{34F}",
      "각", "中", "İ", "\u{200D}", "\u{F73}", "$", "。", "\u{0}", "\u{FFFD}", "\u{10FFFF}",
    ]
    var text = String.UnicodeScalarView()
    for index in 0..<stream.integer(at: 0, below: 40) {
      let draw = stream.integer(at: index + 1, below: 0x140_000)
      if let scalar = Unicode.Scalar(UInt32(draw)) {
        text.append(scalar)
      } else {
        text.append(contentsOf: hard[draw % hard.count].unicodeScalars)
      }
    }
    return String(text)
  }

  static let stream = RandomStream(seed: 3, label: "texts")

  // The definition, over strings: for each start the longest token, of all ends.
  private func plainPieces(_ word: String, tokens: [String]) -> [String] {
    let letters = Array(word.unicodeScalars)
    var pieces: [String] = []
    var start = 0
    while start < letters.count {
      let candidates = stride(from: letters.count, to: start, by: -1).map { end in
        (start == 0 ? "" : "##")
          + letters[start..<end].reduce(into: "") { $0.unicodeScalars.append($1) }
      }
      guard let piece = candidates.first(where: tokens.contains) else { return ["[UNK]"] }
      pieces.append(piece)
      start += piece.unicodeScalars.count - (start == 0 ? 0 : 2)
    }
    return pieces
  }

  @Test func `a word is cut into the longest pieces from the left`() throws {
    for round in 0..<20 {
      let stream = RandomStream(seed: 1, label: "pieces").fork(round)
      let tokens = Self.pieces(stream)
      var settings = WordPiece.Settings.bert(lowercases: true)
      settings.stripsAccents = false
      let tokenizer = try WordPiece(
        vocabulary: Vocabulary(tokens: Self.specials + tokens), settings: settings)
      for index in 0..<100 {
        let random = stream.fork("word").fork(index)
        let word = (0..<1 + index % 12).map { ["a", "b", "é"][random.integer(at: $0, below: 3)] }
          .joined()
        let found = tokenizer.ids(word, maxTokens: nil).map { tokenizer.vocabulary.token(Int($0)) }
        #expect(found == ["[CLS]"] + plainPieces(word, tokens: tokens) + ["[SEP]"])
      }
    }
  }

  @Test func `the pieces of plain words spell them`() throws {
    let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    let tokenizer = try Self.tokenizer(
      letters + letters.map { "##" + $0 } + ["the", "##ing", "token", "##iz", "un"])
    let text = "The tokenizer is Tokenizing unthinkable THINGS"
    let ids = tokenizer.ids(text, maxTokens: nil).dropFirst().dropLast()
    let pieces = ids.map { tokenizer.vocabulary.token(Int($0)) }
    let spelled = pieces.map { $0.hasPrefix("##") ? String($0.dropFirst(2)) : " " + $0 }.joined()
    #expect(spelled == " " + text.lowercased())
    #expect(pieces.filter { !$0.hasPrefix("##") }.count == 6)
  }

  @Test(arguments: ["", " ", "\t\n\u{3000}\u{A0}", "\u{0}\u{200B}\u{FEFF}\u{FFFD}", "\u{301}"])
  func `a text without words has the first and last token alone`(text: String) throws {
    let tokenizer = try Self.tokenizer(["a"])
    #expect(tokenizer.ids(text, maxTokens: nil) == [2, 3])
    #expect(tokenizer.ids(text, maxTokens: 2) == [2, 3])
  }

  @Test(arguments: [true, false])
  func `any text has ids of the vocabulary, between the first and last token`(
    lowercases: Bool
  ) throws {
    let tokenizer = try Self.tokenizer(["a", "##a", "中", "e", "$"], lowercases: lowercases)
    for index in 0..<3_000 {
      let text = Self.text(Self.stream.fork(index))
      let ids = tokenizer.ids(text, maxTokens: nil)
      #expect(ids.first == tokenizer.classificationID && ids.last == tokenizer.separatorID)
      #expect(ids.allSatisfy { $0 >= 0 && $0 < tokenizer.vocabulary.count })
      #expect(ids == tokenizer.ids(utf8: Array(text.utf8), maxTokens: nil))
    }
  }

  @Test func `truncation keeps the first ids and the separator`() throws {
    let tokenizer = try Self.tokenizer(["a", "##a", "b", "##b", "中"])
    for index in 0..<200 {
      let all = tokenizer.ids(Self.text(Self.stream.fork(index)) + " abab", maxTokens: nil)
      for maxTokens in 2...all.count + 1 {
        let kept = tokenizer.ids(Self.text(Self.stream.fork(index)) + " abab", maxTokens: maxTokens)
        let wanted =
          all.count <= maxTokens ? all : all.prefix(maxTokens - 1) + [tokenizer.separatorID]
        #expect(kept == wanted)
      }
    }
  }

  @Test func `the ids of a text do not depend on what stands beyond a space`() throws {
    let tokenizer = try Self.tokenizer(["a", "##a", "b", "é", "e", "中", "$"])
    func inner(_ text: String) -> [Int32] {
      Array(tokenizer.ids(text, maxTokens: nil).dropFirst().dropLast())
    }
    for index in 0..<1_000 {
      let left = Self.text(Self.stream.fork(2 * index))
      let right = Self.text(Self.stream.fork(2 * index + 1))
      #expect(inner(left + " " + right) == inner(left) + inner(right))
    }
  }

  @Test func `bytes that are not UTF-8 are passed over`() throws {
    let tokenizer = try Self.tokenizer(["a", "##b", "##é", "é", "中"], lowercases: false)
    for index in 0..<2_000 {
      let random = Self.stream.fork("bytes").fork(index)
      let some: [UInt8] = [0x61, 0x62, 0x20, 0xC3, 0xA9, 0xE4, 0xB8, 0xAD, 0xF0, 0x80, 0xED, 0xFF]
      let bytes = (0..<12).map { some[random.integer(at: $0, below: some.count)] }
      #expect(
        tokenizer.ids(utf8: bytes, maxTokens: nil)
          == tokenizer.ids(String(decoding: bytes, as: UTF8.self), maxTokens: nil))
    }
  }

  @Test func `a word of more scalars than allowed is unknown`() throws {
    var settings = WordPiece.Settings.bert(lowercases: true)
    settings.maximumCharactersPerWord = 4
    let tokenizer = try WordPiece(
      vocabulary: Vocabulary(tokens: Self.specials + ["e", "##e"]), settings: settings)
    #expect(tokenizer.ids("eÉee", maxTokens: nil) == [2, 5, 6, 6, 6, 3])
    #expect(tokenizer.ids("e\u{301}\u{301}éee", maxTokens: nil) == [2, 5, 6, 6, 6, 3])
    #expect(tokenizer.ids("eÉeee", maxTokens: nil) == [2, 1, 3])
  }

  @Test func `of special tokens that begin alike the longer is taken`() throws {
    var settings = WordPiece.Settings.bert(lowercases: true)
    settings.mask = "[SEP]]"
    let tokenizer = try WordPiece(
      vocabulary: Vocabulary(tokens: Self.specials + ["[SEP]]", "]", "x"]), settings: settings)
    #expect(tokenizer.ids("x[SEP]]][SEP]x", maxTokens: nil) == [2, 7, 5, 6, 3, 7, 3])
  }

  @Test func `a special token that is missing is named`() throws {
    let error = #expect(throws: VocabularyError.self) {
      try WordPiece(
        vocabulary: Vocabulary(parsing: Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\n".utf8), source: "v"),
        settings: .bert(lowercases: true))
    }
    #expect(error == .missingSpecial(token: "[MASK]", role: "mask", source: "v", count: 4))
  }

  @Test func `settings survive being written and read`() throws {
    for lowercases in [true, false] {
      let settings = WordPiece.Settings.bert(lowercases: lowercases)
      let data = try StrictJSON.encode(settings)
      #expect(
        try StrictJSON.decode(WordPiece.Settings.self, from: data, file: "settings") == settings)
    }
  }

  @Test func `room for fewer than two tokens is a caller's mistake`() async {
    await #expect(processExitsWith: .failure) {
      let tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
      let tokenizer = try WordPiece(
        vocabulary: Vocabulary(tokens: tokens), settings: .bert(lowercases: true))
      _ = tokenizer.ids("a", maxTokens: 1)
    }
  }
}

import Evaluation
import Files
import Foundation
import Model
import Support
import Testing

@Suite struct BytePairTests {
  static let stream = RandomStream(seed: 5, label: "byte pairs")

  /// A text of bytes and pieces that are hard together; most are not UTF-8.
  static func bytes(_ stream: RandomStream) -> [UInt8] {
    let hard: [String] = [
      " ", "  ", "'s", "'", "\t", "\n", "a", "B", "7", "é", "\u{301}", "\u{A0}", "\u{3000}", "中",
      "😀",
      "\u{0}", "<s>", "<mask>", "<", "ab", "ing",
    ]
    return (0..<stream.integer(at: 0, below: 40)).flatMap { index -> [UInt8] in
      let draw = stream.integer(at: index + 1, below: 400)
      return draw < 256 ? [UInt8(draw)] : Array(hard[draw % hard.count].utf8)
    }
  }

  @Test func `the tokens of any bytes stand for those bytes`() throws {
    let tokenizer = try SmallBytePairs.random(seed: 1, merges: 120).tokenizer(.roberta)
    var differing: [[UInt8]] = []
    for index in 0..<5_000 {
      let bytes = Self.bytes(Self.stream.fork(index))
      let ids = tokenizer.ids(utf8: bytes, maxTokens: nil)
      if ids.first != tokenizer.classificationID || ids.last != tokenizer.separatorID
        || tokenizer.bytes(of: ids.dropFirst().dropLast()) != bytes
      {
        differing.append(bytes)
      }
    }
    #expect(differing.isEmpty)
  }

  @Test func `the tokens of any scalar stand for it`() throws {
    let tokenizer = try SmallBytePairs.random(seed: 2, merges: 120).tokenizer(.roberta)
    var differing: [UInt32] = []
    for value in stride(from: 0, to: 0x110000, by: 7) as StrideTo<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a \(scalar)\(scalar) 1\(scalar)"
      let ids = tokenizer.ids(text, maxTokens: nil).dropFirst().dropLast()
      if tokenizer.bytes(of: ids) != Array(text.utf8) { differing.append(value) }
    }
    #expect(differing.isEmpty)
  }

  @Test func `a prefix is one blank before each part that does not begin with one`() throws {
    let pairs = SmallBytePairs.random(seed: 3, merges: 120)
    var settings = BytePair.Settings.roberta
    settings.addsPrefixSpace = true
    let (plain, prefixed) = (try pairs.tokenizer(.roberta), try pairs.tokenizer(settings))
    for (text, wanted) in [
      ("ab", " ab"), (" ab", " ab"), ("\tab", " \tab"), ("", ""), ("<s>a", "<s> a"),
      ("a<mask> b", " a<mask> b"), ("<s><s>", "<s><s>"),
    ] {
      #expect(prefixed.ids(text, maxTokens: nil) == plain.ids(wanted, maxTokens: nil), "\(text)")
    }
  }

  @Test func `a mask takes the white space before it when it is told to`() throws {
    let pairs = SmallBytePairs.random(seed: 3, merges: 120)
    var settings = BytePair.Settings.roberta
    settings.maskTakesSpaceBefore = true
    let (plain, taking) = (try pairs.tokenizer(.roberta), try pairs.tokenizer(settings))
    for (text, wanted) in [
      ("a \u{3000}\t<mask> b", "a<mask> b"), ("<mask>", "<mask>"), (" <mask>", "<mask>"),
      ("a <s>", "a <s>"), ("<s> <mask>", "<s><mask>"),
    ] {
      #expect(taking.ids(text, maxTokens: nil) == plain.ids(wanted, maxTokens: nil), "\(text)")
    }
  }

  // The definition: of all neighbors that have a merge, the first in the list, from the left.
  private func plainMerged(_ word: [UInt8], by pairs: SmallBytePairs) -> [String] {
    var pieces = word.map { pairs.letter($0) }
    while true {
      let found = zip(pieces, pieces.dropFirst()).enumerated().compactMap { place, pair in
        pairs.merges.firstIndex { $0 == pair }.map { (rank: $0, place: place) }
      }.min { ($0.rank, $0.place) < ($1.rank, $1.place) }
      guard let found else { return pieces }
      pieces.replaceSubrange(
        found.place...found.place + 1, with: [pieces[found.place] + pieces[found.place + 1]])
    }
  }

  @Test func `a word is merged by rank, and from the left`() throws {
    for round in 0..<30 {
      let pairs = SmallBytePairs.random(seed: UInt64(round), merges: 40)
      let tokenizer = try pairs.tokenizer(.roberta)
      for index in 0..<100 {
        let random = Self.stream.fork("word").fork(round).fork(index)
        let word = (0..<1 + index % 20).map {
          SmallBytePairs.letters[random.integer(at: $0, below: 3)]
        }
        let found = tokenizer.ids(utf8: word, maxTokens: nil).dropFirst().dropLast()
          .map { tokenizer.vocabulary.token(Int($0)) }
        #expect(found == plainMerged(word, by: pairs))
      }
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a word of a million bytes is merged at once`() throws {
    let pairs = SmallBytePairs(merges: [("a", "b"), ("b", "a"), ("ab", "ab"), ("abab", "ab")])
    let tokenizer = try pairs.tokenizer(.roberta)
    let word = (0..<1_000_000).map { [UInt8(ascii: "a"), UInt8(ascii: "b")][$0 % 2] }
    let ids = tokenizer.ids(utf8: word, maxTokens: nil)
    #expect(ids.count == 250_002)
    #expect(tokenizer.vocabulary.token(Int(ids[1])) == "abab")
    let blanks = tokenizer.ids(String(repeating: " \t", count: 500_000), maxTokens: nil)
    #expect(blanks.count == 1_000_002)
  }

  @Test func `truncation keeps the first ids and the separator`() throws {
    let tokenizer = try SmallBytePairs.random(seed: 4, merges: 60).tokenizer(.roberta)
    for index in 0..<200 {
      let bytes = Self.bytes(Self.stream.fork(index))
      let all = tokenizer.ids(utf8: bytes, maxTokens: nil)
      for maxTokens in 2...all.count + 1 {
        let wanted =
          all.count <= maxTokens ? all : all.prefix(maxTokens - 1) + [tokenizer.separatorID]
        #expect(tokenizer.ids(utf8: bytes, maxTokens: maxTokens) == wanted)
      }
    }
  }

  @Test func `room for fewer than two tokens is a caller's mistake`() async {
    await #expect(processExitsWith: .failure) {
      _ = try SmallBytePairs(merges: []).tokenizer(.roberta).ids("a", maxTokens: 1)
    }
  }

  @Test func `settings survive being written and read`() throws {
    let data = try StrictJSON.encode(BytePair.Settings.roberta)
    #expect(try StrictJSON.decode(BytePair.Settings.self, from: data, file: "settings") == .roberta)
  }

  @Test func `files of any vocabulary give it back`() throws {
    var settings = BytePair.Settings.roberta
    settings.mask = "a \"mask\"\\\u{1}\u{10FFFF}"
    let pairs = SmallBytePairs(merges: [("\"", "\\"), ("Ġ", "é"), ("ĉ", "Ċ")], mask: settings.mask)
    let tokenizer = try pairs.tokenizer(settings)
    let again = try BytePair(
      vocabulary: (tokenizer.vocabularyFile, "v"), merges: (tokenizer.mergesFile, "m"),
      settings: settings)
    let equal =
      again.vocabulary.count == tokenizer.vocabulary.count
      && (0..<again.vocabulary.count).allSatisfy {
        again.vocabulary.token($0) == tokenizer.vocabulary.token($0)
      }
    #expect(equal)
    #expect(again.mergesFile == Array("#version: 0.2\n\" \\\nĠ é\nĉ Ċ\n".utf8))
  }
}

import Data
import Model
import Runs
import Support
import Testing

@Suite struct VocabularyLearnerTests {
  /// The tokens that sentences give.
  private func tokens(
    _ sentences: [String], size: Int, characters: Int = 1000
  ) throws -> [String] {
    let tokenizer = try VocabularyLearner(size: size, characters: characters)
      .tokenizer(from: sentences)
    return (0..<tokenizer.vocabulary.count).map { tokenizer.vocabulary.token($0) }
  }

  private func repeated(_ words: [(String, Int)]) -> [String] {
    words.map { Array(repeating: $0.0, count: $0.1).joined(separator: " ") }
  }

  /// Words over few letters, so that pairs overlap and occur equally often.
  private static func words(seed: UInt64, _ count: Int) -> [String] {
    let stream = RandomStream(seed: seed, label: "words")
    return (0..<count).map { word in
      let draws = stream.fork(word)
      let length = 1 + Int(draws.uniform(at: 0) * 9)
      return String((1...length).map { "abcd"[Int(draws.uniform(at: $0) * 4)] })
    }
  }

  /// Counts every pair again before every merge: the plain form of the definition.
  private func plainTokens(_ sentences: [String], merges: Int) -> [String] {
    let words = sentences.flatMap { $0.split(separator: " ").map(String.init) }
    let first = Set(words.joined()).sorted().map(String.init)
    let later = Set(words.flatMap { $0.dropFirst() }).sorted().map { "##\($0)" }
    var tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + first + later
    var chains = words.map { word in word.enumerated().map { $0 == 0 ? "\($1)" : "##\($1)" } }
    for _ in 0..<merges {
      var counts: [[String]: Int] = [:]
      for chain in chains {
        for place in chain.indices.dropFirst() {
          counts[[chain[place - 1], chain[place]], default: 0] += 1
        }
      }
      func key(_ pair: [String]) -> [Int] { pair.map { tokens.firstIndex(of: $0) ?? -1 } }
      let best = counts.min { a, b in
        a.value != b.value
          ? a.value > b.value : key(a.key).lexicographicallyPrecedes(key(b.key))
      }
      guard let pair = best?.key else { break }
      let token = pair[0] + pair[1].dropFirst(2)
      if !tokens.contains(token) { tokens.append(token) }
      chains = chains.map { chain in
        var merged: [String] = []
        var place = 0
        while place < chain.count {
          let isPair = place + 1 < chain.count && [chain[place], chain[place + 1]] == pair
          merged.append(isPair ? token : chain[place])
          place += isPair ? 2 : 1
        }
        return merged
      }
    }
    return tokens
  }

  // arXiv:1508.07909, figure 1's words, without its mark at the end of a word.
  @Test func `the commonest pairs are merged first`() throws {
    let text = repeated([("low", 5), ("lower", 2), ("newest", 6), ("widest", 3)])
    let letters = Set("lowernewestwidest").count + Set("owerewestidest").count
    #expect(
      try tokens(text, size: 5 + letters + 6).suffix(6)
        == ["##es", "##est", "lo", "low", "ne", "##west"])
  }

  @Test func `of pairs that occur equally often the one of the least ids is merged`() throws {
    #expect(try tokens(["dc ba ca ab"], size: 5 + 4 + 3 + 4).suffix(4) == ["ab", "ba", "ca", "dc"])
  }

  @Test(arguments: 1...6)
  func `the tokens are those of a plain recount before every merge`(_ seed: UInt64) throws {
    let words = Self.words(seed: seed, 60)
    let plain = plainTokens(words, merges: 1000)
    #expect(try tokens(words, size: plain.count) == plain)
    #expect(plain.count > 100)
  }

  @Test func `the order of the sentences changes nothing`() throws {
    let sentences = SyntheticEnglish(seed: 1, purpose: "training").sentences(400)
    let other = RandomStream(seed: 2, label: "order").permutation(400).map { sentences[$0] }
    #expect(other != sentences)
    #expect(try tokens(sentences, size: 300) == tokens(other, size: 300))
  }

  @Test(arguments: [150, 151, 200, 333])
  func `the vocabulary has the size asked for, and begins as a smaller one`(_ size: Int) throws {
    let sentences = SyntheticEnglish(seed: 1, purpose: "training").sentences(400)
    let found = try tokens(sentences, size: size)
    #expect(found.count == size && Set(found).count == size)
    #expect(Array(found.prefix(150)) == (try tokens(sentences, size: 150)))
  }

  @Test(arguments: zip([40, 12], [100, 45]))
  func `a word of the text is unknown only for its characters`(
    _ characters: Int, _ size: Int
  ) throws {
    let sentences =
      SyntheticEnglish(seed: 1, purpose: "training").sentences(200) + [
        "Caf\u{E9} na\u{EF}ve 12:30, \u{6771}\u{4EAC} [MASK] x"
      ]
    let tokenizer = try VocabularyLearner(size: size, characters: characters)
      .tokenizer(from: sentences)
    let known = tokenizer.vocabulary
    let words = Set(
      sentences.flatMap { $0.split { !$0.isLetter } }.map { $0.lowercased() }
        .filter { $0.allSatisfy(\.isASCII) })
    var unknown = 0
    for word in words {
      let isSpelled = word.allSatisfy { known.id(of: String($0)) != nil }
      let ids = tokenizer.ids(word, maxTokens: nil)
      #expect(ids.contains(tokenizer.unknownID) == !isSpelled, "\(word)")
      unknown += isSpelled ? 0 : 1
    }
    #expect((unknown == 0) == (characters == 40))
  }

  @Test func `the commonest characters are kept, of equal ones the least`() throws {
    let found = try tokens(["aaab ba cb dda e"], size: 12, characters: 4)
    #expect(found.dropFirst(5) == ["a", "b", "c", "d", "##a", "##b", "##d"])
  }

  @Test func `text that gives too few tokens is named with what it gives`() throws {
    let words =
      "a vocabulary of 20 tokens was asked for, but the text gives 12; ask for fewer, or give more "
      + "sentences"
    #expect(throws: VocabularyLearningError.tooLittleText(size: 20, found: 12)) {
      try tokens(["abc abc"], size: 20)
    }
    #expect("\(VocabularyLearningError.tooLittleText(size: 20, found: 12))" == words)
    #expect(try tokens(["abc abc"], size: 12).suffix(2) == ["ab", "abc"])
  }

  @Test func `a size below the characters' number is refused with all three numbers`() throws {
    #expect(
      throws: VocabularyLearningError.tooSmall(size: 9, specials: 5, characters: 3, within: 2)
    ) { try tokens(["abc"], size: 9) }
  }

  @Test func `numbers that define no vocabulary are named`() {
    #expect(VocabularyLearner(size: 6, characters: 1).problem?.hasPrefix("size is 6") == true)
    #expect(
      VocabularyLearner(size: 7, characters: 0).problem?.hasPrefix("characters is 0") == true)
    #expect(VocabularyLearner(size: 7, characters: 1).problem == nil)
  }
}

extension String {
  fileprivate subscript(_ place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}

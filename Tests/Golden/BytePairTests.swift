import Evaluation
import Foundation
import Model
import Support
import Testing

/// Ids by `RobertaTokenizer` of transformers 5.23.0 over tokenizers 0.23.3: `ci/reference/byte_pairs.py`.
@Suite struct BytePairTests {
  /// A tokenizer of the reference, by the name that the fixture uses.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var settings = BytePair.Settings.roberta
    var reversed = false
    var maxTokens: Int?
    /// The texts whose ids the fixture keeps, at least.
    var texts: Int

    var testDescription: String { name }
  }

  static var cases: [Case] {
    var prefixed = Case(name: "prefixed", texts: 300)
    prefixed.settings.addsPrefixSpace = true
    var mask = Case(name: "mask", texts: 6)
    mask.settings.maskTakesSpaceBefore = true
    return [
      Case(name: "plain", texts: 400), prefixed, mask,
      Case(name: "truncated", maxTokens: 8, texts: 200),
      Case(name: "reversed", reversed: true, texts: 300),
    ]
  }

  static func tokenizer(_ c: Case) throws -> BytePair {
    var merges = String(decoding: try bytes("merges.txt"), as: UTF8.self)
    if c.reversed {
      merges = merges.split(separator: "\n").reversed().dropLast().map { $0 + "\n" }.joined()
    }
    return try BytePair(
      vocabulary: (try bytes("vocab.json"), "vocab.json"),
      merges: (Array(merges.utf8), "merges.txt"), settings: c.settings)
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Fixture.folder("byte-pairs").appending(path: name)))
  }

  static func lines<T: Decodable>(_ name: String, of _: T.Type) throws -> [T] {
    try bytes(name).split(separator: UInt8(ascii: "\n")).dropFirst(name == "ids.jsonl" ? 1 : 0)
      .map { try JSONDecoder().decode(T.self, from: Data($0)) }
  }

  static func texts() throws -> [TokenizerFixture.Text] {
    try TokenizerFixture.texts() + lines("texts.jsonl", of: TokenizerFixture.Text.self)
  }

  /// A text whose ids differ.
  struct Difference {
    var about: String
    var text: String
    var found: [Int32]
    var wanted: [Int32]
  }

  @Test(arguments: cases)
  func `ids are those of the reference`(_ c: Case) throws {
    let tokenizer = try Self.tokenizer(c)
    let texts = try Self.texts()
    let ids = try Self.lines("ids.jsonl", of: [String: [Int32]].self)
    try #require(texts.count == ids.count)
    var compared = 0
    var differences: [Difference] = []
    for (text, ids) in zip(texts, ids) {
      // Ids that are not cut are not written twice.
      guard let wanted = ids[c.name] ?? (c.name == "truncated" ? ids["plain"] : nil) else {
        continue
      }
      compared += 1
      let found = tokenizer.ids(text.text, maxTokens: c.maxTokens)
      if found != wanted {
        differences.append(
          Difference(
            about: text.about, text: text.text.debugDescription, found: found, wanted: wanted))
      }
    }
    #expect(differences.isEmpty)
    #expect(compared >= c.texts)
  }

  @Test func `every scalar is of the kind that it is to the reference`() throws {
    let letters: [Substring: BytePairSplit.Kind] = [
      "L": .letter, "N": .number, "S": .space, "O": .other,
    ]
    var scalars = 0
    var differences: [String] = []
    for line in String(decoding: try Self.bytes("kinds.txt"), as: UTF8.self).split(separator: "\n")
      .dropFirst()
    {
      let fields = line.split(separator: " ")
      let first = try #require(UInt32(fields[0], radix: 16))
      let count = try #require(UInt32(fields[1]))
      let kind = try #require(letters[fields[2]])
      for value in first..<first + count {
        guard let scalar = Unicode.Scalar(value) else { continue }
        scalars += 1
        let found = BytePairSplit.kind(of: scalar)
        if found != kind {
          differences.append("\(String(value, radix: 16)): \(found), not \(kind)")
        }
      }
    }
    #expect(differences.isEmpty)
    #expect(scalars == 1_112_064)
  }

  @Test func `written again, the files give the same tokenizer`() throws {
    let tokenizer = try Self.tokenizer(Self.cases[0])
    let again = try BytePair(
      vocabulary: (tokenizer.vocabularyFile, "vocab.json"),
      merges: (tokenizer.mergesFile, "merges.txt"), settings: tokenizer.settings)
    let mergesFile = try Self.bytes("merges.txt")
    #expect(tokenizer.mergesFile == mergesFile)
    #expect(again.vocabularyFile == tokenizer.vocabularyFile)
    let equal = again.vocabulary == tokenizer.vocabulary
    #expect(equal)
  }
}

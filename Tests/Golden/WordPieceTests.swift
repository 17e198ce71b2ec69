import Model
import Testing

/// Ids by `BertTokenizer` of transformers 5.23.0 over tokenizers 0.23.3, each of them compared.
@Suite struct WordPieceTests {
  /// Settings of the reference, by the names that the fixtures use.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var lowercases: Bool
    var stripsAccents: Bool?
    var splitsIdeographs = true

    var testDescription: String { name }

    func tokenizer(_ vocabulary: Vocabulary) throws -> WordPiece {
      var settings = WordPiece.Settings.bert(lowercases: lowercases)
      settings.stripsAccents = stripsAccents
      settings.splitsIdeographs = splitsIdeographs
      return try WordPiece(vocabulary: vocabulary, settings: settings)
    }
  }

  static let cases = [
    Case(name: "uncased", lowercases: true),
    Case(name: "cased", lowercases: false),
    Case(name: "uncased, accents kept", lowercases: true, stripsAccents: false),
    Case(name: "cased, accents stripped", lowercases: false, stripsAccents: true),
    Case(name: "uncased, ideographs joined", lowercases: true, splitsIdeographs: false),
  ]

  @Test(arguments: cases)
  func `ids under a small vocabulary are those of the reference`(_ settings: Case) throws {
    let tokenizer = try settings.tokenizer(TokenizerFixture.generatedVocabulary())
    let wanted = try TokenizerFixture.ids("generated")
    #expect(
      try differences(tokenizer, from: wanted, key: settings.name, maxTokens: nil).isEmpty)
  }

  @Test(
    .enabled(if: TokenizerFixture.modelFolder != nil, "SIMCSE_MODEL names no model folder"),
    arguments: cases.prefix(4))
  func `ids under the vocabulary of MiniLM are those of the reference`(_ settings: Case) throws {
    let folder = try #require(TokenizerFixture.modelFolder)
    let tokenizer = try settings.tokenizer(TokenizerFixture.modelVocabulary(folder))
    let wanted = try TokenizerFixture.ids("minilm")
    #expect(
      try differences(tokenizer, from: wanted, key: settings.name, maxTokens: nil).isEmpty)
  }

  @Test func `truncation keeps the ids that the reference keeps`() throws {
    let tokenizer = try Self.cases[0].tokenizer(TokenizerFixture.generatedVocabulary())
    let wanted = try TokenizerFixture.ids("generated")
    #expect(try differences(tokenizer, from: wanted, key: "truncated", maxTokens: 8).isEmpty)
  }

  /// A text whose ids differ.
  struct Difference {
    var about: String
    var text: String
    var found: [Int32]
    var wanted: [Int32]?
  }

  private func differences(
    _ tokenizer: WordPiece, from wanted: [[String: [Int32]]], key: String, maxTokens: Int?
  ) throws -> [Difference] {
    let texts = try TokenizerFixture.texts()
    try #require(texts.count >= 300 && texts.count == wanted.count)
    return zip(texts, wanted).compactMap { text, wanted in
      let found = tokenizer.ids(text.text, maxTokens: maxTokens)
      return found == wanted[key]
        ? nil
        : Difference(
          about: text.about, text: text.text.debugDescription, found: found, wanted: wanted[key])
    }
  }
}

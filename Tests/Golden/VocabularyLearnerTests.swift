import Model
import Support
import Testing

/// Vocabularies learned by Hugging Face's trainer: `ci/reference/vocabulary_learner.py`.
@Suite struct VocabularyLearnerTests {
  struct Reference: Decodable {
    struct Case: Decodable {
      let texts: [String]
      let letters: Int
      let vocabulary: [String]
    }
    let specials: [String]
    let cases: [String: Case]
  }

  @Test(arguments: ["sentences", "hard", "all"])
  func `the tokens and their ids are the trainer's, whatever the size`(_ name: String) throws {
    let reference: Reference = try Fixture.read("vocabulary_learner")
    let expected = try #require(reference.cases[name])
    let least = reference.specials.count + expected.letters
    #expect(Array(expected.vocabulary.prefix(reference.specials.count)) == reference.specials)
    for size in [
      least, least + 1, (least + expected.vocabulary.count) / 2, expected.vocabulary.count,
    ] {
      let tokenizer = try VocabularyLearner(size: size, characters: 1000)
        .tokenizer(from: expected.texts)
      let tokens = (0..<tokenizer.vocabulary.count).map { tokenizer.vocabulary.token($0) }
      #expect(tokens == Array(expected.vocabulary.prefix(size)), "\(size)")
    }
  }
}

import Data
import Model
import Testing

@Suite struct SyntheticEnglishTests {
  let generator = SyntheticEnglish(seed: 1, purpose: "test")

  @Test func `a sentence depends on seed, purpose and index alone`() {
    let all = generator.sentences(40)
    #expect(SyntheticEnglish(seed: 1, purpose: "test").sentence(17) == all[17])
    #expect(SyntheticEnglish(seed: 2, purpose: "test").sentences(40) != all)
    #expect(SyntheticEnglish(seed: 1, purpose: "other").sentences(40) != all)
  }

  @Test func `the vocabulary has every word`() throws {
    let tokenizer = try WordPiece(
      vocabulary: try Vocabulary(tokens: SyntheticEnglish.vocabulary),
      settings: .bert(lowercases: true))
    for sentence in generator.sentences(3000) {
      #expect(
        !tokenizer.ids(sentence, maxTokens: nil).contains(tokenizer.unknownID), "\(sentence)")
    }
  }

  @Test func `scores are from 0 to 5 and every fifth of the range is common`() {
    let scores = generator.pairs(4000).map(\.score)
    #expect(scores.allSatisfy { (0...5).contains($0) })
    for low in 0..<5 {
      let share = scores.filter { $0 >= Double(low) && $0 <= Double(low + 1) }.count
      #expect(share >= 320, "from \(low): \(share) of 4000")
    }
  }

  @Test func `sentences of one meaning mostly differ in words`() {
    let same = generator.pairs(2000).filter { $0.score == 5 }
    #expect(same.count > 100)
    let equal = same.filter { $0.first == $0.second }.count
    #expect(equal * 50 < same.count)
  }

  @Test func `an article fits the word after it`() {
    for sentence in generator.sentences(2000) {
      let words = sentence.split(separator: " ")
      for (article, next) in zip(words, words.dropFirst()) where article == "a" || article == "an" {
        let isVowel = next.first.map { "aeiou".contains($0) } ?? false
        #expect((article == "an") == isVowel, "\(sentence)")
      }
    }
  }

  @Test func `a contradiction denies its premise`() {
    func denies(_ sentence: String) -> Bool {
      sentence.split(separator: " ").contains("not")
    }
    for index in 0..<200 {
      let triple = generator.triple(index)
      #expect(denies(triple.premise) != denies(triple.contradicted))
      #expect(denies(triple.premise) == denies(triple.entailed))
    }
  }

  @Test func `held-out pairs are not the training sentences`() {
    let training = Set(SyntheticEnglish(seed: 1, purpose: "training").sentences(12_800))
    let pairs = SyntheticEnglish(seed: 2, purpose: "test").pairs(1000)
    let seen = pairs.filter { training.contains($0.first) || training.contains($0.second) }
    #expect(seen.count < 20, "\(seen.count) of 1000 pairs have a sentence seen in training")
  }
}

import Data
import Evaluation
import Files
import Foundation
import Model
import Support
import Testing

/// Averaged word vectors on the seven tasks against NumPy and SciPy: `ci/reference/word_vectors.py`.
@Suite(.enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)))
struct WordVectorsSlowTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let scores: Double }
    struct Score: Decodable {
      let pairs: Int
      let spearman, pearson: Double
    }
    struct Case: Decodable {
      let tasks: [String: Score]
      let sentencesWithoutAWord: Int
    }
    let tolerance: Tolerance
    let vectors, text: String
    let textSentences: Int
    let cases: [String: Case]
  }

  @Test(arguments: ["layouts/SentEval", "sts"], WordVectors.Weights.allCases)
  func `every task has the reference's scores`(
    _ layout: String, _ weights: WordVectors.Weights
  ) throws {
    let reference: Reference = try Fixture.read("word_vectors")
    let data = try #require(RealInputs.data)
    let expected = try #require(reference.cases["\(layout), \(weights.rawValue)"])
    let text = try SentenceFile.read(
      data.appending(path: reference.text), column: nil, first: reference.textSentences
    ).sentences
    let tasks = try STSCatalog.tasks.map {
      try $0.read(data.appending(path: layout), checksums: .published)
    }
    let evaluation = Evaluation(tasks)
    let training = weights == .uniform ? [] : text
    let file = try WordVectorFile(
      data.appending(path: reference.vectors),
      keeping: Set((evaluation.texts + training).flatMap(WordVectors.words)))
    let embeddings = WordVectors(file, weights: weights, text: training)
      .embeddings(of: evaluation.texts)
    let without = (0..<embeddings.rows).count { embeddings.row($0).allSatisfy { $0 == 0 } }
    #expect(without == expected.sentencesWithoutAWord)
    let scores = try evaluation.score(embeddings: embeddings, cosineOfZero: 0).result.tasks
    #expect(scores.keys.sorted() == expected.tasks.keys.sorted())
    for (name, score) in expected.tasks {
      let own = try #require(scores[name])
      #expect(own.pairs == score.pairs)
      let (spearman, pearson) = (own.spearman, own.pearson ?? .nan)
      #expect(abs(spearman - score.spearman) <= reference.tolerance.scores, "\(name)")
      #expect(abs(pearson - score.pearson) <= reference.tolerance.scores, "\(name)")
    }
  }
}

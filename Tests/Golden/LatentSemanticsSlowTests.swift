import Data
import Evaluation
import Files
import Foundation
import Model
import Support
import Testing

/// Latent semantic analysis against NumPy and SciPy: `ci/reference/latent_semantics.py`.
@Suite(.enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)))
struct LatentSemanticsSlowTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let scores, strengths: Double }
    struct Score: Decodable {
      let pairs: Int
      let spearman, pearson: Double
    }
    let tolerance: Tolerance
    let text: String
    let textSentences, dimensions, sentencesWithoutAWord: Int
    let strengths: [Double]
    let tasks: [String: Score]
  }

  @Test func `directions and scores are those of NumPy and SciPy`() throws {
    let reference: Reference = try Fixture.read("latent_semantics")
    let data = try #require(RealInputs.data)
    let text = try SentenceFile.read(
      data.appending(path: reference.text), column: nil, first: reference.textSentences
    ).sentences
    let latent = try LatentSemantics(
      text: text, dimensions: reference.dimensions, compute: oneThread)
    let strengths = largestDifference(latent.strengths, reference.strengths)
    #expect(strengths <= reference.tolerance.strengths)
    let tasks = try STSCatalog.tasks.filter { reference.tasks[$0.name] != nil }.map {
      try $0.read(data.appending(path: "layouts/SentEval"), checksums: .published)
    }
    let evaluation = Evaluation(tasks)
    let embeddings = latent.embeddings(of: evaluation.texts)
    let without = (0..<embeddings.rows).count { embeddings.row($0).allSatisfy { $0 == 0 } }
    #expect(without == reference.sentencesWithoutAWord)
    let scores = try evaluation.score(embeddings: embeddings, cosineOfZero: 0).result.tasks
    #expect(scores.count == reference.tasks.count)
    for (name, expected) in reference.tasks {
      let own = try #require(scores[name])
      #expect(own.pairs == expected.pairs)
      #expect(abs(own.spearman - expected.spearman) <= reference.tolerance.scores, "\(name)")
      #expect(
        abs((own.pearson ?? .nan) - expected.pearson) <= reference.tolerance.scores, "\(name)")
    }
  }
}

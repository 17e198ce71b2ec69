import Data
import Evaluation
import Foundation
import Model
import Support
import Testing

@Suite struct EvaluationTests {
  private let pairs = [
    SentencePair(first: "a b c d", second: "a b", score: 3),
    SentencePair(first: "c c a", second: "c c a", score: 5),
    SentencePair(first: "d", second: "a b c d", score: 1),
  ]

  private var encoder: SentenceEncoder {
    get throws {
      let vocabulary = try Vocabulary(
        tokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d"])
      let tiny = tinyEncoder(seed: 3)
      return SentenceEncoder(
        encoder: Encoder(
          settings: tiny.settings, parameters: tiny.parameters.converted(to: Float.self),
          compute: oneThread),
        tokenizer: .wordPiece(
          try WordPiece(vocabulary: vocabulary, settings: .bert(lowercases: true))),
        pooling: .mean, maximumTokens: 11)
    }
  }

  private func task(_ name: String, _ pairs: [SentencePair]) -> STSTask {
    STSTask(name: name, subsets: [PairSubset(name: "all", pairs: pairs)], checksums: [:])
  }

  @Test func `a pair's cosine is that of its embeddings, and exactly one for equal sentences`()
    throws
  {
    let encoder = try encoder
    let evaluation = Evaluation(
      [task("one", pairs)], tokenizer: encoder.tokenizer, maximumTokens: 11)
    #expect(evaluation.sentenceCount == 4)
    let found = try evaluation.score(encoder, batch: 3, progress: nil).pairs[0][0]
    for (pair, score) in zip(pairs, found) {
      let (x, y) = (row(pair.first, encoder), row(pair.second, encoder))
      func product(_ x: [Double], _ y: [Double]) -> Double {
        zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let cosine = product(x, y) / (product(x, x) * product(y, y)).squareRoot()
      #expect(abs(score.cosine - cosine) < 1e-14 && score.gold == pair.score)
    }
    #expect(found[1].cosine == 1)
  }

  @Test func `the order of tasks and the tasks beside it change no bit of a task's scores`() throws
  {
    let encoder = try encoder
    let (a, b) = (task("a", pairs), task("b", pairs.reversed() + [pairs[0]]))
    func scores(_ tasks: [STSTask], batch: Int) throws -> [String: TaskScores] {
      try Evaluation(tasks, tokenizer: encoder.tokenizer, maximumTokens: 11)
        .score(encoder, batch: batch, progress: nil).result.tasks
    }
    let (alone, other) = (try scores([a], batch: 2), try scores([b], batch: 2))
    for (tasks, batch) in [([a, b], 1), ([b, a], 2), ([a, b], 64)] {
      let together = try scores(tasks, batch: batch)
      #expect(together["a"] == alone["a"] && together["b"] == other["b"])
    }
  }

  private func row(_ text: String, _ encoder: SentenceEncoder) -> [Double] {
    encoder.embeddings(of: [text], batch: 1, progress: nil).scalars.map { Double($0) }
  }
}

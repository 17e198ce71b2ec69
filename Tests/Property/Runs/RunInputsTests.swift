import Data
import Evaluation
import Model
import Runs
import Support
import Testing

@Suite struct RunInputsTests {
  @Test func `sentences are cut at the limit of their use`() throws {
    func inputs(_ training: Int, _ scoring: Int) throws -> RunInputs {
      try RunInputs(
        smallRunSettings(
          ["token-limit=\(training)", "evaluation.token-limit=\(scoring)"]),
        places: noPlaces, threads: 1)
    }
    let short = try inputs(5, 64)
    #expect(short.sentences.map(\.count).max() == 5)
    let separator = short.sentences[0].last
    #expect(short.sentences.allSatisfy { $0.last == separator })
    #expect(separator == short.encoder.tokenizer.ids("", maxTokens: nil).last)
    let cut = try inputs(32, 4)
    #expect(cut.evaluation.tokenCount == 4 * cut.evaluation.sentenceCount)
    #expect(short.evaluation.tokenCount > 4 * short.evaluation.sentenceCount)
    #expect((cut.sentences.map(\.count).max() ?? 0) > 5)
    #expect(cut.encoder.maximumTokens == 4)
  }

  @Test func `the checkpoint is chosen on other pairs than are scored`() throws {
    let inputs = try RunInputs(smallRunSettings([]), places: noPlaces, threads: 1)
    func texts(_ evaluation: Evaluation) -> Set<[String]> {
      Set(evaluation.tasks.flatMap(\.pairs).map { [$0.first, $0.second] })
    }
    let (scored, chosen) = (texts(inputs.evaluation), texts(inputs.development))
    #expect(scored.count > 30 && chosen.count > 30)
    #expect(scored.intersection(chosen).count < 4)
  }
}

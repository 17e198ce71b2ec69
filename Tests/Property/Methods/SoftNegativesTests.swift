import Data
import Evaluation
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct SoftNegativesTests {
  private static let off = SoftNegatives(leastGap: 0.1, greatestGap: 0.3, weight: 0)
  private static let on = SoftNegatives(leastGap: 0.1, greatestGap: 0.3, weight: 0.5)
  private static let setting =
    #"variant={ "name": "soft-negatives", "least-gap": 0.1, "greatest-gap": 0.3, "weight": 0.001 }"#

  @Test func `at weight 0 it is plain SimCSE, bit for bit`() {
    #expect(VariantLaw.switchedOff.findings(Self.on, off: Self.off) == [])
  }

  @Test func `the margin is added to plain SimCSE's loss, in which negations play no part`() {
    let plain = TrainingStep(variantCall(InBatchNegatives())).loss
    func excess(_ weight: Double) -> Double {
      TrainingStep(
        variantCall(SoftNegatives(leastGap: 0.1, greatestGap: 0.3, weight: weight))
      ).loss - plain
    }
    #expect(excess(0.5) > 0)
    #expect(abs(excess(1) - 2 * excess(0.5)) < 1e-12)
    // Every gap is in −2 … 2.
    let wide = variantCall(SoftNegatives(leastGap: -2, greatestGap: 2, weight: 1))
    #expect(TrainingStep(wide).loss == plain)
  }

  @Test(arguments: [1, 5])
  func `pieces give the loss of the whole batch to the bit`(_ size: Int) {
    var call = variantCall(Self.on)
    let whole = TrainingStep(call)
    call.pieceSize = size
    #expect(TrainingStep(call).loss == whole.loss)
  }

  @Test func `a run's negations are those of its sentences, in the positives' template`() throws {
    let inputs = try RunInputs(
      try smallRunSettings(TemplateRunTests.prompts + [Self.setting]), places: noPlaces, threads: 1)
    let examples = inputs.stages[0].examples
    let negations = try #require(examples.softNegatives)
    let shapes = try #require(examples.templates)
    #expect(shapes[2] == shapes[1])
    let sentences = SyntheticEnglish(seed: 1, purpose: "training").sentences(96)
    var plain = inputs.encoder.tokenizer
    plain.preparation.template = nil
    for (sentence, ids) in zip(sentences, negations) {
      let inner = ids.dropFirst(shapes[1].before).dropLast(shapes[1].after)
      let expected = plain.ids(EnglishNegation.negated(sentence), maxTokens: 32)
      #expect(inner == expected.dropFirst().dropLast())
    }
  }

  @Test func `SNCSE is trained with its templates, and resumes in the same bits`() throws {
    try withTemporaryFolder { folder in
      func run(_ name: String) throws -> Run {
        Run(
          settings: try smallRunSettings(
            TemplateRunTests.prompts + [Self.setting, "text.sentences=48"]),
          folder: folder.appendingPathComponent(name))
      }
      let result = try run("whole").execute(places: noPlaces, threads: 1) { _ in }
      let resumed = try run("resumed")
      try leaveStopped(resumed, after: 1)
      let again = try resumed.execute(places: noPlaces, threads: 2) { _ in }
      #expect(again.parametersHash == result.parametersHash)
    }
  }

  @Test(arguments: [
    (
      SoftNegatives(leastGap: 0.4, greatestGap: 0.3, weight: 1), "the least is at most the greatest"
    ),
    (SoftNegatives(leastGap: 0.1, greatestGap: 0.3, weight: -1), "weight"),
    (SoftNegatives(leastGap: .nan, greatestGap: 0.3, weight: 1), "least-gap"),
  ])
  func `gaps that no cosine meets are refused`(_ variant: SoftNegatives, _ words: String) {
    #expect(variant.problem?.contains(words) == true)
  }

  @Test func `positives made of outputs and hard negatives do not go with it`() {
    #expect(Combination([Self.on, OutputDropout(rate: 0.1)]).problem?.contains("soft") == true)
    #expect(!Self.on.takesHardNegatives && Self.off.takesHardNegatives)
    #expect(Combination([Self.on, InputDropout(rate: 0.1, views: .both)]).problem == nil)
  }
}

import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct ReplacedTokenDetectionTests {
  private static let on = ReplacedTokenDetection(weight: 0.5, probability: 0.3)
  private static let off = ReplacedTokenDetection(weight: 0, probability: 0.3)
  private static let setting =
    #"variant={ "name": "replaced-token-detection", "weight": 0.5, "probability": 0.3 }"#

  @Test func `at weight 0 it is plain SimCSE, bit for bit`() {
    #expect(VariantLaw.switchedOff.findings(Self.on, off: Self.off) == [])
  }

  @Test func `the gradient of the detection flows through the sentence's vector`() throws {
    let call = variantCall(Self.on)
    let (own, plain) = (TrainingStep(call), TrainingStep(variantCall(InBatchNegatives())))
    #expect(own.loss > plain.loss)
    let name = "encoder.layer.1.output.dense.weight"
    let place = try #require(call.encoder.parameters.place(name))
    #expect(own.gradients[place] != plain.gradients[place])
  }

  /// A small masked language model, and a folder in which it is `generator/model`.
  private static func withGenerator(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let masking =
        #"token-masking={ "probability": 0.15, "mask-replace": 0.8, "random-replace": 0.1, "held-out": 20 }"#
      let run = Run(
        settings: try smallRunSettings([
          "objective=masked-language-model", masking, "seeds.masking=1", "text.sentences=48",
        ]), folder: folder.appendingPathComponent("generator"))
      try run.execute(places: noPlaces, threads: 1) { _ in }
      try body(folder)
    }
  }

  private static func run(_ folder: URL, _ name: String, _ others: [String] = []) throws -> Run {
    Run(
      settings: try smallRunSettings(
        [setting, "generator=generator/model", "text.sentences=48"] + others),
      folder: folder.appendingPathComponent(name))
  }

  @Test func `a run with a generator of this project resumes in the same bits`() throws {
    try Self.withGenerator { folder in
      let places = Places(model: nil, data: nil, base: folder)
      let whole = try Self.run(folder, "whole")
      let result = try whole.execute(places: places, threads: 1) { _ in }
      let resumed = try Self.run(folder, "resumed")
      try leaveStopped(resumed, after: 2, places: places)
      let again = try resumed.execute(places: places, threads: 2) { _ in }
      #expect(again.parametersHash == result.parametersHash)
      let checksums = try #require(RunFolder(whole.folder).manifest?.checksums)
      #expect(checksums.keys.contains("generator/model.safetensors"))
      // The scored encoder opens by itself.
      let opened = try ModelFolder(whole.folder.appendingPathComponent(Run.File.model), blocks: nil)
      #expect(!opened.parameters.names.contains { $0.hasPrefix("head.") })
    }
  }

  @Test func `tokens are hidden at the rate asked for, and special ones never`() throws {
    try Self.withGenerator { folder in
      let places = Places(model: nil, data: nil, base: folder)
      let inputs = try RunInputs(
        try Self.run(folder, "run").settings, places: places, threads: 1)
      let examples = inputs.stages[0].examples
      let generator = try #require(examples.generator)
      let stream = RandomStream(seed: 3, label: "edits")
      let sentences = examples.anchors
      let masking = try #require(Self.on.detection).masking
      let edited = generator.edited(sentences, by: masking, stream: stream)
      #expect(edited.map(\.count) == sentences.map(\.count))
      #expect(zip(edited, sentences).allSatisfy { $0.first == $1.first && $0.last == $1.last })
      let replaced = zip(edited.flatMap { $0 }, sentences.flatMap { $0 }).count { $0 != $1 }
      let share = Double(replaced) / Double(sentences.reduce(0) { $0 + $1.count - 2 })
      // 0.3 of them are hidden, and some of those are found again.
      #expect(share > 0.05 && share < 0.36)
      #expect(generator.edited(sentences, by: masking, stream: stream) == edited)
    }
  }

  @Test(arguments: [
    ([setting], "generator is missing"),
    (["generator=x"], "generator belongs to replaced-token-detection"),
    (
      [
        setting, "generator=x", "pooling=mask", #"template={ "text": "[X] [MASK]" }"#,
      ], "template does not go with replaced-token-detection"
    ),
    ([setting, "generator=x", "piece-size=3"], "piece-size does not go with"),
    (
      [#"variant={ "name": "replaced-token-detection", "weight": 0.5, "probability": 0 }"#],
      "probability is 0"
    ),
  ])
  func `settings that do not fit are refused`(_ overrides: [String], _ words: String) {
    let error = #expect(throws: InputError.self) { _ = try smallRunSettings(overrides) }
    #expect("\(error, default: "none")".contains(words))
  }

  @Test func `a generator without a head or of other tokens is refused`() throws {
    try Self.withGenerator { folder in
      let places = Places(model: nil, data: nil, base: folder)
      let plain = Run(
        settings: try smallRunSettings(["epochs=0"]),
        folder: folder.appendingPathComponent("plain"))
      try plain.execute(places: places, threads: 1) { _ in }
      func problem(_ generator: String) throws -> String {
        do {
          _ = try RunInputs(
            try Self.run(folder, "run", ["generator=\(generator)"]).settings, places: places,
            threads: 1)
          return "none"
        } catch { return "\(error)" }
      }
      #expect(try problem("plain/model").contains("has no head of a masked language model"))
      let other = Fixture.folder("masked-language-model")
      try FileManager.default.copyItem(at: other, to: folder.appendingPathComponent("other"))
      #expect(try problem("other").contains("its tokens are not those of the encoder"))
    }
  }
}

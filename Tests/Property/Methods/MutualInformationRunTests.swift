import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct MutualInformationRunTests {
  private static let settings = [
    "pooling=mean-convolutions", #"variant={ "name": "mutual-information" }"#, "text.sentences=48",
  ]

  private static func run(_ folder: URL, _ name: String) throws -> Run {
    Run(settings: try smallRunSettings(settings), folder: folder.appendingPathComponent(name))
  }

  @Test func `a run resumes in the same bits, and the saved folder has its scores`() throws {
    try withTemporaryFolder { folder in
      let whole = try Self.run(folder, "whole")
      let result = try whole.execute(places: noPlaces, threads: 1) { _ in }
      let resumed = try Self.run(folder, "resumed")
      try leaveStopped(resumed, after: 2)
      let again = try resumed.execute(places: noPlaces, threads: 2) { _ in }
      #expect(again.parametersHash == result.parametersHash)
      let opened = try ModelFolder(whole.folder.appendingPathComponent(Run.File.model), blocks: nil)
      let encoder = try opened.sentenceEncoder(
        pooling: nil, maximumTokens: nil, compute: oneThread)
      #expect(encoder.pooling == .meanConvolutions)
      let inputs = try RunInputs(whole.settings, places: noPlaces, threads: 1)
      let scores = try inputs.evaluation.score(encoder, batch: 7, progress: nil)
      #expect(scores.result == result.scores)
      // A run with another pooling begins without the convolutions.
      #expect(
        try RunInputs(
          smallRunSettings([#"encoder={ "folder": "whole/model" }"#, "pooling=mean"]),
          places: Places(model: nil, data: nil, base: folder), threads: 1
        ).encoder.encoder.parameters.place("convolutions.1.weight") == nil)
    }
  }

  @Test func `the loss is that of chance where logits are 0, and each token counts`() {
    let step = JensenShannonInformation<Double>(starts: [0, 2, 3])
    let chance = step.output([Tensor(zeros: [3, 2])]).scalars[0]
    #expect(abs(chance) < 1e-15)
    let right = Tensor<Double>([9, -9, 9, -9, -9, 9], shape: [3, 2])
    let found = step.output([right]).scalars[0]
    #expect(abs(found + 2 * log(2)) < 1e-3)
  }

  @Test(arguments: [
    (
      ["augment={ \"name\": \"crop\", \"rate\": 0.1 }"],
      "augment has no use with mutual-information"
    ),
    (["shared-masks=true"], "shared-masks goes with sentences that pass the encoder twice"),
    (["piece-size=4"], "piece-size does not go with mutual-information"),
  ])
  func `settings that have no use are refused`(_ overrides: [String], _ words: String) {
    let error = #expect(throws: InputError.self) {
      _ = try smallRunSettings(Self.settings + overrides)
    }
    #expect("\(error, default: "none")".contains(words))
  }

  @Test func `a folder without convolutions has no such pooling`() throws {
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    let error = #expect(throws: InputError.self) {
      _ = try folder.sentenceEncoder(
        pooling: .meanConvolutions, maximumTokens: nil, compute: oneThread)
    }
    #expect("\(error, default: "none")".contains("convolutions.1.weight"))
  }
}

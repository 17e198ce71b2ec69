import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing

@Suite struct AfterTrainingTests {
  private static let whitening = #"after-training={ "name": "whitening", "sentences": 90 }"#

  /// A small run's result, and what is asked of its folder.
  private func run<Answer>(
    _ overrides: [String], _ ask: (RunResult, URL) throws -> Answer
  ) throws -> Answer {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(overrides), folder: folder.appendingPathComponent("run"))
      return try ask(try run.execute(places: noPlaces, threads: 1) { _ in }, run.folder)
    }
  }

  private func encoder(_ folder: URL) throws -> SentenceEncoder {
    try ModelFolder(folder.appendingPathComponent(Run.File.model), blocks: nil).sentenceEncoder(
      pooling: nil, maximumTokens: nil, compute: Compute(product: .exact, threads: 1))
  }

  @Test func `it changes the scores alone, not the training nor the beginning`() throws {
    let plain = try run([]) { result, _ in result }
    let own = try run([Self.whitening]) { result, _ in result }
    #expect(own.untrained == plain.untrained)
    #expect(own.best == plain.best && own.parametersHash == plain.parametersHash)
    #expect(own.scores != plain.scores)
  }

  @Test(arguments: ["mean", "cls", "cls-before-pooler", "mean-top2", "mean-embeddings"])
  func `the saved folder has the scores of the run`(_ pooling: String) throws {
    try run(["epochs=0", "pooling=\(pooling)", Self.whitening]) { result, folder in
      let encoder = try encoder(folder)
      let inputs = try RunInputs(
        try smallRunSettings(["epochs=0", "pooling=\(pooling)"]), places: noPlaces, threads: 1)
      let again = try inputs.evaluation.score(encoder, batch: 7, progress: nil)
      #expect(again.result == result.scores)
      let map = try #require(encoder.map)
      let embeddings = encoder.embeddings(of: ["a kettle", "two goats"], batch: 1, progress: nil)
      #expect(embeddings.shape == [2, map.width])
      // Written again by another command, it is the same.
      let copy = folder.appendingPathComponent("copy")
      try SavedModel.write(
        encoder, hiddenDropoutRate: 0, attentionDropoutRate: 0, precision: .single, to: copy)
      let found = try ModelFolder(copy, blocks: nil)
      #expect(found.map == map)
      #expect(try found.pooling.get()?.rawValue == pooling)
    }
  }

  @Test func `a pooling that is named leaves the map out, and cut blocks need that`() throws {
    try run(["epochs=0", Self.whitening]) { _, folder in
      let model = folder.appendingPathComponent(Run.File.model)
      let compute = Compute(product: .exact, threads: 1)
      let plain = try ModelFolder(model, blocks: nil).sentenceEncoder(
        pooling: .mean, maximumTokens: nil, compute: compute)
      #expect(plain.map == nil && plain.width == 16)
      let cut = try ModelFolder(model, blocks: 1)
      let error = #expect(throws: InputError.self) {
        try cut.sentenceEncoder(pooling: nil, maximumTokens: nil, compute: compute)
      }
      #expect("\(error, default: "none")".contains("blocks are left out; say by --pooling"))
      _ = try cut.sentenceEncoder(pooling: .mean, maximumTokens: nil, compute: compute)
    }
  }

  @Test(arguments: [
    ("config.json", #"{"activation_function": "torch.nn.modules.activation.ReLU"}"#, "dense layer"),
    (
      "config.json",
      #"{"activation_function": "torch.nn.modules.linear.Identity", "bias": false}"#, "'bias'"
    ),
    (
      "config.json",
      #"{"activation_function": "t.Identity", "bias": true, "module_input_name": "tokens"}"#,
      "module_input_name is 'tokens'"
    ),
    ("model.safetensors", nil, "model.safetensors"),
  ])
  func `a damaged map is refused, naming what is wrong`(
    _ file: String, _ text: String?, _ words: String
  ) throws {
    try run(["epochs=0", Self.whitening]) { _, folder in
      let place = folder.appendingPathComponent("model/2_Dense/\(file)")
      try FileManager.default.removeItem(at: place)
      if let text { try Data(text.utf8).write(to: place) }
      let error = #expect(throws: (any Error).self) { try encoder(folder) }
      #expect("\(error, default: "none")".contains(words))
    }
  }

  @Test(arguments: [
    (#"{ "name": "whitening", "sentences": 1 }"#, "sentences is 1"),
    (#"{ "name": "whitening", "sentences": 900 }"#, "but the training text has 96; ask for fewer"),
    (#"{ "name": "whitening", "sentences": 16 }"#, "ask for more than 16 sentences"),
    (#"{ "name": "whitening", "sentences": 90, "dimensions": 17 }"#, "vectors have 16 numbers"),
    (#"{ "name": "whitening", "sentences": 90, "dimensions": 0 }"#, "dimensions is 0"),
    (#"{ "name": "blackening", "sentences": 90 }"#, "known: whitening"),
  ])
  func `settings that cannot be fitted are refused before training`(
    _ setting: String, _ words: String
  ) {
    let error = #expect(throws: InputError.self) {
      _ = try RunInputs(
        try smallRunSettings(["after-training=\(setting)"]), places: noPlaces, threads: 1)
    }
    #expect("\(error, default: "none")".contains(words))
  }
}

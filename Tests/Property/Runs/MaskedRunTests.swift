import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing

@Suite struct MaskedRunTests {
  /// Masked language modelling for one epoch of three steps.
  private static let masked = [
    "objective=masked-language-model", "seeds.masking=7", "text.sentences=48",
    #"token-masking={ "probability": 0.15, "mask-replace": 0.8, "random-replace": 0.1, "held-out": 20 }"#,
    "adamw.spares-biases-and-norms=true", "adamw.weight-decay=0.01",
    "evaluate-every-steps=2", "learning-rate=0.001",
  ]

  private static func run(_ overrides: [String], _ folder: URL, _ name: String) throws -> Run {
    Run(settings: try smallRunSettings(overrides), folder: folder.appendingPathComponent(name))
  }

  private static func log(_ run: Run) throws -> TrainingLog {
    try StrictJSON.decode(
      TrainingLog.self,
      from: try Data(contentsOf: run.folder.appendingPathComponent(Run.File.log)), file: "log")
  }

  @Test func `a run learns, on one thread and on two with the same bits`() throws {
    try withTemporaryFolder { folder in
      let longer = Self.masked + ["epochs=8", "learning-rate=0.01"]
      let runs = try [1, 2].map { threads in
        let run = try Self.run(longer, folder, "threads-\(threads)")
        let result = try run.execute(places: noPlaces, threads: threads) { _ in }
        return (result: result, log: try Self.log(run))
      }
      #expect(runs[0].result == runs[1].result && runs[0].log == runs[1].log)
      let scores = runs[0].log.selection.compactMap(\.heldOutLoss)
      let (first, last) = (try #require(scores.first), try #require(scores.last))
      #expect(scores.count == runs[0].log.selection.count)
      // A fresh head is close to the uniform distribution over the vocabulary.
      let uniform = Foundation.log(Double(SyntheticEnglishTokens.count))
      #expect(abs(first - uniform) < 0.2, "\(first), \(uniform)")
      #expect(last < first - 0.3, "\(first) to \(last)")
      #expect(runs[0].result.best?.heldOutLoss == scores.min())
      #expect(runs[0].log.steps.allSatisfy { $0.maskedLoss == $0.loss })
    }
  }

  @Test(arguments: [1, 2, 3])
  func `a run stopped after any step and resumed ends in the same bits`(_ stop: Int) throws {
    try withTemporaryFolder { folder in
      let whole = try Self.run(Self.masked, folder, "whole")
      let expected = try whole.execute(places: noPlaces, threads: 1) { _ in }
      let resumed = try Self.run(Self.masked, folder, "resumed")
      try leaveStopped(resumed, after: stop)
      let result = try resumed.execute(places: noPlaces, threads: 2) { _ in }
      #expect(result == expected)
      for file in [Run.File.log, Run.File.steps, Run.File.hashes] {
        #expect(
          try Data(contentsOf: resumed.folder.appendingPathComponent(file))
            == Data(contentsOf: whole.folder.appendingPathComponent(file)))
      }
    }
  }

  @Test func `the checkpoint with the lowest held-out loss is kept, whatever its correlation`() {
    var log = TrainingLog()
    log.selection = [
      SelectionRecord(step: 0, spearman: 0.95, heldOutLoss: 3),
      SelectionRecord(step: 2, spearman: 0.9, heldOutLoss: 5),
      SelectionRecord(step: 4, spearman: 0.1, heldOutLoss: 4),
      SelectionRecord(step: 6, spearman: 0.5, heldOutLoss: 4),
    ]
    #expect(log.best?.step == 4)
    for place in log.selection.indices { log.selection[place].heldOutLoss = nil }
    #expect(log.best?.step == 2)
  }

  @Test func `a run is its definition, step by step`() throws {
    let settings = try smallRunSettings(Self.masked)
    let inputs = try RunInputs(settings, places: noPlaces, threads: 1)
    let examples = inputs.stages[0].examples
    let text = try #require(examples.masked)
    var training = Training(
      settings: settings, examples: examples, encoder: inputs.encoder.encoder,
      log: TrainingLog(), resuming: nil)
    for step in 0..<3 {
      let batch = training.order(ofEpoch: 0)[16 * step..<16 * step + 16].map {
        examples.anchors[$0]
      }
      let masked = MaskedSentences(
        batch, by: TokenMasking(probability: 0.15, maskReplace: 0.8, randomReplace: 0.1),
        of: text.vocabulary, stream: RandomStream(seed: 7, name: .masking).fork(step))
      let expected = MaskedStep(
        .init(
          encoder: training.encoder, batch: masked, weight: 1,
          dropout: EncoderDropout(
            hiddenRate: settings.hiddenDropoutRate, attentionRate: settings.attentionDropoutRate,
            stream: settings.seeds.stream(.dropout), step: step,
            slots: batch.indices.map { .init(view: 0, example: $0) })))
      training.advance()
      let record = training.state.log.steps[step]
      #expect(record.loss == expected.loss && record.maskedAccuracy == expected.accuracy)
    }
  }

  @Test func `held-out sentences follow those that are trained on, without those among them`()
    throws
  {
    try withTemporaryFolder { folder in
      let lines = (0..<60).map { "sentence \($0 == 50 ? 3 : $0) of this file" }
      try Data(lines.joined(separator: "\n").utf8).write(
        to: folder.appendingPathComponent("text.txt"))
      let settings = try smallRunSettings(
        Self.masked + [
          #"text={ "file": "text.txt", "sentences": 48 }"#, "token-masking.held-out=10",
        ])
      let inputs = try RunInputs(
        settings, places: Places(model: nil, data: nil, base: folder), threads: 1)
      let text = try #require(inputs.stages[0].examples.masked)
      let expected = (48..<58).filter { $0 != 50 }.map {
        inputs.encoder.tokenizer.ids(lines[$0], maxTokens: settings.tokenLimit)
      }
      #expect(text.heldOut == expected && inputs.sentences.count == 48)
      let error = #expect(throws: (any Error).self) {
        try RunInputs(
          smallRunSettings(
            Self.masked
              + [#"text={ "file": "text.txt", "sentences": 48 }"#, "token-masking.held-out=13"]),
          places: Places(model: nil, data: nil, base: folder), threads: 1)
      }
      #expect("\(error.map { "\($0)" } ?? "")".contains("61 were asked for"))
    }
  }

  @Test func `another seed of masking is another run, and no other stream changes`() throws {
    let settings = try ["7", "8"].map {
      try smallRunSettings(Self.masked + ["seeds.masking=\($0)"])
    }
    let steps = try settings.map { settings in
      let inputs = try RunInputs(settings, places: noPlaces, threads: 1)
      var training = Training(
        settings: settings, examples: inputs.stages[0].examples, encoder: inputs.encoder.encoder,
        log: TrainingLog(), resuming: nil)
      let order = training.order(ofEpoch: 0)
      training.advance()
      return (order: order, loss: training.state.log.steps[0].loss)
    }
    #expect(steps[0].order == steps[1].order)
    #expect(steps[0].loss != steps[1].loss)
  }

  @Test func `beside SimCSE its loss is added with its weight, and 0 is SimCSE to the bit`() throws
  {
    try withTemporaryFolder { folder in
      func log(_ name: String, _ overrides: [String]) throws -> TrainingLog {
        let run = try Self.run(["text.sentences=48"] + overrides, folder, name)
        _ = try run.execute(places: noPlaces, threads: 1) { _ in }
        return try Self.log(run)
      }
      func auxiliary(_ weight: Double) -> [String] {
        [
          "seeds.masking=7",
          #"token-masking={ "probability": 0.15, "mask-replace": 0.8, "random-replace": 0.1, "weight": \#(weight) }"#,
        ]
      }
      let plain = try log("plain", [])
      let none = try log("none", auxiliary(0))
      let some = try log("some", auxiliary(0.5))
      #expect(none.steps.map(\.loss) == plain.steps.map(\.loss))
      #expect(none.steps.map(\.positiveCosine) == plain.steps.map(\.positiveCosine))
      #expect(none.selection.map(\.spearman) == plain.selection.map(\.spearman))
      let masked = try #require(some.steps[0].maskedLoss)
      #expect(abs(some.steps[0].loss - plain.steps[0].loss - 0.5 * masked) < 1e-12)
      #expect(some.steps[1].positiveCosine != plain.steps[1].positiveCosine)
    }
  }

  @Test func `a stage of SimCSE continues the masked language model, whose head is saved`() throws {
    try withTemporaryFolder { folder in
      let stages = #"""
        stages=[{ "label": "pre-training", "set": {} },
                { "label": "simcse", "set": { "objective": "contrastive",
                                              "token-masking": { "probability": 0.15,
                                                "mask-replace": 0.8, "random-replace": 0.1,
                                                "weight": 0.1 } } }]
        """#
      let run = try Self.run(
        Self.masked + [stages, "keep-steps=[0, 3]"], folder, "run")
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      #expect(result.steps == 6)
      for place in [Run.File.model, "models/step-0", "models/step-3"] {
        let model = try ModelFolder(run.folder.appendingPathComponent(place), blocks: nil)
        let head = try #require(model.languageModelHead)
        #expect(head.names.allSatisfy { $0.hasPrefix(LanguageModelHead.prefix) })
        #expect(!model.parameters.names.contains { $0.hasPrefix(LanguageModelHead.prefix) })
      }
      let config = try Data(
        contentsOf: run.folder.appendingPathComponent("\(Run.File.model)/config.json"))
      #expect(String(decoding: config, as: UTF8.self).contains("BertForMaskedLM"))
    }
  }

  @Test(arguments: [
    (["objective=masked-language-model"], "token-masking is missing"),
    (masked + ["token-masking.held-out=0"], "held-out is 0"),
    (masked + ["token-masking.weight=0.1"], "token-masking.weight goes with the contrastive"),
    (
      masked + [#"variant={ "name": "label-smoothing", "rate": 0.1 }"#],
      "variant is label-smoothing"
    ),
    (masked + ["piece-size=8"], "piece-size does not go with"),
    (masked + ["objective=contrastive"], "token-masking.weight is missing"),
    (["seeds.masking=3"], "seeds.masking belongs to runs with 'token-masking'"),
    (masked + ["keep-steps=[1, 1]"], "keep-steps names one update twice"),
    (masked + ["keep-steps=[-1]"], "keep-steps has -1"),
  ])
  func `settings that do not fit are refused`(_ overrides: [String], _ words: String) throws {
    let error = #expect(throws: (any Error).self) { try smallRunSettings(overrides) }
    #expect("\(try #require(error))".contains(words), "\(error.map { "\($0)" } ?? "")")
  }

  @Test func `an update after the last cannot be kept`() throws {
    try withTemporaryFolder { folder in
      let run = try Self.run(Self.masked + ["keep-steps=[1, 99]"], folder, "run")
      let error = #expect(throws: InputError.self) {
        try run.execute(places: noPlaces, threads: 1) { _ in }
      }
      #expect("\(try #require(error))".contains("keep-steps has 99, but the run makes 3 updates"))
    }
  }

  @Test func `a seed of masking is asked for`() throws {
    let unseeded = Self.masked.filter { $0 != "seeds.masking=7" }
    let error = #expect(throws: (any Error).self) { try smallRunSettings(unseeded) }
    #expect("\(try #require(error))".contains("seeds.masking is missing"))
  }

  /// The tokens of the built-in generator's vocabulary.
  private enum SyntheticEnglishTokens {
    static var count: Int {
      (try? RunInputs(smallRunSettings([]), places: noPlaces, threads: 1))?
        .encoder.encoder.settings.vocabularySize ?? 0
    }
  }
}

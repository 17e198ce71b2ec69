import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct TemplateRunTests {
  static let prompts = [
    "pooling=mask-before-pooler", "evaluation.token-limit=32",
    #"template={ "text": "This sentence of \" [X] \" means [MASK] .", "positive": "This sentence : \" [X] \" means [MASK] .", "subtracted": "in-training" }"#,
  ]

  private static func run(_ overrides: [String], _ folder: URL, _ name: String) throws -> Run {
    Run(
      settings: try smallRunSettings(["text.sentences=48"] + overrides),
      folder: folder.appendingPathComponent(name))
  }

  private static func encoder(_ run: Run) throws -> SentenceEncoder {
    try ModelFolder(run.folder.appendingPathComponent(Run.File.model), blocks: nil)
      .sentenceEncoder(pooling: nil, maximumTokens: nil, compute: oneThread)
  }

  @Test func `both views are the sentences in their templates, cut alike`() throws {
    let inputs = try RunInputs(
      try smallRunSettings(Self.prompts + ["token-limit=6"]), places: noPlaces, threads: 1)
    let examples = inputs.stages[0].examples
    let plain = try RunInputs(
      try smallRunSettings(["token-limit=6"]), places: noPlaces, threads: 1
    ).sentences
    let positives = try #require(examples.positives)
    let shapes = try #require(examples.templates)
    for (sentence, (anchor, positive)) in zip(plain, zip(examples.anchors, positives)) {
      let inner = sentence.dropFirst().dropLast()
      #expect(anchor.dropFirst(shapes[0].before).dropLast(shapes[0].after) == inner)
      #expect(positive.dropFirst(shapes[1].before).dropLast(shapes[1].after) == inner)
      #expect(anchor != positive)
    }
  }

  @Test(arguments: [1, 2])
  func `a run stopped after a step and resumed ends in the same bits`(_ stop: Int) throws {
    try withTemporaryFolder { folder in
      let whole = try Self.run(Self.prompts, folder, "whole")
      let resumed = try Self.run(Self.prompts, folder, "resumed")
      let result = try whole.execute(places: noPlaces, threads: 1) { _ in }
      try leaveStopped(resumed, after: stop)
      let again = try resumed.execute(places: noPlaces, threads: 2) { _ in }
      #expect(again.parametersHash == result.parametersHash && again.scores == result.scores)
    }
  }

  @Test(arguments: ["in-training", "always"], ["mask", "mask-before-pooler"])
  func `the saved folder has the scores of the run, and is written again the same`(
    _ subtracted: String, _ pooling: String
  ) throws {
    try withTemporaryFolder { folder in
      let own = Self.prompts + ["template.subtracted=\(subtracted)", "pooling=\(pooling)"]
      let run = try Self.run(own, folder, "run")
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      let encoder = try Self.encoder(run)
      #expect(encoder.subtractsTemplate == (subtracted == "always"))
      #expect(encoder.tokenizer.preparation.template?.text.contains("sentence of") == true)
      let tasks = try RunInputs(run.settings, places: noPlaces, threads: 1).evaluation.tasks
      let again = try Evaluation(
        tasks, tokenizer: encoder.tokenizer, maximumTokens: encoder.maximumTokens
      ).score(encoder, batch: 7, progress: nil)
      #expect(again.result == result.scores)
      let copy = folder.appendingPathComponent("copy")
      try SavedModel.write(
        encoder, hiddenDropoutRate: 0, attentionDropoutRate: 0, precision: .single, to: copy)
      let found = try ModelFolder(copy, blocks: nil)
      #expect(try found.pooling.get()?.rawValue == pooling)
      #expect(found.template?.isSubtracted == encoder.subtractsTemplate)
      // A pooling of plain sentences leaves the template out.
      let plain = try found.sentenceEncoder(pooling: .mean, maximumTokens: nil, compute: oneThread)
      #expect(plain.tokenizer.preparation.template == nil && !plain.subtractsTemplate)
    }
  }

  @Test func `any folder takes a template, which a pooling without one refuses`() throws {
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    let template = FolderTemplate(text: "a [X] b [MASK] c", isSubtracted: false)
    let encoder = try folder.sentenceEncoder(
      pooling: nil, template: template, maximumTokens: nil, compute: oneThread)
    // 16 positions, of which the template takes 4.
    #expect(encoder.pooling == .mask && encoder.maximumTokens == 12)
    func problem(_ pooling: Pooling?, _ template: FolderTemplate?, _ limit: Int?) -> String {
      do {
        _ = try folder.sentenceEncoder(
          pooling: pooling, template: template, maximumTokens: limit, compute: oneThread)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(problem(.mask, nil, nil).contains("needs a template"))
    #expect(problem(.mean, template, nil).contains("say --pooling mask"))
    #expect(problem(.mask, template, 13).contains("of which the template takes 4"))
  }

  @Test(arguments: [
    (["pooling=mask"], "template is missing"),
    ([#"template={ "text": "[X] [MASK]" }"#], "goes with the poolings 'mask'"),
    (["pooling=mask", #"template={ "text": "[X]" }"#], "template text '[X]' has [MASK] 0 times"),
    (
      ["pooling=mask", #"template={ "text": "[X] [MASK]", "positive": "x" }"#],
      "template positive 'x' has"
    ),
    (["pooling=mask", #"template={ "text": "[X] [MASK]", "bias": 1 }"#], "bias"),
    (prompts + [#"variant={ "name": "output-dropout", "rate": 0.1 }"#], "template.positive"),
    (
      prompts + [#"variant={ "name": "contrastive-tension", "negatives": 2 }"#],
      "template.subtracted does not go with contrastive-tension"
    ),
    (
      prompts + [
        #"token-masking={ "probability": 0.15, "mask-replace": 0.8, "random-replace": 0.1, "weight": 1 }"#,
        "seeds.masking=1",
      ], "token-masking does not go with a template"
    ),
    (
      prompts + [#"stages=[{ "label": "a", "set": { "template.text": "[MASK] [X]" } }]"#],
      "belongs to the whole run"
    ),
  ])
  func `settings that do not fit are refused`(_ overrides: [String], _ words: String) {
    let error = #expect(throws: InputError.self) { _ = try smallRunSettings(overrides) }
    #expect("\(error, default: "none")".contains(words))
  }

  @Test func `a limit that leaves no room for the template is refused`() {
    let error = #expect(throws: InputError.self) {
      _ = try RunInputs(
        try smallRunSettings(Self.prompts + ["token-limit=62"]), places: noPlaces, threads: 1)
    }
    #expect("\(error, default: "none")".contains("of which the template takes"))
  }

  @Test(arguments: [
    (#"{ "pooling": "mask" }"#, "needs the text 'template'"),
    (#"{ "pooling": "mask", "template": "x", "subtracts_template": false }"#, "has [MASK] 0 times"),
    (#"{ "pooling": "mask", "template": "[X] [MASK]" }"#, "'subtracts_template' is not true"),
  ])
  func `a damaged folder is refused, naming what is wrong`(_ text: String, _ words: String) throws {
    try withTemporaryFolder { folder in
      let run = try Self.run(Self.prompts + ["epochs=0"], folder, "run")
      try run.execute(places: noPlaces, threads: 1) { _ in }
      let file = run.folder.appendingPathComponent("model/1_Pooling/config.json")
      try Data(text.utf8).write(to: file)
      let error = #expect(throws: InputError.self) { _ = try Self.encoder(run) }
      #expect("\(error, default: "none")".contains(words))
    }
  }
}

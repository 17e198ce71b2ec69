import Commands
import Data
import Evaluation
import Files
import Foundation
import Model
import Reports
import Runs
import Support
import Testing

/// Runs of task heads on made-up data whose answers stand in the sentences.
@Suite struct TaskRunTests {
  /// A data folder with the three tasks, 40 training and 20 development examples each.
  private static func data(_ folder: URL) throws -> String {
    let words = SyntheticEnglish(seed: 1, purpose: "training").sentences(200)
    func write(_ name: String, _ rows: [String]) throws {
      let url = folder.appendingPathComponent("data/cs224n/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: url)
    }
    for (split, range) in [("train", 0..<40), ("dev", 40..<60)] {
      try write(
        "sst-\(split).tsv",
        ["id\tsentence\tsentiment"] + range.map { "\($0)\t\(words[$0])\t\($0 % 5)" })
      try write(
        "sts-\(split).tsv",
        ["id\tsentence1\tsentence2\tsimilarity"]
          + range.map { "\($0)\t\(words[$0])\t\(words[$0 + 60 + $0 % 3])\t\(Double($0 % 6))" })
    }
    return "data"
  }

  private static func settings(
    _ data: String, _ heads: String, mix: String = "round-robin", full: Bool = true,
    _ others: [String] = []
  ) throws -> RunSettings {
    let tasks = """
      tasks={ "folder": "\(data)", "heads": [\(heads)], "mix": "\(mix)", "trains-encoder": \(full),
              "examples": 24, "scored-examples": 20 }
      """
    return try smallRunSettings(["batch-size=8", tasks] + others)
  }

  /// Settings name the data from the folder that the test works in.
  private static func places(_ folder: URL) -> Places {
    Places(model: nil, data: nil, base: folder)
  }

  static let sentiment = #"{ "task": "sentiment" }"#
  static let similarity = #"{ "task": "similarity", "form": "cosine" }"#

  @Test func `a run of tasks scores its heads, saves them beside a model that opens, and repeats`()
    throws
  {
    try withTemporaryFolder { folder in
      let (data, places) = (try Self.data(folder), Self.places(folder))
      let runs = try ["round-robin", "summed", "summed"].enumerated().map { index, mix in
        let run = Run(
          settings: try Self.settings(data, Self.sentiment + "," + Self.similarity, mix: mix),
          folder: folder.appendingPathComponent("\(index)"))
        return try run.execute(places: places, threads: 1 + index) { _ in }
      }
      #expect(runs.map(\.steps) == [6, 3, 3])
      #expect(runs[1] == runs[2])
      #expect(runs[0].parametersHash != runs[1].parametersHash)
      for run in runs {
        let tasks = try #require(run.tasks)
        #expect(tasks.paraphrase == nil)
        let (sentiment, similarity) = (
          try #require(tasks.sentiment), try #require(tasks.similarity)
        )
        #expect((0...1).contains(sentiment) && (-1...1).contains(similarity))
        #expect(abs(tasks.mean - (sentiment + (similarity + 1) / 2) / 2) < 1e-15)
      }
      let summary = try StudyCollection([folder.appendingPathComponent("0")]).summary(
        acrossProtocols: false, rule: .usual, decisions: [], published: [], compute: oneThread)
      #expect(summary.tasks == ["sentiment", "similarity"])
      #expect(summary.runs[0].scores == [runs[0].tasks?.sentiment, runs[0].tasks?.similarity])
      #expect(summary.runs[0].average == runs[0].tasks?.mean && summary.untrained == nil)
      let model = folder.appendingPathComponent("0/model")
      let opened = try ModelFolder(model, blocks: nil)
      #expect(opened.parameters.names.allSatisfy { !$0.hasPrefix("head.") })
      let heads = try Safetensors.parse(
        try Data(contentsOf: model.appendingPathComponent(SavedModel.heads)), file: "heads"
      ).entries
      #expect(heads.map(\.name) == ["head.sentiment.weight", "head.sentiment.bias"])
    }
  }

  @Test func `heads that diverge before their first score are a result, kept as they began`() throws
  {
    try withTemporaryFolder { folder in
      let (data, places) = (try Self.data(folder), Self.places(folder))
      let run = Run(
        settings: try Self.settings(
          data, Self.sentiment,
          ["learning-rate=1e30", "maximum-gradient-norm=1e30", "evaluate-every-steps=100"]),
        folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: places, threads: 1) { _ in }
      #expect(result.divergedAtStep != nil)
      #expect(result.best?.step == 0)
      #expect(result.best?.spearman == (try #require(result.tasks).mean))
      #expect(try run.finishedResult() == result)
    }
  }

  @Test func `heads alone leave the encoder as it was, to the bit`() throws {
    try withTemporaryFolder { folder in
      let (data, places) = (try Self.data(folder), Self.places(folder))
      let run = Run(
        settings: try Self.settings(data, Self.sentiment, full: false),
        folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: places, threads: 1) { _ in }
      #expect(result.scores == result.untrained)
      let summary = try StudyCollection([run.folder]).summary(
        acrossProtocols: false, rule: .usual, decisions: [], published: [], compute: oneThread)
      #expect(summary.tasks == ["sentiment"])
      #expect(summary.runs[0].average == result.tasks?.sentiment)
      let fresh = try RunInputs(smallRunSettings([]), places: noPlaces, threads: 1)
      let saved = try ModelFolder(run.folder.appendingPathComponent(Run.File.model), blocks: nil)
      #expect(saved.parameters.digest == fresh.encoder.encoder.parameters.digest)
    }
  }

  @Test(arguments: 1...6)
  func `SimCSE and then tasks, stopped after any step, ends in the same bits`(_ stop: Int) throws {
    try withTemporaryFolder { folder in
      let (data, places) = (try Self.data(folder), Self.places(folder))
      let tasks = """
        { "folder": "\(data)", "heads": [\(Self.similarity)], "mix": "summed",
          "trains-encoder": true, "examples": 24, "scored-examples": 20 }
        """
      let stages = """
        stages=[{ "label": "simcse", "set": {} },
                { "label": "tasks", "set": { "tasks": \(tasks), "batch-size": 8 } }]
        """
      let settings = try smallRunSettings(["text.sentences=48", stages])
      let whole = Run(settings: settings, folder: folder.appendingPathComponent("whole"))
      let expected = try whole.execute(places: places, threads: 1) { _ in }
      #expect(expected.steps == 6 && expected.tasks?.similarity != nil)
      let resumed = Run(settings: settings, folder: folder.appendingPathComponent("resumed"))
      try leaveStopped(resumed, after: stop, places: places)
      let result = try resumed.execute(places: places, threads: 2) { _ in }
      #expect(result == expected)
    }
  }

  @Test func `a kind of dropout reaches the run, and its parameters are counted`() throws {
    try withTemporaryFolder { folder in
      let kinds = [
        [], [#"dropout-kind={ "name": "curriculum", "growth": 0.5 }"#],
        [#"dropout-kind={ "name": "adaptive", "belief": "dense", "start-rate": 0.1 }"#],
        [#"dropout-kind={ "name": "gate", "belief": "dense", "start-rate": 0.1 }"#],
      ]
      let results = try kinds.enumerated().map { index, kind in
        try Run(
          settings: try smallRunSettings(kind), folder: folder.appendingPathComponent("\(index)")
        ).execute(places: noPlaces, threads: 1) { _ in }
      }
      #expect(Set(results.map(\.parametersHash)).count == 4)
      let blocks = try RunInputs(smallRunSettings([]), places: noPlaces, threads: 1)
        .encoder.encoder.settings.blocks
      let added = blocks * (16 * 16 + 16 + 32 * 16 + 16)
      #expect(results.map(\.addedParameters) == [nil, 0, added, added])
      // Others would leave the computed dropout out, so they are not let open it.
      #expect(throws: InputError.self) {
        try ModelFolder(folder.appendingPathComponent("2/model"), blocks: nil)
      }
    }
  }

  @Test(arguments: [
    (#"{ "task": "similarity" }"#, "form"), (#"{ "task": "paraphrase" }"#, "parts"),
    (#"{ "task": "sentiment" }, { "task": "sentiment" }"#, "two of one task"), ("", "empty"),
    (#"{ "task": "weather" }"#, "weather"),
  ])
  func `tasks that cannot be are refused by what is wrong`(_ heads: String, word: String) {
    do {
      _ = try Self.settings("/", heads)
      Issue.record("they were accepted")
    } catch {
      #expect("\(error)".contains(word), "\(error)")
    }
  }

  @Test(arguments: [
    (#"dropout-kind={ "name": "curriculum" }"#, "growth"),
    (#"dropout-kind={ "name": "adaptive", "belief": "dense" }"#, "start-rate"),
    (#"augment={ "name": "crop", "rate": 1 }"#, "rate"),
    (#"augment={ "name": "synonym-replacement", "rate": 0.5 }"#, "file"),
  ])
  func `dropout and augmentation that cannot be are refused by key`(_ setting: String, word: String)
  {
    do {
      _ = try smallRunSettings([setting])
      Issue.record("it was accepted")
    } catch {
      #expect("\(error)".contains(word), "\(error)")
    }
  }
}

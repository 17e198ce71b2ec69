import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing

@Suite struct StagedRunTests {
  /// Two stages of three and of four steps that differ in text, rates and schedule.
  private static let stages = #"""
    stages=[{ "label": "first", "set": {} },
            { "label": "second", "set": { "text.sentences": 64, "temperature": 0.1,
                                          "text.synthetic-seed": 9, "adamw.beta2": 0.99,
                                          "schedule": "constant" } }]
    """#
  private static let small = ["text.sentences=48", "evaluate-every-steps=2"]

  private static func run(_ overrides: [String], _ folder: URL, _ name: String) throws -> Run {
    Run(
      settings: try smallRunSettings(small + overrides),
      folder: folder.appendingPathComponent(name))
  }

  private static func log(_ run: Run) throws -> TrainingLog {
    try StrictJSON.decode(
      TrainingLog.self,
      from: try Data(contentsOf: run.folder.appendingPathComponent(Run.File.log)), file: "log")
  }

  @Test func `the first stage is a run of its settings, bit for bit`() throws {
    try withTemporaryFolder { folder in
      let alone = try Self.run([], folder, "alone")
      let one = try Self.run([#"stages=[{ "label": "only", "set": {} }]"#], folder, "one")
      let two = try Self.run([Self.stages], folder, "two")
      let results = try [alone, one, two].map {
        try $0.execute(places: noPlaces, threads: 1) { _ in }
      }
      #expect(results[1].parametersHash == results[0].parametersHash)
      #expect(results[1].best == results[0].best)
      #expect(results.map(\.steps) == [3, 3, 7])
      let logs = try [alone, two].map(Self.log)
      #expect(Array(logs[1].steps.prefix(3)) == logs[0].steps)
      #expect(logs[1].steps.map(\.step) == Array(1...7))
      #expect(logs[1].selection.map(\.step) == [0, 2, 3, 5, 7])
      #expect(
        logs[1].stages == [
          StageRecord(label: "first", updatesBefore: 0),
          StageRecord(label: "second", updatesBefore: 3),
        ])
      #expect(try #require(results[2].best).step > 3)
    }
  }

  @Test func `a stage that diverges before its first score keeps the best of the one before`()
    throws
  {
    try withTemporaryFolder { folder in
      let stages = #"""
        stages=[{ "label": "first", "set": { "evaluate-every-steps": 1 } },
                { "label": "second", "set": { "learning-rate": 1e30, "maximum-gradient-norm": 1e30,
                                              "evaluate-every-steps": 100, "epochs": 3 } }]
        """#
      let run = try Self.run([stages], folder, "run")
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      let log = try Self.log(run)
      let before = log.selection.filter { (1...3).contains($0.step) }
      #expect(try #require(result.divergedAtStep) > 3)
      #expect(log.selection.allSatisfy { $0.step <= 3 })
      #expect(result.best?.spearman == before.map(\.spearman).max())
      let alone = try Self.run(["evaluate-every-steps=1"], folder, "alone")
      let first = try alone.execute(places: noPlaces, threads: 1) { _ in }
      #expect(result.parametersHash == first.parametersHash && result.best == first.best)
    }
  }

  /// The encoder's second stage, at its beginning, as if it were the `stage`-th of a run.
  private static func second(
    _ inputs: RunInputs, stage: Int, _ encoder: Encoder<Float>
  ) -> Training {
    var log = TrainingLog()
    log.stages = (0...stage).map { StageRecord(label: "\($0)", updatesBefore: 0) }
    return Training(
      settings: inputs.stages[1].settings, examples: inputs.stages[1].examples,
      encoder: encoder, log: log, resuming: nil)
  }

  /// A first stage at a rate so high that its best checkpoint is not its last.
  @Test func `a stage begins with the best checkpoint of the one before`() throws {
    try withTemporaryFolder { folder in
      let often = "evaluate-every-steps=1"
      let rate = try #require(
        try ["0.01", "0.03", "0.1", "0.3", "1"].first { rate in
          let alone = try Self.run([often, "learning-rate=\(rate)"], folder, "alone-\(rate)")
          return try alone.execute(places: noPlaces, threads: 1) { _ in }.best?.step ?? 3 < 3
        })
      let two = try Self.run([often, "learning-rate=\(rate)", Self.stages], folder, "two")
      _ = try two.execute(places: noPlaces, threads: 1) { _ in }
      let inputs = try RunInputs(two.settings, places: noPlaces, threads: 1)
      var encoder = inputs.encoder.encoder
      encoder.parameters = try ModelFolder(
        folder.appendingPathComponent("alone-\(rate)/\(Run.File.model)"), blocks: nil
      ).parameters
      var training = Self.second(inputs, stage: 1, encoder)
      training.advance()
      #expect(training.state.log.steps[0].loss == (try Self.log(two)).steps[3].loss)
    }
  }

  @Test func `a stage draws for itself`() throws {
    let settings = try smallRunSettings(Self.small + [Self.stages])
    let inputs = try RunInputs(settings, places: noPlaces, threads: 1)
    let encoder = inputs.encoder.encoder
    let orders = (0...2).map { Self.second(inputs, stage: $0, encoder).order(ofEpoch: 0) }
    #expect(orders[0] != orders[1] && orders[1] != orders[2] && orders[0] != orders[2])
    let losses = (0...1).map { stage in
      var training = Self.second(inputs, stage: stage, encoder)
      training.advance()
      return training.state.log.steps[0].loss
    }
    #expect(losses[0] != losses[1])
  }

  @Test(arguments: 1...7)
  func `a run of stages stopped after any step ends in the same bits`(_ stop: Int) throws {
    try withTemporaryFolder { folder in
      let whole = try Self.run([Self.stages], folder, "whole")
      let expected = try whole.execute(places: noPlaces, threads: 1) { _ in }
      let resumed = try Self.run([Self.stages], folder, "resumed")
      try leaveStopped(resumed, after: stop)
      var resumedAt: Int?
      let result = try resumed.execute(places: noPlaces, threads: 2) { event in
        if case .resumed(let step) = event { resumedAt = step }
      }
      #expect(resumedAt == [nil, nil, 2, 3, 3, 5, 5][stop - 1])
      #expect(result == expected)
      for file in [Run.File.log, Run.File.steps, Run.File.hashes] {
        #expect(
          try Data(contentsOf: resumed.folder.appendingPathComponent(file))
            == Data(contentsOf: whole.folder.appendingPathComponent(file)))
      }
    }
  }

  @Test(arguments: [
    (#"stages=[]"#, "empty"),
    (#"stages=[{ "label": "a", "set": {} }, { "label": "a", "set": {} }]"#, "label"),
    (#"stages=[{ "label": "a", "set": { "pooling": "cls" } }]"#, "pooling"),
    (#"stages=[{ "label": "a", "set": { "seeds.dropout": 3 } }]"#, "seeds.dropout"),
    (#"stages=[{ "label": "a", "set": { "temprature": 3 } }]"#, "temprature"),
    (#"stages=[{ "label": "a", "set": { "temperature": -3 } }]"#, "temperature"),
    (#"stages=[{ "label": "a", "set": { "epochs": 0 } }]"#, "epochs"),
  ])
  func `stages that cannot be are refused by what is wrong`(_ stages: String, word: String) {
    do {
      _ = try smallRunSettings([stages])
      Issue.record("they were accepted")
    } catch {
      #expect("\(error)".contains(word), "\(error)")
    }
  }
}

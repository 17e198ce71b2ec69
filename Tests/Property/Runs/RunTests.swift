import Evaluation
import Files
import Foundation
import Model
import Runs
import Studies
import Support
import Testing

@Suite struct RunTests {
  @Test func `a run has the same bits on one thread, on two and on eight`() throws {
    let results = try [1, 2, 8].map { threads in
      try withTemporaryFolder { folder in
        try Run(settings: smallRunSettings([]), folder: folder.appendingPathComponent("run"))
          .execute(places: noPlaces, threads: threads) { _ in }
      }
    }
    #expect(results[0].steps == 6)
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }

  struct Stop: Error {}

  @Test(arguments: 1...6)
  func `a run stopped after any step and resumed ends in the same bits`(_ stop: Int) throws {
    let settings = try smallRunSettings([])
    try withTemporaryFolder { folder in
      let whole = Run(settings: settings, folder: folder.appendingPathComponent("whole"))
      let expected = try whole.execute(places: noPlaces, threads: 1) { _ in }

      let resumed = Run(settings: settings, folder: folder.appendingPathComponent("resumed"))
      try leaveStopped(resumed, after: stop)
      let table = folder.appendingPathComponent(
        "resumed.partial/work-00000001/\(Run.File.hashes)")
      // A line that the kill left unfinished.
      try (Data(contentsOf: table) + Data("9\t0123".utf8)).write(to: table)
      var resumedAt: Int?
      let result = try resumed.execute(places: noPlaces, threads: 2) { event in
        if case .resumed(let step) = event { resumedAt = step }
      }
      #expect(result == expected)
      #expect(resumedAt == ((stop - 1) / 2 == 0 ? nil : (stop - 1) / 2 * 2))
      for file in [Run.File.log, Run.File.steps, Run.File.hashes] {
        #expect(
          try Data(contentsOf: resumed.folder.appendingPathComponent(file))
            == Data(contentsOf: whole.folder.appendingPathComponent(file)))
      }
    }
  }

  @Test func `a finished run is not repeated, and other settings are refused its folder`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let run = Run(settings: try smallRunSettings([]), folder: place)
      let first = try run.execute(places: noPlaces, threads: 1) { _ in }
      var steps = 0
      let second = try run.execute(places: noPlaces, threads: 1) { event in
        if case .step = event { steps += 1 }
      }
      #expect(steps == 0)
      #expect(second == first)
      let other = Run(settings: try smallRunSettings(["seeds.dropout=9"]), folder: place)
      #expect(throws: InputError.self) {
        try other.execute(places: noPlaces, threads: 1) { _ in }
      }
    }
  }

  @Test func `kept scores before training change nothing and save two evaluations`() throws {
    try withTemporaryFolder { folder in
      var places = noPlaces
      func result(_ name: String, _ overrides: [String]) throws -> (RunResult, evaluations: Int) {
        var evaluations = 0
        let result = try Run(
          settings: try smallRunSettings(overrides), folder: folder.appendingPathComponent(name)
        ).execute(places: places, threads: 1) { event in
          if case .evaluating(let done, let count) = event, done == count { evaluations += 1 }
        }
        return (result, evaluations)
      }
      let alone = try result("alone", ["seeds.dropout=9"])
      places.untrainedScores = folder.appendingPathComponent("untrained")
      let first = try result("first", [])
      let second = try result("second", ["seeds.dropout=9"])
      #expect(second.0 == alone.0)
      #expect(first.evaluations == alone.evaluations)
      #expect(second.evaluations == alone.evaluations - 2)
      // Another beginning is scored for itself.
      let other = try result("other", ["seeds.initialization=9"])
      #expect(other.evaluations == alone.evaluations)
      #expect(other.0.untrained != first.0.untrained)
      // With diagnostics the first look at the development pairs is another.
      let diagnosed = try result("diagnosed", ["diagnostics=true"])
      #expect(diagnosed.evaluations == alone.evaluations - 1)
      let log = folder.appendingPathComponent("diagnosed/\(Run.File.log)")
      let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
      #expect(text.contains("first-component-share"))
      // A head that only training reads is no other beginning.
      places.model = folder.appendingPathComponent("first/\(Run.File.model)")
      let bare = [
        "encoder={\"folder\": \"$SIMCSE_MODEL\"}", "pooling=cls-before-pooler", "head=fresh",
      ]
      let headed = try result("headed", bare)
      let again = try result("again", bare + ["seeds.initialization=9"])
      #expect(headed.evaluations == alone.evaluations)
      #expect(again.evaluations == alone.evaluations - 2)
      #expect(again.0.untrained == headed.0.untrained)
      // Without an update, and nothing fitted after it, the last score is the untrained one.
      let still = try result("still", ["epochs=0", "temperature=0.2", "pooling=mean-top2"])
      #expect(still.evaluations == 2, "one check of the development pairs and one scoring")
      #expect(still.0.untrained == still.0.scores)
    }
  }

  @Test func `what a killed run left half-written is not in the finished run`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      for left in [".checkpoint.safetensors.partial-7", "model/.vocab.txt.partial-8"] {
        let file = folder.appendingPathComponent("run.partial/work-00000001/" + left)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("half".utf8).write(to: file)
      }
      try Run(settings: smallRunSettings([]), folder: place)
        .execute(places: noPlaces, threads: 1) { _ in }
      let files = try FileManager.default.subpathsOfDirectory(atPath: place.path)
      #expect(files.allSatisfy { !$0.contains(".partial-") }, "\(files)")
      #expect(files.contains("model/vocab.txt"))
    }
  }

  @Test func `a checkpoint of other settings is refused`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      try leaveStopped(Run(settings: smallRunSettings([]), folder: place), after: 3)
      let other = Run(settings: try smallRunSettings(["temperature=0.1"]), folder: place)
      #expect(throws: InputError.self) {
        try other.execute(places: noPlaces, threads: 1) { _ in }
      }
    }
  }

  @Test func `a saved model opens again with the same embeddings`() throws {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings([]), folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      let model = try ModelFolder(
        run.folder.appendingPathComponent(Run.File.model), blocks: nil)
      let file = run.folder.appendingPathComponent(Run.File.manifest)
      let manifest = try StrictJSON.decode(
        Manifest.self, from: try Data(contentsOf: file), file: file.path)
      #expect(manifest.trainedParameters == model.parameters.count)
      #expect(try #require(manifest.processorSeconds) > 0)
      #expect(try #require(manifest.peakBytes) > 1_000_000)
      #expect(try model.pooling.get() == .mean)
      #expect(model.parameters.digest == result.parametersHash)
    }
  }

  @Test func `a run that was killed after its result was written is put in place, not repeated`()
    throws
  {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings([]), folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      let partial = run.folder.appendingPathExtension("partial")
      let files = FileManager.default
      try files.createDirectory(at: partial, withIntermediateDirectories: true)
      try files.moveItem(at: run.folder, to: partial.appendingPathComponent("work-00000001"))
      var steps = 0
      let again = try run.execute(places: noPlaces, threads: 1) { event in
        if case .step = event { steps += 1 }
      }
      #expect(again == result && steps == 0)
      #expect(RunFolder(run.folder).isWhole && !files.fileExists(atPath: partial.path))
    }
  }

  @Test(arguments: Pooling.allCases.filter { !$0.needsTemplate })
  func `a saved model pools as it was trained`(_ pooling: Pooling) throws {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(["pooling=\(pooling.rawValue)", "text.sentences=16"]),
        folder: folder.appendingPathComponent("run"))
      try run.execute(places: noPlaces, threads: 1) { _ in }
      let place = run.folder.appendingPathComponent(Run.File.model)
      #expect(try ModelFolder(place, blocks: nil).pooling.get() == pooling)
      guard pooling == .cls else { return }
      // Another dense layer than the pooler is not left out silently.
      let file = place.appendingPathComponent("2_Dense/model.safetensors")
      var bytes = try Data(contentsOf: file)
      bytes[bytes.endIndex - 1] ^= 1
      try bytes.write(to: file)
      let changed = try ModelFolder(place, blocks: nil)
      #expect(throws: InputError.self) {
        try changed.sentenceEncoder(pooling: nil, maximumTokens: nil, compute: oneThread)
      }
      #expect(
        try changed.sentenceEncoder(pooling: .mean, maximumTokens: nil, compute: oneThread).pooling
          == .mean)
    }
  }

  @Test(arguments: [
    ["learning-rate=1e30", "maximum-gradient-norm=1e30"],
    // Parameters beyond Float: the encoder has no score, before any loss tells.
    ["learning-rate=1e38", "maximum-gradient-norm=1e30", "evaluate-every-steps=1"],
  ])
  func `a run that diverges ends in a result that says so`(_ settings: [String]) throws {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(settings), folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      #expect(result.divergedAtStep != nil)
      #expect(result.scores.average.spearman.isFinite)
      #expect(RunFolder(run.folder).state == .diverged)
      // A line a step that was made, so that the run can be compared with others.
      let hashes = try StepHashes(reading: run.folder.appendingPathComponent(Run.File.hashes))
      let log = try StrictJSON.decode(
        TrainingLog.self,
        from: try Data(contentsOf: run.folder.appendingPathComponent(Run.File.log)), file: "log")
      #expect(hashes.rows.count == log.steps.count)
      #expect(try RunDifference(run.folder, run.folder).firstStep == nil)
      #expect(try RunList([run.folder]).runs.map(\.divergedAtStep) == [result.divergedAtStep])
    }
  }
}

import Data
import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing

/// Runs that a script trains, in the test's own process.
@Suite struct TrainerRunTests {
  static let copies = #"cp embeddings.npy "$SIMCSE_EMBEDDINGS""#

  private func with<Result>(
    _ script: String, _ body: (StubTrainer) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let stub = try StubTrainer(script, in: folder)
      try stub.prepare("embeddings.npy", StubTrainer.embeddings("trained"))
      return try body(stub)
    }
  }

  @Test func `what a trainer embeds is scored as the same embeddings of this program are`() throws {
    let untrained = StubTrainer.embeddings("untrained")
    try with(Self.copies + "\n" + #"cp untrained.npy "$SIMCSE_UNTRAINED_EMBEDDINGS""#) { stub in
      try stub.prepare("untrained.npy", untrained)
      let result = try stub.execute()
      let evaluation = StubTrainer.evaluation
      #expect(
        try result.scores
          == evaluation.score(embeddings: StubTrainer.embeddings("trained")).result)
      #expect(try result.untrained == evaluation.score(embeddings: untrained).result)
      #expect(result.best == nil && result.steps == nil && result.parametersHash == nil)
      #expect(result.keptHash != nil && result.alignment != nil)
      let run = try FinishedRun(stub.run, withPairs: true)
      #expect(run.tasks.map(\.name) == ["synthetic-english"])
      #expect(run.manifest.settings?.trainer?.command == ["sh", "train.sh"])
      #expect(run.manifest.checksums.keys.sorted() == ["trainer/train.sh"])
      #expect(run.evaluationProtocol.pooling == "the trainer's own")
      let names = try FileManager.default.contentsOfDirectory(atPath: stub.run.path).sorted()
      #expect(
        names == [
          "log.json", "manifest.json", "result.json", "scores", "settings.json", "trainer",
          "trainer.log",
        ])
      #expect(try RunDifference(stub.run, stub.run).isNone)
      try RunFolder(stub.run).remove()
      #expect(!FileManager.default.fileExists(atPath: stub.run.path))
    }
  }

  @Test func `each pair is scored by the rows of its own two sentences`() throws {
    let evaluation = StubTrainer.evaluation
    func row(_ sentence: String) -> [Float] {
      RandomStream(seed: 1, label: sentence).normal(8).map { Float($0) }
    }
    let rows = evaluation.texts.flatMap(row)
    let outcome = try evaluation.score(
      embeddings: Tensor(rows, shape: [evaluation.sentenceCount, 8]))
    func product(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    for (pair, scored) in zip(evaluation.tasks[0].subsets[0].pairs, outcome.pairs[0][0]) {
      let (a, b) = (row(pair.first), row(pair.second))
      let cosine = product(a, b) / (product(a, a) * product(b, b)).squareRoot()
      #expect(abs(scored.cosine - cosine) < 1e-12 && scored.gold == pair.score)
    }
  }

  @Test func `a run without embeddings before training has no score before training`() throws {
    try with(Self.copies) { stub in
      #expect(try stub.execute().untrained == nil)
      // A finished run is not repeated: its script could not even be read any more.
      try FileManager.default.removeItem(at: stub.folder.appendingPathComponent("train.sh"))
      #expect(try stub.execute().untrained == nil)
    }
  }

  @Test func `a trainer is handed settings, seeds, sentences, threads and a folder that is kept`()
    throws
  {
    let script = #"""
      cp "$SIMCSE_SENTENCES" "$SIMCSE_FOLDER/seen.jsonl"
      cp "$SIMCSE_SETTINGS" "$SIMCSE_FOLDER/seen.json"
      echo "$SIMCSE_SEED_INITIALIZATION $SIMCSE_SEED_DATA_ORDER $SIMCSE_SEED_DROPOUT \
      $SIMCSE_SEED_AUGMENTATION $SIMCSE_SEED_NEGATIVES $SIMCSE_THREADS $0 $#" >"$SIMCSE_FOLDER/words"
      """#
    try with(script + "\n" + Self.copies) { stub in
      let overrides = [
        "seeds.initialization=18446744073709551615", "seeds.data-order=2", "seeds.dropout=3",
        "seeds.augmentation=4", "seeds.negatives=5",
      ]
      try stub.execute(overrides)
      func kept(_ name: String) throws -> String {
        try String(contentsOf: stub.run.appendingPathComponent("trainer/\(name)"), encoding: .utf8)
      }
      #expect(try kept("words") == "18446744073709551615 2 3 4 5 1 train.sh 0\n")
      let lines = try kept("seen.jsonl").split(separator: "\n")
      #expect(
        try lines.map { try JSONDecoder().decode(String.self, from: Data($0.utf8)) }
          == StubTrainer.evaluation.texts)
      #expect(Set(lines).count == lines.count)
      let settings = try StrictJSON.decode(
        RunSettings.self, from: Data(kept("seen.json").utf8), file: "seen.json")
      #expect(try settings == StubTrainer.settings(overrides))
      let names = try FileManager.default.contentsOfDirectory(
        atPath: stub.run.appendingPathComponent("trainer").path)
      #expect(names.sorted() == ["seen.json", "seen.jsonl", "words"])
    }
  }

  @Test(arguments: [
    ("", "wrote no", "SIMCSE_EMBEDDINGS"),
    (#"printf 'x' >"$SIMCSE_EMBEDDINGS""#, "embeddings.npy", "it is no .npy file"),
    (#"cp short.npy "$SIMCSE_EMBEDDINGS""#, "embeddings.npy", "embeddings for"),
    (#"cp undefined.npy "$SIMCSE_EMBEDDINGS""#, "embeddings.npy", "row 2, column 1 is nan"),
    (#"cp zero.npy "$SIMCSE_EMBEDDINGS""#, "embeddings.npy", "has an embedding of length 0.0"),
    (
      copies + "\n" + #"cp short.npy "$SIMCSE_UNTRAINED_EMBEDDINGS""#, "untrained.npy",
      "embeddings for"
    ),
  ])
  func `embeddings that cannot be scored are refused by file, and give no run`(
    script: String, file: String, words: String
  ) throws {
    try with(script) { stub in
      let whole = StubTrainer.embeddings("trained")
      func changed(_ value: Float) -> Tensor<Float> {
        var scalars = Array(whole.scalars)
        for place in 8..<16 { scalars[place] = value }
        return Tensor(scalars, shape: whole.shape)
      }
      try stub.prepare("short.npy", StubTrainer.embeddings("trained", rows: 3))
      try stub.prepare("undefined.npy", changed(.nan))
      try stub.prepare("zero.npy", changed(0))
      let error = stub.failure()
      #expect(error.contains(file) && error.contains(words), "\(error)")
      #expect(!RunFolder.isThere(stub.run))
      #expect(RunFolder(stub.run).state == .partial)
    }
  }

  @Test func `embeddings of a try that failed are not scored after another`() throws {
    try with("[ -e again ] && exit 0; touch again\n" + Self.copies + "\nexit 1") { stub in
      #expect(stub.failure().contains("it ended with 1"))
      #expect(stub.failure().contains("wrote no"))
    }
  }

  @Test func `a trainer finds its folder again after a stop`() throws {
    let script = #"""
      [ -e "$SIMCSE_FOLDER/step-100" ] || { touch "$SIMCSE_FOLDER/step-100"; exit 1; }
      """#
    try with(script + "\n" + Self.copies) { stub in
      #expect(stub.failure().contains("it ended with 1"))
      try stub.execute()
      #expect(RunFolder.isThere(stub.run.appendingPathComponent("trainer/step-100")))
    }
  }
}

import Commands
import Data
import Evaluation
import Foundation
import Model
import Support
import Testing

/// Data, models and embeddings of other people through the commands.
@Suite struct OutsideCommandTests {
  /// A saved model of one block, a file of pairs, and a folder to work in.
  private func withPairs<Result>(_ body: (_ folder: URL, _ model: String) throws -> Result) throws
    -> Result
  {
    try withTemporaryFolder { folder in
      let run = RecordedCommand(
        [
          "train", "--output", folder.appendingPathComponent("run").path, "--threads", "1",
          "--set", "text.sentences=32", "--set", "batch-size=16", "--set",
          "evaluate-every-steps=2", "--set", "evaluation.pairs=20", "--set",
          "encoder.fresh.blocks=1", "--set", "encoder.fresh.width=16", "--set",
          "encoder.fresh.feed-forward-width=32", "--set", "encoder.fresh.heads=2",
        ])
      #expect(run.code == 0, "\(run.errors)")
      let pairs =
        "sentence1,sentence2,score\n\"the cat, sat\",a dog ran,0.5\na cat ran,the cat ran,4.5\n"
        + "the dog sat,a bird sang,1\na bird sang,\"a bird, sang\",5\n"
      try Data(pairs.utf8).write(to: folder.appendingPathComponent("mine.csv"))
      return try body(folder, folder.appendingPathComponent("run/model").path)
    }
  }

  @Test func `own pairs are scored under their name, alone where no task is named`() throws {
    try withPairs { folder, model in
      let file = folder.appendingPathComponent("mine.csv").path
      let scored = RecordedCommand(
        ["evaluate", "--model", model, "--pairs", file + ":ours:0..5", "--json", "-"])
      #expect(scored.code == 0, "\(scored.errors)")
      let tasks = scored.json["tasks"] as? [String: Any]
      #expect(tasks?.keys.sorted() == ["ours"])

      let narrow = RecordedCommand(["evaluate", "--model", model, "--pairs", file + ":ours:0..1"])
      #expect(narrow.code == 2)
      #expect(narrow.errors.contains("mine.csv, line 3: its score is 4.5, outside 0.0 to 1.0"))
      for (text, says) in [
        (
          "text_a,text_b,human\na,b,1\n",
          "line 1: its columns are 'text_a', 'text_b', 'human'; a header"
        ),
        (
          "sentence1,sentence2,score\na,b,high\n", "line 2: its score is 'high', which is no number"
        ),
      ] {
        let other = folder.appendingPathComponent("other.csv")
        try Data(text.utf8).write(to: other)
        let refused = RecordedCommand(["evaluate", "--model", model, "--pairs", other.path])
        #expect(refused.code == 2 && refused.errors.contains(says), "\(refused.errors)")
      }
      let twice = RecordedCommand(
        ["evaluate", "--model", model, "--pairs", file, "--pairs", file])
      #expect(twice.code == 2 && twice.errors.contains("two tasks are called 'mine'"))
    }
  }

  @Test func `embeddings made elsewhere score as the encoder that made them`() throws {
    try withPairs { folder, model in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let pairs = ["--pairs", path("mine.csv")]
      let out = RecordedCommand(["evaluate", "--sentences-out", path("s.jsonl")] + pairs)
      #expect(out.code == 0, "\(out.errors)")
      let texts = try String(contentsOfFile: path("s.jsonl"), encoding: .utf8)
        .split(separator: "\n").map { try JSONDecoder().decode(String.self, from: Data($0.utf8)) }
      #expect(
        texts == [
          "the cat, sat", "a dog ran", "a cat ran", "the cat ran", "the dog sat", "a bird sang",
          "a bird, sang",
        ])
      try Data((texts.joined(separator: "\n") + "\n").utf8).write(
        to: folder.appendingPathComponent("s.txt"))
      let embedded = RecordedCommand(
        ["embed", "--model", model, "--input", path("s.txt"), "--output", path("e.npy")])
      #expect(embedded.code == 0, "\(embedded.errors)")

      let own = RecordedCommand(["evaluate", "--model", model, "--json", "-"] + pairs)
      let given = RecordedCommand(
        ["evaluate", "--embeddings", path("e.npy"), "--json", "-"] + pairs)
      #expect(given.code == 0, "\(given.errors)")
      #expect(own.output == given.output)

      try NumPyFile.serialized(Tensor([1, 2, 3, 4], shape: [2, 2])).write(
        to: folder.appendingPathComponent("short.npy"))
      let short = RecordedCommand(["evaluate", "--embeddings", path("short.npy")] + pairs)
      #expect(short.code == 2)
      #expect(short.errors.contains("there are 2 embeddings for 7 sentences"))
      let both = RecordedCommand(
        ["evaluate", "--embeddings", path("e.npy"), "--model", model] + pairs)
      #expect(both.code == 2 && both.errors.contains("--model has no meaning beside --embeddings"))
    }
  }

  @Test func `SimCSE's table and its names of poolings are known`() throws {
    try withPairs { folder, model in
      let file = folder.appendingPathComponent("mine.csv").path
      let words = ["evaluate", "--model", model, "--pairs", file]
      let table = RecordedCommand(words + ["--table", "simcse", "--pooling", "avg_first_last"])
      #expect(table.code == 0, "\(table.errors)")
      let lines = table.output.split(separator: "\n")
      #expect(lines.count == 5 && lines[1].contains("Avg.") && lines[1].contains("mine"))
      let own = RecordedCommand(words + ["--pooling", "mean-first-last", "--table", "simcse"])
      #expect(own.output == table.output)
      let wrong = RecordedCommand(words + ["--pooling", "avg_first"])
      #expect(wrong.code == 2 && wrong.errors.contains("avg_first_last"))
    }
  }

  @Test func `tasks, modes and all of SICK are not mixed up`() {
    let both = RecordedCommand(["evaluate", "--tasks", "STS12", "--mode", "dev"])
    #expect(both.code == 2 && both.errors.contains("--tasks and --mode both choose tasks"))
    let sick = RecordedCommand(["evaluate", "--tasks", "STS12", "--sick", "all"])
    #expect(sick.code == 2 && sick.errors.contains("--sick all needs the task SICK-R"))
    let twice = RecordedCommand(["evaluate", "--tasks", "STS12,STS12"])
    #expect(twice.code == 2 && twice.errors.contains("names 'STS12' twice"))
  }

  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "{\"text\": \"a\"}\n", "PAR1 and more",
    "split\tscore\tsentence1\tsentence2\ntrain\t1\ta\tb\n",
  ])
  func `what is no sentence a line is not embedded as one`(_ text: String) throws {
    try withPairs { folder, model in
      let file = folder.appendingPathComponent("text")
      try Data(text.utf8).write(to: file)
      let refused = RecordedCommand(["embed", "--model", model, "--input", file.path])
      #expect(refused.code == 2 && refused.output.isEmpty)
      #expect(refused.errors.contains("text: it is") || refused.errors.contains("is not read"))
    }
  }

  @Test func `lines may end in CRLF and begin with a byte-order mark`() throws {
    try withPairs { _, model in
      let words = ["embed", "--model", model]
      let plain = RecordedCommand(words, input: "the cat sat\na dog ran\n")
      let others = RecordedCommand(words, input: "\u{FEFF}the cat sat\r\na dog ran\r\n")
      #expect(plain.code == 0 && plain.output == others.output)
    }
  }

  @Test func `a model is found by its name in the hub's cache`() throws {
    try withPairs { folder, model in
      let manager = FileManager.default
      let entry = folder.appendingPathComponent("hub/models--org--small")
      let snapshot = entry.appendingPathComponent("snapshots/abc")
      try manager.createDirectory(
        at: entry.appendingPathComponent("refs"), withIntermediateDirectories: true)
      try manager.createDirectory(
        at: snapshot.deletingLastPathComponent(), withIntermediateDirectories: true)
      try manager.copyItem(at: URL(fileURLWithPath: model), to: snapshot)
      try Data("abc\n".utf8).write(to: entry.appendingPathComponent("refs/main"))
      let hub = ["HF_HUB_CACHE": folder.appendingPathComponent("hub").path]
      let found = RecordedCommand(
        ["embed", "--model", "org/small"], input: "a cat\n", environment: hub)
      let direct = RecordedCommand(["embed", "--model", model], input: "a cat\n")
      #expect(found.code == 0 && found.output == direct.output, "\(found.errors)")
      let missing = RecordedCommand(
        ["embed", "--model", "org/other"], input: "a cat\n", environment: hub)
      #expect(missing.code == 2 && missing.errors.contains("hf download org/other"))
    }
  }

  @Test func `a run is scored on own pairs and chosen by own pairs`() throws {
    try withPairs { folder, _ in
      func train(_ evaluation: [String: Any], to name: String) throws -> RecordedCommand {
        let written = folder.appendingPathComponent("run/settings.json")
        var settings = try #require(
          JSONSerialization.jsonObject(with: try Data(contentsOf: written)) as? [String: Any])
        settings["evaluation"] = evaluation
        let file = folder.appendingPathComponent(name + ".json")
        try JSONSerialization.data(withJSONObject: settings).write(to: file)
        return RecordedCommand(
          [
            "train", file.path, "--output", folder.appendingPathComponent(name).path, "--threads",
            "1", "--json", "-",
          ])
      }
      let limits: [String: Any] = ["token-limit": 16, "batch-size": 8]
      let own = limits.merging(
        ["own-pairs": ["mine.csv:ours:0..5"], "development": "mine.csv"] as [String: Any]
      ) { $1 }
      let run = try train(own, to: "own")
      #expect(run.code == 0, "\(run.errors)")
      let scores = (run.json["scores"] as? [String: Any])?["tasks"] as? [String: Any]
      #expect(scores?.keys.sorted() == ["ours"])
      let manifest = try String(
        contentsOf: folder.appendingPathComponent("own/manifest.json"), encoding: .utf8)
      #expect(manifest.contains("\"contents\"") && manifest.contains("\"form\""))

      let unchosen = limits.merging(["own-pairs": ["mine.csv"]]) { $1 }
      let refused = try train(unchosen, to: "unchosen")
      #expect(refused.code == 2 && refused.errors.contains("needs 'development'"))
    }
  }
}

/// The tasks in the layouts that others have them in.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SIMCSE_DATA"] != nil))
struct OutsideDataCommandTests {
  private static let data = URL(
    fileURLWithPath: ProcessInfo.processInfo.environment["SIMCSE_DATA"] ?? "")

  @Test(arguments: [
    "layouts/SentEval", "layouts/SentEval/data", "layouts/SentEval/data/downstream", "", "sts",
  ])
  func `the sentences of the seven tasks are found below any root`(_ path: String) {
    let folder = Self.data.appendingPathComponent(path).path
    let out = RecordedCommand(["evaluate", "--data", folder, "--sentences-out", "-"])
    #expect(out.code == 0, "\(out.errors)")
    #expect(out.output.split(separator: "\n").count > 20_000)
  }

  @Test func `doctor names the layout, and what is missing`() throws {
    let tree = Self.data.appendingPathComponent("layouts/SentEval").path
    let whole = RecordedCommand(["doctor", "--data", tree, "--json", "-"])
    #expect(whole.output.contains("SentEval's, which is SimCSE's"))
    try withTemporaryFolder { folder in
      let one = folder.appendingPathComponent("downstream/STS")
      try FileManager.default.createDirectory(at: one, withIntermediateDirectories: true)
      let below = try FileManager.default.subpathsOfDirectory(atPath: tree)
        .first { $0.hasSuffix("STSBenchmark/sts-test.csv") }
      let place = try #require(below)
      try FileManager.default.createDirectory(
        at: one.appendingPathComponent("STSBenchmark"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: tree + "/" + place, toPath: one.path + "/STSBenchmark/sts-test.csv")
      let part = RecordedCommand(["doctor", "--data", folder.path, "--json", "-"])
      #expect(part.output.contains("missing: STS12 (STS12/MSRpar.tsv)"), "\(part.output)")
    }
  }

  @Test func `leaks finds test pairs in a CSV`() throws {
    try withTemporaryFolder { folder in
      let sts = try #require(STSCatalog.task(named: "STSBenchmark"))
      let task = try sts.read(
        try DataFolder.sts(Self.data.path), checksums: .published)
      let rows = task.pairs.prefix(50).map { pair in
        [pair.first, pair.second].map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
          .joined(separator: ",")
      }
      let file = folder.appendingPathComponent("train.csv")
      try Data(("sent0,sent1\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: file)
      let found = RecordedCommand(
        ["leaks", file.path, "--data", Self.data.path, "--against", "STSBenchmark"])
      #expect(found.code == 1)
      #expect(found.output.contains("50 examples, 50 with a pair"), "\(found.output)")
    }
  }
}

import Commands
import Data
import Evaluation
import Files
import Foundation
import Runs
import Support
import Testing

/// Whatever cannot be imported is refused by file and place, and leaves nothing behind.
@Suite struct ImportRefusalTests {
  private func importing(
    _ files: [String: String], _ words: [String], in folder: URL
  ) throws -> RecordedCommand {
    for (name, text) in files {
      try AtomicFile.write(Data(text.utf8), to: folder.appendingPathComponent(name))
    }
    return RecordedCommand(
      ["import"] + words.map { $0.hasPrefix("@") ? folder.path + "/" + $0.dropFirst() : $0 }
        + ["--method", "m", "--output", folder.path + "/out"])
  }

  static let table = #"{"task_name": "STS12", "scores": {"test": [{"cosine_spearman": 0.7}]}}"#
  static let predictions =
    #"{"mteb_model_meta": {}, "default": {"test": {"cosine_scores": [0.1, 0.4, 0.7]}}}"#
  static let rows =
    (0..<3).map { "g\tf\ty\t\($0)\t\(4 - $0)\tfirst \($0)\tsecond \($0)\n" }.joined()
  static let zeros = """
    ------ test ------
    | STS12 | STSBenchmark |  Avg. |
    |  0.00 |    71.20     | 35.60 |

    """
  static let calls = "epoch,steps,cosine_spearman\n0,-1,0.7\n1,-1,0.8\n"

  struct Case: Sendable, CustomTestStringConvertible {
    let files: [String: String]
    let words: [String]
    /// What the error says.
    let says: [String]
    var testDescription: String { says.joined(separator: ", ") }
  }

  static let cases = [
    Case(files: [:], words: ["@none.json"], says: ["none.json", "no such file"]),
    Case(files: [:], words: ["@seed-{seed}.json"], says: ["seed-{seed}.json", "no file matches"]),
    Case(
      files: ["a.json": table], words: ["@a.json", "--seed", "dropout"], says: ["STREAM=VALUE"]),
    Case(
      files: ["a.json": table], words: ["@a.json", "--seed", "drop=1"],
      says: ["no stream 'drop'", "data-order"]),
    Case(
      files: ["a.json": table], words: ["@a.json", "--seed", "all=-1"],
      says: ["'-1' is no whole number"]),
    Case(
      files: ["a.json": table], words: ["@a.json", "--seed", "all={seed}"],
      says: ["{seed} is in no file's name"]),
    Case(
      files: ["a1.json": table], words: ["@a{seed}.json", "--seed", "all=1"],
      says: ["all={seed}"]),
    Case(
      files: ["a1.json": table],
      words: ["@a{seed}.json", "--seed", "all=1", "--seed", "dropout={seed}"],
      says: ["the seed of dropout is stated twice"]),
    Case(
      files: ["a1.json": table, "b.json": table], words: ["@a{seed}.json", "@b.json"],
      says: ["b.json", "it has no {seed}"]),
    Case(
      files: ["a.json": table, "b.json": table], words: ["@a.json", "@b.json"],
      says: ["b.json", "STS12", "a.json", "one run has one"]),
    Case(
      files: ["1/a.json": table, "2/a.json": table, "2/b.json": table.replacing("12", with: "13")],
      words: ["@{seed}/*.json"], says: ["STS12, STS13", "the same tasks"]),
    Case(
      files: ["similarity_evaluation_sts-dev_results.csv": calls],
      words: ["@similarity_evaluation_sts-dev_results.csv"], says: ["2 scores", "--line last"]),
    Case(
      files: ["STSBenchmark_predictions.json": predictions],
      words: ["@STSBenchmark_predictions.json"], says: ["without gold scores", "--data DIR"]),
    Case(
      files: ["STSBenchmark_predictions.json": predictions, "d/STSBenchmark/test.tsv": rows],
      words: ["@STSBenchmark_predictions.json", "--data", "@d", "--own-data"],
      says: ["not the published ones", "TASK.json"]),
    Case(
      files: ["STSBenchmark_predictions.json": predictions, "d/STSBenchmark/test.tsv": rows],
      words: ["@STSBenchmark_predictions.json", "--data", "@d"], says: ["SHA-256"]),
    Case(
      files: [
        "STSBenchmark_predictions.json": predictions, "d/STSBenchmark/test.tsv": rows + rows,
      ],
      words: ["@STSBenchmark_predictions.json", "--data", "@d", "--own-data"],
      says: ["3 cosines", "6 pairs"]),
    Case(
      files: [
        "STSBenchmark_predictions.json": predictions, "d/STSBenchmark/test.tsv": rows,
        "STSBenchmark.json": table.replacing("STS12", with: "STSBenchmark"),
      ], words: ["@*.json", "--data", "@d", "--own-data"],
      says: ["correlation of -1", "states 0.7", "another order"]),
    Case(
      files: ["Banking_predictions.json": predictions, "d/STSBenchmark/test.tsv": rows],
      words: ["@Banking_predictions.json", "--data", "@d"], says: ["'Banking'", "not one of STS"]),
    Case(
      files: ["STS12.csv": "gold,cosine\n1,0.5\n2,NaN\n"], words: ["@STS12.csv"],
      says: ["STS12.csv, line 3", "'NaN'"]),
    Case(
      files: ["STS12.csv": "gold,cosine\n1,0.5\n2,4\n"], words: ["@STS12.csv"],
      says: ["line 3", "from -1 to 1"]),
    Case(
      files: ["STS12.csv": "gold,cosine\n1,0.5\n2,0.4,9\n"], words: ["@STS12.csv"],
      says: ["line 3", "3 fields"]),
    Case(
      files: ["STS12.csv": "gold,cosine\n1,0.5\n"], words: ["@STS12.csv"], says: ["1 pairs"]),
    Case(
      files: ["STS12.csv": "gold,cosine\n1,0.5\n1,0.4\n"], words: ["@STS12.csv"],
      says: ["STS12.csv", "no correlation"]),
    Case(
      files: ["STS12.tsv": "subset\trow\tgold\tcosine\na\t1\t1\t0.5\na\t3\t2\t0.4\n"],
      words: ["@STS12.tsv"], says: ["line 3", "row '3' is not 2"]),
    Case(
      files: ["STS12.tsv": "subset\trow\tgold\tcosine\na\t1\t1\t0.5\nb\t1\t2\t0.4\na\t2\t2\t0.4\n"],
      words: ["@STS12.tsv"], says: ["line 4", "left before"]),
    Case(
      files: ["STSBenchmark.csv": "4,0.1\n3,0.2\n2.5,0.3\n", "d/STSBenchmark/test.tsv": rows],
      words: ["@STSBenchmark.csv", "--data", "@d", "--own-data"],
      says: ["STSBenchmark.csv, line 3", "the gold score is 2.5, but 2.0"]),
    Case(
      files: ["STSBenchmark.csv": "4,0.1\n3,0.2\n", "d/STSBenchmark/test.tsv": rows],
      words: ["@STSBenchmark.csv", "--data", "@d", "--own-data"], says: ["2 pairs", "has 3"]),
    Case(
      files: ["a.json": table, "out/m/x": ""], words: ["@a.json"],
      says: ["out/m", "it is there already"]),
    Case(files: ["a.json": table], words: ["@a.json", "--pooling", "meen"], says: ["'mean'"]),
    Case(files: ["a.json": table], words: ["@a.json", "--data", "@nowhere"], says: ["nowhere"]),
    Case(
      files: ["STS12.csv": "sentence1,sentence2,human\na,b,1\nc,d,2\n"], words: ["@STS12.csv"],
      says: ["'sentence1, sentence2, human'", "(gold, gold_score, label", "(cosine, cosine_score"]),
    Case(
      files: ["a.log": zeros.replacing("71.20", with: "0.00")], words: ["@a.log"],
      says: ["line 3", "none of them was scored"]),
    Case(files: ["a.txt": "nothing\n"], words: ["@a.txt"], says: ["no known form of scores"]),
  ]

  @Test(arguments: cases)
  func `what cannot be imported ends with 2, its place and nothing written`(_ bad: Case) throws {
    try withTemporaryFolder { folder in
      let command = try importing(bad.files, bad.words, in: folder)
      #expect(command.code == 2 && command.output.isEmpty, "\(command.output)")
      #expect(command.complaints.count == 1, "\(command.errors)")
      for words in bad.says { #expect(command.errors.contains(words), "\(command.errors)") }
      let left = try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/out")
      #expect((left ?? []) == (bad.files["out/m/x"] == nil ? [] : ["m"]))
    }
  }

  @Test func `gold scores of the data take the place of those in a file that agree`() throws {
    try withTemporaryFolder { folder in
      let command = try importing(
        ["STSBenchmark.csv": "4,0.1\n3,0.2\n2,0.15\n", "d/STSBenchmark/test.tsv": Self.rows],
        ["@STSBenchmark.csv", "--data", "@d", "--own-data", "--seed", "dropout=7"], in: folder)
      #expect(command.code == 0, "\(command.errors)")
      let run = try FinishedRun(
        folder.appendingPathComponent("out/m-dropout-7"), withPairs: true)
      #expect(run.tasks[0].pairs.map(\.gold) == [4, 3, 2])
      #expect(run.manifest.checksums.keys.sorted() == ["sts/STSBenchmark/test.tsv"])
      #expect(run.imported?.seeds == ["dropout": 7])
      #expect(try run.subsets(of: "STSBenchmark")?.map(\.subset) == ["test"])
    }
  }

  @Test func `a task that SimCSE did not score is left out, and no score of zero`() throws {
    try withTemporaryFolder { folder in
      let command = try importing(["a.log": Self.zeros], ["@a.log"], in: folder)
      #expect(command.code == 0, "\(command.errors)")
      let run = try FinishedRun(folder.appendingPathComponent("out/m"), withPairs: true)
      #expect(run.tasks.map(\.name) == ["STSBenchmark"])
      #expect(abs(run.result.scores.average.spearman - 0.712) < 1e-12)
    }
  }

  @Test func `a seed in a file's own name is no part of the task, one in a folder's leaves it`()
    throws
  {
    try withTemporaryFolder { folder in
      let rows = "gold,cosine\n1,0.5\n2,0.6\n"
      let named = try importing(
        ["mine-1.csv": rows, "mine-2.csv": rows], ["@mine-{seed}.csv"], in: folder)
      #expect(named.code == 0 && named.output.contains(" mine "), "\(named.errors)")
      let run = try FinishedRun(folder.appendingPathComponent("out/m-seed-2"), withPairs: true)
      #expect(try run.subsets(of: "mine")?.map(\.subset) == ["mine"])
      let held = try importing(
        ["s3/part-3.csv": rows, "s4/part-3.csv": rows], ["@s{seed}/*.csv"], in: folder)
      #expect(held.code == 0 && held.output.contains(" part-3 "), "\(held.errors)")
    }
  }

  @Test func `scores that evaluate wrote come with the sentences of their pairs`() throws {
    try withTemporaryFolder { folder in
      let command = try importing(
        [
          "s/STS12.tsv": "subset\trow\tgold\tcosine\na\t1\t1\t0.5\na\t2\t2\t0.4\n",
          "s/mine.csv": "label,predicted\n1,0.5\n2,0.6\n",
          "s/sentences.tsv": "task\tfirst\tsecond\nSTS12\t0\t1\nSTS12\t1\t2\nSTS13\t3\t4\n",
        ], ["@s/*"], in: folder)
      #expect(command.code == 0, "\(command.errors)")
      let run = try FinishedRun(folder.appendingPathComponent("out/m"), withPairs: true)
      #expect(run.tasks.map(\.name) == ["STS12", "mine"])
      #expect(run.tasks[0].sentences?.map { [$0.first, $0.second] } == [[0, 1], [1, 2]])
      #expect(run.tasks[1].sentences == nil && run.imported?.files.count == 3)
    }
  }

  @Test func `a stated score that the pairs give confirms an order that nothing else does`() throws
  {
    try withTemporaryFolder { folder in
      let command = try importing(
        [
          "STSBenchmark_predictions.json": Self.predictions, "d/STSBenchmark/test.tsv": Self.rows,
          "STSBenchmark.json":
            #"{"task_name": "STSBenchmark", "scores": {"test": [{"cosine_spearman": -1.0}]}}"#,
        ], ["@*.json", "--data", "@d", "--own-data"], in: folder)
      #expect(command.code == 0, "\(command.errors)")
      let run = try FinishedRun(folder.appendingPathComponent("out/m"), withPairs: true)
      #expect(run.imported?.tasks[0].isConfirmed == true)
      #expect(run.imported?.tasks[0].order == .given)
    }
  }

  // MARK: What a folder says of itself

  @Test(arguments: [
    (#""commit""#, #""wall-seconds": 3, "commit""#, "'wall-seconds' cannot be beside 'imported'"),
    (#""all""#, #""none""#, ""), (#""imported""#, #""important""#, "important"),
    (#""dropout""#, #""drop-out""#, "names the stream 'drop-out'"),
  ])
  func `a manifest that is neither of an own nor of an imported run is refused`(
    _ old: String, _ new: String, _ says: String
  ) throws {
    try withTemporaryFolder { folder in
      let command = try importing(
        ["a.json": Self.table], ["@a.json", "--seed", "all=1"], in: folder)
      #expect(command.code == 0, "\(command.errors)")
      let place = folder.appendingPathComponent("out/m-seed-1")
      let file = place.appendingPathComponent(Run.File.manifest)
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacing(old, with: new).utf8).write(to: file)
      let state = RunFolder(place)
      #expect((state.state == .damaged) == !says.isEmpty)
      #expect(says.isEmpty || state.problem?.contains(says) == true, "\(state.problem ?? "")")
    }
  }

  @Test func `an own run without its settings is not taken for an imported one`() throws {
    try withTemporaryFolder { folder in
      try PlantedRuns.write(try smallRunSettings([]), noise: 1, own: "1", to: folder)
      let file = folder.appendingPathComponent(Run.File.manifest)
      var manifest = try PlantedRuns.manifest
      #expect(RunFolder(folder).isWhole)
      manifest.settings = nil
      try StrictJSON.encode(manifest).write(to: file)
      #expect(RunFolder(folder).problem?.contains("key 'settings' is missing") == true)
      manifest = try PlantedRuns.manifest
      manifest.blas = nil
      try StrictJSON.encode(manifest).write(to: file)
      #expect(RunFolder(folder).problem?.contains("key 'blas' is missing") == true)
    }
  }
}

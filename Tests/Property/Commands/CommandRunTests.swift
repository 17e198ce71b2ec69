import Commands
import Foundation
import Studies
import Support
import Testing

/// Every command in the test's own process, on inputs made for it.
@Suite struct CommandRunTests {
  /// A saved model of one block, sentences, and a folder to work in.
  private func withModel<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      let run = RecordedCommand(
        ["train", "--output", folder.appendingPathComponent("run").path, "--threads", "1"]
          + small.flatMap { ["--set", $0] })
      #expect(run.code == 0, "\(run.errors)")
      try Data("the cat sat\na dog ran\nthe cat ran\n".utf8).write(
        to: folder.appendingPathComponent("lines.txt"))
      return try body(folder)
    }
  }

  private let small = [
    "text.sentences=32", "batch-size=16", "evaluate-every-steps=2", "evaluation.pairs=20",
    "encoder.fresh.blocks=1", "encoder.fresh.width=16", "encoder.fresh.feed-forward-width=32",
    "encoder.fresh.heads=2",
  ]

  @Test func `train prints scores, as JSON alone where that is asked for, and repeats nothing`()
    throws
  {
    try withModel { folder in
      let words =
        ["train", "--out", folder.appendingPathComponent("run").path]
        + small.flatMap { ["--set", $0] }
      let again = RecordedCommand(words)
      #expect(again.code == 0 && again.output.contains("kept step"))
      #expect(again.errors == "simcse train: '--out' is now '--output'\n")
      let json = RecordedCommand(words + ["--json", "-"])
      #expect(json.json["best"] != nil)
      let events = RecordedCommand(words + ["--events", "--json", "-"])
      #expect(events.code == 2 && events.output.isEmpty)
    }
  }

  @Test func `a run whose study is gone is abandoned at its next step`() throws {
    try withTemporaryFolder { folder in
      let run = RecordedCommand(
        ["train", "--output", folder.appendingPathComponent("run").path, "--events"]
          + small.flatMap { ["--set", $0] }, problem: .closedPipe)
      #expect(run.complaints == Array(repeating: "abandoned with 141", count: 2))
    }
  }

  @Test func `a converted model is the same, or as near as half precision is`() throws {
    try withModel { folder in
      let model = folder.appendingPathComponent("run/model").path
      let lines = folder.appendingPathComponent("lines.txt").path
      func embeddings(_ model: String) throws -> [[Double]] {
        let run = RecordedCommand(["embed", "--input", lines, "--model", model])
        return try run.output.split(separator: "\n").map {
          try JSONDecoder().decode([Double].self, from: Data($0.utf8))
        }
      }
      func converted(_ precision: String) throws -> (vectors: [[Double]], bytes: Int) {
        let other = folder.appendingPathComponent(precision).path
        let run = RecordedCommand(
          ["convert", "--model", model, "--precision", precision, "--output", other])
        #expect(run.code == 0 && run.output.isEmpty, "\(run.errors)")
        return (
          try embeddings(other),
          try Data(contentsOf: URL(fileURLWithPath: other + "/model.safetensors")).count
        )
      }
      let own = try embeddings(model)
      let (single, half) = (try converted("f32"), try converted("f16"))
      #expect(single.vectors == own)
      let differences = zip(half.vectors.joined(), own.joined()).map { abs($0 - $1) }
      let largest = try #require(differences.max())
      #expect(largest > 0 && largest < 0.01, "\(largest)")
      #expect(half.bytes < single.bytes * 6 / 10)
      let refused = RecordedCommand(["convert", "--model", model, "--precision", "f8"])
      #expect(refused.code == 2 && refused.errors.contains("f8"))
    }
  }

  @Test func `tokenize, embed and search read a saved model and lines`() throws {
    try withModel { folder in
      let model = ["--model", folder.appendingPathComponent("run/model").path]
      let lines = folder.appendingPathComponent("lines.txt").path
      let tokens = RecordedCommand(["tokenize", "--input", lines] + model)
      let fromInput = RecordedCommand(
        ["tokenize"], input: "the cat sat\na dog ran\nthe cat ran\n",
        environment: ["SIMCSE_MODEL": model[1]])
      #expect(tokens.code == 0 && tokens.output == fromInput.output)
      #expect(tokens.output.split(separator: "\n").count == 3)

      let embeddings = RecordedCommand(["embed", "--input", lines, "--normalize"] + model)
      let old = RecordedCommand(
        [
          "embed", "--input", lines, "--normalize", "--blas", "exact", "--layers", "1", "--batch",
          "2",
        ]
          + model)
      #expect(embeddings.code == 0 && embeddings.output == old.output)
      #expect(
        old.errors == "simcse embed: '--blas' is now '--product'; '--layers' is now '--blocks'; "
          + "'--batch' is now '--batch-size'\n")

      let search = ["search", "the cat sat", "--corpus", lines, "--top", "1"] + model
      #expect(RecordedCommand(search).output.contains("the cat sat"))
      for json in [["--json"], ["--json", "-"]] {
        let found = RecordedCommand(search + json).json
        #expect(found["query"] as? String == "the cat sat")
      }
      let file = folder.appendingPathComponent("found.jsonl")
      #expect(!RecordedCommand(search + ["--json", file.path]).output.isEmpty)
      let written = try String(contentsOf: file, encoding: .utf8)
      #expect(written == RecordedCommand(search + ["--json"]).output)
    }
  }

  @Test func `evaluate scores and leaks finds pairs in a data folder of one's own`() throws {
    try withModel { folder in
      let pairs = [("the cat sat", "a dog ran", 1), ("the cat ran", "the cat sat", 5)]
      let rows = pairs.map { "genre\tfile\t2017\t1\t\($2)\t\($0)\t\($1)\n" }
      let data = folder.appendingPathComponent("sts/STSBenchmark")
      try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
      try Data(rows.joined().utf8).write(to: data.appendingPathComponent("test.tsv"))
      let own = ["--data", folder.path, "--own-data"]
      let scores = RecordedCommand(
        ["evaluate", "--model", folder.appendingPathComponent("run/model").path] + own
          + ["--tasks", "STSBenchmark", "--json", "-"])
      #expect(scores.code == 0, "\(scores.errors)")
      #expect((scores.json["tasks"] as? [String: Any])?.keys.sorted() == ["STSBenchmark"])

      func leaks(_ text: String) throws -> RecordedCommand {
        let file = folder.appendingPathComponent("train.tsv")
        try Data(text.utf8).write(to: file)
        return RecordedCommand(
          ["leaks", "--train", file.path, "--against", "STSBenchmark"] + own)
      }
      let clean = try leaks("a bird sang\ta fish swam\n")
      #expect(clean.code == 0, "\(clean.errors)")
      let leaked = try leaks("A dog ran.\tThe cat sat!\n")
      #expect(leaked.code == 1 && leaked.output.contains("1 with a pair that is scored on"))
    }
  }

  @Test func `leaks says what it needs`() {
    let leaks = RecordedCommand(["leaks", "--train", "x"])
    #expect(leaks.code == 2 && leaks.complaints.count == 1)
    #expect(RecordedCommand(["leaks"]).errors.contains("say --train FILE"))
  }

  @Test func `diff, runs and report read finished runs`() throws {
    try inStudy { folder in
      let runs = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("runs").path
      ).sorted().map { folder.appendingPathComponent("runs/\($0)").path }
      #expect(RecordedCommand(["runs", folder.path, "--json", "-"]).output.hasPrefix("{"))
      let gone = RecordedCommand(
        ["runs", folder.path, "--filter", "temperature=0.05", "--remove"])
      #expect(gone.code == 2 && gone.errors.contains("nothing was removed"))
      #expect(gone.complaints[0] == "simcse runs: '--remove' is now 'simcse runs remove'")
      #expect(
        RecordedCommand(["runs", "remove", folder.path, "--yes"]).errors
          == "simcse runs: say which runs by --filter, such as --filter state=damaged\n")

      let report = folder.appendingPathComponent("report")
      let written = RecordedCommand(["report", folder.path, "--output", report.path])
      #expect(written.code == 0, "\(written.errors)")
      #expect(
        FileManager.default.fileExists(atPath: report.appendingPathComponent("report.html").path))
      #expect(RecordedCommand(["diff", runs[0]]).code == 2)

      let removed = RecordedCommand(
        ["runs", "remove", folder.path, "--filter", "temperature=0.05", "--yes"])
      #expect(removed.code == 0 && removed.errors.contains("removed "))
      #expect(removed.complaints.count == 6)
      #expect(runs.count { FileManager.default.fileExists(atPath: $0) } == 6)
    }
  }

  @Test func `a run differs from itself by nothing`() throws {
    try withModel { folder in
      let run = folder.appendingPathComponent("run").path
      #expect(RecordedCommand(["diff", run, run]).code == 0)
      let other = folder.appendingPathComponent("other").path
      let trained = RecordedCommand(
        ["train", "--output", other] + (small + ["seeds.dropout=9"]).flatMap { ["--set", $0] })
      #expect(trained.code == 0)
      #expect(RecordedCommand(["diff", run, other, "--json", "-"]).code == 1)
    }
  }

  @Test func `fingerprint, doctor and help print, and JSON alone where that is asked for`() throws {
    let fingerprint = RecordedCommand(["fingerprint"])
    #expect(fingerprint.code == 0 && fingerprint.output.contains("exact: "))
    #expect(RecordedCommand(["fingerprint", "--json", "-"]).json["exact"] != nil)
    let doctor = RecordedCommand(["doctor", "--json", "-"], environment: ["PATH": "/usr/bin:/bin"])
    #expect([0, 1].contains(doctor.code) && doctor.output.hasPrefix("["))
    #expect(RecordedCommand(["help"]).output == RecordedCommand(["--help"]).output)
    let version = RecordedCommand(["--version"])
    #expect(version.code == 0 && version.output.hasPrefix("simcse "))
    #expect(version.output.contains("built by Swift"))
    #expect(RecordedCommand(["--version", "now"]).code == 2)
    #expect(RecordedCommand(["help", "gate"]).output == RecordedCommand(["gate", "-h"]).output)
    #expect(RecordedCommand(["help", "--markdown"]).output.hasPrefix("# Commands\n"))
  }

  @Test func `bench and evaluate refuse what they cannot measure`() throws {
    #expect(
      RecordedCommand(["bench", "--only", "stpe"]).errors.hasPrefix(
        "simcse bench: --only names 'stpe'; did you mean 'step'?"))
    #expect(RecordedCommand(["bench", "paced"], input: "").code == 0)
    let evaluate = RecordedCommand(["evaluate", "--tasks", "STS99"])
    #expect(evaluate.code == 2 && evaluate.errors.contains("--tasks names 'STS99'; known: STS12,"))
  }

  @Test func `check says nothing of threads without a model`() {
    let check = RecordedCommand(["check", "--threads", "2"])
    #expect(check.code == 2 && check.errors.contains("--threads says nothing without a model"))
  }

  @Test func `study lists its runs and ids, writes scripts, and reports finished runs`() throws {
    try withTemporaryFolder { folder in
      let file = try studyFile(#""vary": { "dropout": [1, 2] }, "seeds": [1]"#, in: folder).path
      let out = folder.appendingPathComponent("out")
      let ids = RecordedCommand(["study", file, "--out", out.path, "--plan-only"])
      #expect(ids.code == 0 && ids.output.split(separator: "\n").count == 2)
      #expect(ids.complaints.count == 1)
      let json = RecordedCommand(["study", "ids", file, "--output", out.path, "--json", "-"])
      #expect(try JSONDecoder().decode([String].self, from: Data(json.output.utf8)).count == 2)
      let status = RecordedCommand(["study", "status", file, "--output", out.path])
      #expect(status.code == 0 && status.output.contains("waiting"))
      let scripts = RecordedCommand(
        ["study", "scripts", file, "--output", out.path, "--tasks", "1", "--json", "-"])
      #expect(scripts.json["waiting"] as? Int == 2)
      #expect(
        try String(contentsOf: out.appendingPathComponent("slurm/runs.sh"), encoding: .utf8)
          .contains("'study' 'work' '"))
      let unknown = RecordedCommand(["study", "work", file, "--output", out.path, "--run", "x"])
      #expect(unknown.code == 2 && unknown.errors.contains("the study has no run 'x'"))

      let plan = try StudyFile.plan(URL(fileURLWithPath: file))
      try PlantedRuns.write(plan, to: out) { _ in 1 }
      #expect(RecordedCommand(["study", "ids", file, "--output", out.path]).output.isEmpty)
      let whole = RecordedCommand(["study", file, "--output", out.path, "--json", "-"])
      #expect(whole.code == 0, "\(whole.errors)")
      #expect(whole.json["report"] != nil)
    }
  }

  @Test func `a study whose runs fail ends with 1 and keeps the rest`() throws {
    try withTemporaryFolder { folder in
      let file = try studyFile(#""vary": { "dropout": [1] }, "seeds": [1]"#, in: folder).path
      let out = folder.appendingPathComponent("out").path
      // Each run is a process of a program that only fails.
      let study = RecordedCommand(["study", "run", file, "--output", out, "--json", "-"])
      #expect(study.code == 1)
      #expect(study.complaints.last == "Fix these errors and run it again; finished runs are kept.")
      #expect((study.json["failed"] as? [Any])?.count == 1)
      // What it is about to do is said before the first run.
      let first = study.complaints.first ?? ""
      #expect(first.contains(": 1 run in ") && first.contains(", 1 at a time; "), "\(first)")
    }
  }
}

/// A study of two temperatures under four seeds, all runs finished, the first with less noise.
func inStudy<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let plan = try studyPlan(
    #""vary": { "temperature": [0.05, 0.06] }, "seeds": [1, 2, 3, 4, 5, 6]"#)
  return try withTemporaryFolder { folder in
    let out = folder.appendingPathComponent("study")
    try PlantedRuns.write(plan, to: out) { $0.label("temperature") == "0.05" ? 0.4 : 1.5 }
    return try body(out)
  }
}

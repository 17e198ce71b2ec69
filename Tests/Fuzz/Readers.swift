import Data
import Decisions
import Evaluation
import Files
import Foundation
import Model
import Reports
import Runs
import Studies

/// A reader, valid files for it, and the file of them that is changed.
struct FuzzedReader: Sendable {
  let name: String
  /// Copies the valid files into a folder; the one to change, by its path there.
  let prepare: @Sendable (URL) throws -> String
  /// Reads from the folder, where the file has been changed.
  let read: @Sendable (URL) throws -> Void
}

extension FuzzedReader {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let encoders = "Tests/Golden/Fixtures/small-encoders/"

  private static func copy(_ folder: String, to place: URL) throws {
    let source = root.appendingPathComponent(folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
      let file = place.appendingPathComponent(name)
      try? FileManager.default.removeItem(at: file)
      try FileManager.default.copyItem(at: source.appendingPathComponent(name), to: file)
    }
  }

  private static func write(_ text: String, _ path: String, in folder: URL) throws {
    try AtomicFile.write(Data(text.utf8), to: folder.appendingPathComponent(path))
  }

  /// A reader of one file of a model's folder.
  private static func model(
    _ name: String, _ file: String, of encoder: String,
    _ read: @escaping @Sendable (URL) throws -> Void
  ) -> FuzzedReader {
    FuzzedReader(
      name: name,
      prepare: { folder in
        try copy(encoders + encoder, to: folder)
        return file
      }, read: read)
  }

  @Sendable private static func tokenizer(_ folder: URL) throws {
    let tokenizer = try ModelFolder.tokenizer(folder)
    _ = tokenizer.ids("A young dog runs; café 日本 \u{1F600} x\u{301}", maxTokens: 32)
  }

  /// A reader of one text that stands in a file of its own.
  private static func text(
    _ name: String, _ file: String, _ text: @escaping @Sendable () throws -> String,
    _ read: @escaping @Sendable (URL) throws -> Void
  ) -> FuzzedReader {
    FuzzedReader(
      name: name,
      prepare: { folder in
        try write(try text(), file, in: folder)
        return file
      }, read: { try read($0.appendingPathComponent(file)) })
  }

  /// A reader of a folder that has an InferSent, one file of it changed.
  private static func infersent(_ file: String) -> FuzzedReader {
    FuzzedReader(
      name: "InferSent's " + file,
      prepare: { folder in
        let settings = InferSentFolder.Settings(
          hiddenWidth: 2, classifierWidth: 3, batchSize: 1, epochs: 1, learningRate: 1, decay: 1,
          shrink: 2, leastLearningRate: 1, maximumGradientNorm: 1, heldOut: 1, seed: 1)
        let compute = Compute(product: .exact, threads: 1)
        try InferSentFolder(
          record: .init(settings: settings, vectors: "v", vectorWidth: 4, text: "t"),
          model: InferSent(
            fresh: .init(words: 4, hidden: 2, classifier: 3),
            stream: RandomStream(seed: 1, name: .initialization), compute: compute)
        ).write(to: folder)
        return file
      },
      read: { _ = try InferSentFolder($0, compute: Compute(product: .exact, threads: 1)) })
  }

  private static func committed(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  private static let pairs =
    (0..<4).map { "main\tfile\t2012\t\($0)\t\($0).25\tA dog \($0) runs .\tAn animal runs .\n" }
    .joined()

  static let all: [FuzzedReader] =
    [
      model("safetensors", "model.safetensors", of: "roberta") { folder in
        let file = folder.appendingPathComponent("model.safetensors")
        _ = try Safetensors.parse(try InputFile.read(file), file: file.path)
      },
      model("model folder", "model.safetensors", of: "bert-large") {
        _ = try ModelFolder($0, blocks: nil)
      },
      model("config.json", "config.json", of: "roberta") { _ = try ModelFolder($0, blocks: nil) },
      model("vocab.txt", "vocab.txt", of: "bert-large", { try tokenizer($0) }),
      model("vocab.json", "vocab.json", of: "roberta", { try tokenizer($0) }),
      model("merges.txt", "merges.txt", of: "roberta", { try tokenizer($0) }),
      FuzzedReader(
        name: "tokenizer_config.json",
        prepare: { folder in
          try copy(encoders + "bert-large", to: folder)
          try write(
            #"{ "do_lower_case": true, "strip_accents": null, "tokenize_chinese_chars": true }"#,
            "tokenizer_config.json", in: folder)
          return "tokenizer_config.json"
        }, read: { try tokenizer($0) }),
      infersent("infersent.json"), infersent("model.safetensors"),
      text("antonyms", "antonyms.tsv", { "good\tbad\nhot\tcold\ticy\n" }) {
        _ = try Augmentation.antonyms($0)
      },
      FuzzedReader(
        name: "task of classification",
        prepare: { folder in
          for name in ["train_5500.label", "TREC_10.label"] {
            try write("DESC:manner How is it ?\nNUM:date When ?\n", "TREC/" + name, in: folder)
          }
          return "TREC/TREC_10.label"
        },
        read: { folder in
          for task in TransferCatalog.all where task.name == "TREC" {
            _ = try task.read(folder, checksums: .own)
          }
        }),
      text("settings (JSON)", "settings.json", { EmbeddedDefault.json }) { file in
        _ = try StudyFile.settings(file, overrides: [])
      },
      FuzzedReader(
        name: "study",
        prepare: { folder in
          try write(
            try committed("Studies/Base/embedded-default.json"), "Base/embedded-default.json",
            in: folder)
          try write(try committed("Studies/embedded-default.json"), "study.json", in: folder)
          return "study.json"
        }, read: { _ = try StudyFile.plan($0.appendingPathComponent("study.json")) }),
      FuzzedReader(
        name: "study of methods",
        prepare: { folder in
          try copy("Studies/Base", to: try made(folder.appendingPathComponent("Base")))
          try write(try committed("Studies/thesis-table-3.json"), "study.json", in: folder)
          return "study.json"
        }, read: { _ = try StudyFile.plan($0.appendingPathComponent("study.json")) }),
      FuzzedReader(
        name: "followed study",
        prepare: { folder in
          try copy("Studies/Base", to: try made(folder.appendingPathComponent("Base")))
          try write(try committed("Studies/sequential-small.json"), "study.json", in: folder)
          return "study.json"
        }, read: { _ = try StudyFile.plan($0.appendingPathComponent("study.json")) }),
      FuzzedReader(
        name: "registration",
        prepare: { folder in
          let plan = try StudyFile.plan(
            root.appendingPathComponent("Studies/sequential-small.json"))
          let content = try Registration.Content(
            plan.study, listed: StudyRecord(plan).runs, file: "study.json")
          _ = try Registration.register(
            content, in: folder, isNeeded: true, now: Date(timeIntervalSince1970: 0),
            commit: { "c0de" }, known: { [] })
          return "registration.json"
        }, read: { _ = try Registration.all(in: $0) }),
      FuzzedReader(
        name: "looks",
        prepare: { folder in
          try write(looks, "looks.json", in: folder)
          return "looks.json"
        }, read: { _ = try StudyLooks.read(in: $0) }),
      text(
        "baseline", "baseline.json", { try committed("Tests/Golden/Baselines/gate-synthetic.json") }
      ) { _ = try GateBaseline($0) },
      FuzzedReader(
        name: "sentence pairs (TSV)",
        prepare: { folder in
          try write(pairs, "STSBenchmark/dev.tsv", in: folder)
          return "STSBenchmark/dev.tsv"
        }, read: { _ = try STSCatalog.development.read($0, checksums: .own) }),
      text("sentences", "text.txt", { "A dog runs .\nTwo café cats sleep .\nIt rains .\n" }) {
        _ = try SentenceFile.read($0, column: nil, first: 2)
      },
      text("a run's pairs (TSV)", "task.tsv", { pairScores }) { _ = try PairScores.read($0) },
      text(
        "a run's sentences (TSV)", "sentences.tsv",
        { "task\tfirst\tsecond\nSTS12\t0\t1\nSTS12\t1\t2\n" }
      ) { _ = try PairScores.readSentences($0) },
      text("a report", "report.json", { try report }) {
        _ = try Verification($0, gnuplot: nil, compute: Compute(product: .exact, threads: 1))
      },
      text(
        "a run's hashes (TSV)", "hashes.tsv",
        { "step\ta\tb\n1\t0123abcd\t00000001\n2\tffffffff\t0\n" }
      ) { _ = try StepHashes(reading: $0) },
      FuzzedReader(
        name: "packed sentences (gz)",
        prepare: { folder in
          // "A dog runs .\nIt rains .\n", by gzip 1.12.
          let packed = "H4sIAAAAAAACA3NUSMlPVygqzStW0OPyLFEoSswEMwELEtRTGAAAAA=="
          try AtomicFile.write(
            Data(base64Encoded: packed) ?? Data(), to: folder.appendingPathComponent("text.gz"))
          return "text.gz"
        },
        read: { folder in
          _ = try SentenceFile.read(folder.appendingPathComponent("text.gz"), column: nil, first: 1)
        }),
    ] + outside

  private static let looks = """
    { "looks": [ { "rule": "f00d", "runs": ["0123456789abcdef"], "look": { "seeds": 5, "methods": [
      { "method": "a", "seeds": 5, "difference": -0.01, "deviation": 0.02, "log-evidence": 1.5,
        "p": 0.2, "adjusted-p": 0.4, "interval": { "level": 0.95 }, "finding": "open",
        "family-interval": { "lower": -0.1, "upper": 0.1, "level": 0.975 } } ] } } ] }
    """

  private static let pairScores = "subset\trow\tgold\tcosine\nall\t1\t1.5\t0.25\nall\t2\t2\t-0.5\n"

  /// A report of two methods under three seeds, as its file has it.
  private static var report: String {
    get throws {
      let runs = ["a", "b"].flatMap { method in
        (1...3).map { seed in
          let scores = [0.5 + 0.01 * Double(seed), 0.6 + (method == "a" ? 0 : 0.02 / Double(seed))]
          return RunSummary(
            id: method + "\(seed)", variant: method,
            seeds: RunSettings.Seeds(
              initialization: UInt64(seed), dataOrder: UInt64(seed), dropout: 1, augmentation: 1,
              negatives: 1), scores: scores, average: (scores[0] + scores[1]) / 2,
            selection: [SelectionPoint(step: 5, score: 0.5)],
            training: [
              TrainingPoint(step: 1, loss: 0.5, positiveCosine: 0.9, negativeCosine: 0.1)
            ], divergedAtStep: nil, alignment: 0.3, uniformity: -2, settings: [])
        }
      }
      let tasks = ["x", "y"]
      let summary = StudySummary(
        name: "s", question: "?", answer: nil, outlook: nil, settings: [], provenance: [],
        tasks: tasks, runs: runs,
        analysis: StudyAnalysis(
          runs: runs, tasks: tasks, rule: .usual, compute: Compute(product: .exact, threads: 1)),
        decisions: [], published: [], densities: [], drivers: [], untrained: ["x": 0.4, "y": 0.5],
        measure: "Spearman")
      return String(decoding: try StrictJSON.encode(summary), as: UTF8.self)
    }
  }

  private static func made(_ folder: URL) throws -> URL {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

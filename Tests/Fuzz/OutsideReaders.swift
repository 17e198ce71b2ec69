import Files
import Data
import Evaluation
import Foundation
import Model
import Runs

extension FuzzedReader {
  private static let outsideModels = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/Fixtures/outside-models")

  /// A reader of one file of a model that another program saved.
  private static func outside(
    _ name: String, _ file: String, of model: String, with files: [String: String] = [:]
  ) -> FuzzedReader {
    FuzzedReader(
      name: name,
      prepare: { folder in
        let source = outsideModels.appendingPathComponent(model)
        for entry in try FileManager.default.contentsOfDirectory(atPath: source.path) {
          let place = folder.appendingPathComponent(entry)
          try? FileManager.default.removeItem(at: place)
          try FileManager.default.copyItem(at: source.appendingPathComponent(entry), to: place)
        }
        for (path, text) in files {
          try AtomicFile.write(Data(text.utf8), to: folder.appendingPathComponent(path))
        }
        return file
      },
      read: { folder in
        _ = try ModelFolder(folder, blocks: nil).sentenceEncoder(
          pooling: nil, maximumTokens: nil, compute: Compute(product: .exact, threads: 1))
      })
  }

  /// A reader of a file of the map behind the pooling.
  private static func map(_ name: String, _ file: String) -> FuzzedReader {
    let plain = outside(
      name, file, of: "hub-bin-only",
      with: [
        "modules.json": #"""
        [{"type": "s.Transformer", "path": ""}, {"type": "s.Pooling", "path": "1_Pooling"},
         {"type": "s.Dense", "path": "2_Dense"}]
        """#, "1_Pooling/config.json": #"{"pooling_mode_mean_tokens": true}"#,
        "2_Dense/config.json":
          #"{"in_features": 32, "out_features": 2, "bias": true, "activation_function": "t.Identity"}"#,
      ])
    return FuzzedReader(
      name: name,
      prepare: { folder in
        let path = try plain.prepare(folder)
        let layer = [
          (name: "linear.weight", tensor: Tensor<Float>(repeating: 0.5, shape: [2, 32])),
          (name: "linear.bias", tensor: Tensor<Float>([1, -1], shape: [2])),
        ]
        try AtomicFile.write(
          try Safetensors.serialized(layer, precision: .single, metadata: [:]),
          to: folder.appendingPathComponent("2_Dense/model.safetensors"))
        return path
      }, read: plain.read)
  }

  /// A reader of one made-up file.
  private static func file(
    _ name: String, _ path: String, _ data: Data,
    _ read: @escaping @Sendable (URL) throws -> Void
  ) -> FuzzedReader {
    FuzzedReader(
      name: name,
      prepare: { folder in
        try AtomicFile.write(data, to: folder.appendingPathComponent(path))
        return path
      }, read: { try read($0.appendingPathComponent(path)) })
  }

  private static func file(
    _ name: String, _ path: String, _ text: String,
    _ read: @escaping @Sendable (URL) throws -> Void
  ) -> FuzzedReader { file(name, path, Data(text.utf8), read) }

  private static let decoder = """
    {"do_lower_case": true, "model_max_length": 16, "added_tokens_decoder": {
      "5": {"content": "the", "normalized": true, "special": false}}}
    """

  private static let wordsKept = Set(["the", ". . .", "caf\u{E9}"].map { Array($0.utf8) })

  /// The readers of files that other programs wrote.
  static let outside: [FuzzedReader] = [
    outside("pytorch_model.bin", "pytorch_model.bin", of: "hub-bin-only"),
    outside("tokenizer.json", "tokenizer.json", of: "transformers5"),
    outside("modules.json", "modules.json", of: "sentence-transformers6"),
    outside("pooling", "1_Pooling/config.json", of: "sentence-transformers6"),
    map("dense layer", "2_Dense/config.json"),
    map("dense layer's weights", "2_Dense/model.safetensors"),
    outside(
      "sentence_bert_config.json", "sentence_bert_config.json", of: "sentence-transformers6"),
    outside(
      "prompts", "config_sentence_transformers.json", of: "hub-bin-only",
      with: [
        "config_sentence_transformers.json":
          #"{"prompts": {"q": "query: "}, "default_prompt_name": "q"}"#
      ]),
    outside(
      "added tokens", "tokenizer_config.json", of: "hub-bin-only",
      with: ["tokenizer_config.json": decoder]),
    file(
      "CSV", "text.csv", "sent0,sent1,hard_neg\r\n\"It hums, then \"\"sings\"\".\",b,c\r\nd,e,f\r\n"
    ) { _ = try OutsideText.read($0) },
    file(
      "JSON Lines", "text",
      "{\"anchor\": \"a\\u00e9\", \"positive\": \"b\"}\n{\"anchor\": \"c\", \"positive\": \"d\"}\n"
    ) { _ = try OutsideText.read($0) },
    file(
      "minBERT", "text.csv",
      "\tid\tsentence1\tsentence2\tis_duplicate\n0\tx\t\"a \"\"b\"\"\"\tc\t1.0\n1\ty\td\te\t0.0\n"
    ) { _ = try OutsideText.read($0) },
    file("own pairs", "own.csv", "sentence1,sentence2,score\n\"a, b\",c,4.5\nd,e,0\n") {
      _ = try OwnPairs(file: $0, name: "own", range: 0...5).read()
    },
    file(
      "NumPy matrix", "a.npy", NumPyFile.serialized(Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]))
    ) { _ = try NumPyMatrix.read($0) },
    file("GloVe", "glove.txt", "the 0.5 -1 1e-3\n. . . 1 2 3\ncaf\u{E9} 0 4 5\n") {
      _ = try WordVectorFile($0, keeping: wordsKept)
    },
    file(
      "word2vec", "vectors.bin",
      Data("2 1\nthe \u{1}\u{2}\u{3}?\ncaf\u{E9} \u{1}\u{2}\u{3}?\n".utf8)
    ) { _ = try WordVectorFile($0, keeping: wordsKept) },
    file(
      "MTEB's result", "STS12.json",
      #"{"task_name": "STS12", "scores": {"test": [{"cosine_spearman": 0.7, "hf_subset": "en"}]}}"#
    ) { _ = try ScoreTable.read($0) },
    file(
      "SimCSE's table", "log",
      "------ test ------\n| STS12 | SICKRelatedness |\n+--+\n| 65.00 | 71.44 |\n"
    ) { _ = try ScoreTable.read($0) },
    file(
      "sentence-transformers' CSV", "similarity_evaluation_sts-dev_results.csv",
      "epoch,steps,cosine_pearson,cosine_spearman\n0,-1,0.81,0.8\n"
    ) { _ = try ScoreTable.read($0) },
    file(
      "predictions", "STS12_predictions.json",
      #"{"mteb_model_meta": {}, "default": {"test": {"cosine_scores": [0.1, 0.4]}}}"#
    ) { _ = try Predictions.read($0) },
    file(
      "gold scores and cosines", "STS12.csv",
      "subset,row,gold,\"cosine\"\na,1,4.5,0.25\na,2,0,-0.5\nb,1,1e0,1\n"
    ) { _ = try PairTable.read($0) },
    FuzzedReader(
      name: "an imported run",
      prepare: { folder in
        let output = folder.appendingPathComponent("runs")
        try? FileManager.default.removeItem(at: output)
        let file = folder.appendingPathComponent("STS12.csv")
        try AtomicFile.write(Data("gold,cosine\n4,0.5\n2,0.25\n3,0.1\n".utf8), to: file)
        _ = try Import(
          method: "m", files: [file.path], seeds: [try StatedSeed("all=1")], output: output,
          pooling: .mean, tokenLimit: 64, data: nil, checksGold: false, checksums: .published,
          line: nil
        ).execute()
        return "runs/m-seed-1/manifest.json"
      },
      read: {
        _ = try FinishedRun($0.appendingPathComponent("runs/m-seed-1"), withPairs: true)
      }),
    FuzzedReader(
      name: "SentEval's STS-Benchmark",
      prepare: { folder in
        try AtomicFile.write(
          Data("g\tf\ty\t1\t4.5\tA dog runs .\tIt\r\ng\tf\ty\t2\t0\tb\tcaf\u{E9}\n".utf8),
          to: folder.appendingPathComponent("STS/STSBenchmark/sts-dev.csv"))
        return "STS/STSBenchmark/sts-dev.csv"
      }, read: { _ = try STSCatalog.development.read($0, checksums: .own) }),
  ]
}

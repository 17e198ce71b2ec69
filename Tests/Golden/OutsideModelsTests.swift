import Files
import Evaluation
import Foundation
import Model
import Support
import Testing

/// One model as other programs save it, by their own embeddings: `ci/reference/outside_models.py`.
@Suite struct OutsideModelsTests {
  struct Reference: Decodable {
    let sentences: [String]
    let ids: [[Int32]]
    let cls_pooler: [[Float]]
    let cls_before_pooler: [[Float]]
    let mean: [[Float]]
    let sentence_transformers_mean_16_tokens_normalized: [[Float]]

    func expected(_ pooling: Pooling) -> [[Float]] {
      pooling == .cls ? cls_pooler : pooling == .mean ? mean : cls_before_pooler
    }
  }

  private static let folders = Fixture.folder("outside-models")

  private static func reference() throws -> Reference {
    try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: Fixture.url("outside_models")))
  }

  /// The largest difference of the embeddings of a folder from those expected.
  private static func difference(
    _ folder: URL, pooling: Pooling?, _ expected: (Reference) -> [[Float]]
  ) throws -> Float {
    let reference = try reference()
    let encoder = try ModelFolder(folder, blocks: nil).sentenceEncoder(
      pooling: pooling, maximumTokens: nil, compute: Compute(product: .exact, threads: 1))
    let found = encoder.embeddings(of: reference.sentences, batch: 2, progress: nil)
    let wanted = expected(reference).flatMap(\.self)
    #expect(found.count == wanted.count)
    return zip(found.scalars, wanted).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test(
    arguments: ["hub-bin-only", "simcse-train-checkpoint", "transformers5"],
    [Pooling.cls, .clsBeforePooler, .mean])
  func `a folder has its program's embeddings`(_ name: String, pooling: Pooling) throws {
    let folder = Self.folders.appending(path: name)
    #expect(try Self.difference(folder, pooling: pooling) { $0.expected(pooling) } < 1e-5)
    let reference = try Self.reference()
    let tokenizer = try ModelFolder.tokenizer(folder)
    #expect(reference.sentences.map { tokenizer.ids($0, maxTokens: 64) } == reference.ids)
  }

  @Test func `a folder of sentence-transformers has its pooling, limit and length`() throws {
    let folder = Self.folders.appending(path: "sentence-transformers6")
    let difference = try Self.difference(folder, pooling: nil) {
      $0.sentence_transformers_mean_16_tokens_normalized
    }
    #expect(difference < 1e-5)
  }

  @Test func `a name finds its snapshot in the hub's cache, by links or their text`() throws {
    try withTemporaryFolder { root in
      let cached = root.appending(path: "hub/models--own--tiny")
      let snapshot = cached.appending(path: "snapshots/0001")
      let manager = FileManager.default
      for folder in ["blobs", "refs", "snapshots/0001"] {
        try manager.createDirectory(
          at: cached.appending(path: folder), withIntermediateDirectories: true)
      }
      try Data("0001\n".utf8).write(to: cached.appending(path: "refs/main"))
      let source = Self.folders.appending(path: "hub-bin-only")
      for (place, name) in try manager.contentsOfDirectory(atPath: source.path).sorted()
        .enumerated()
      {
        try manager.copyItem(
          at: source.appending(path: name), to: cached.appending(path: "blobs/\(name).blob"))
        let link = snapshot.appending(path: name)
        let target = "../../blobs/\(name).blob"
        if place.isMultiple(of: 2) {
          try manager.createSymbolicLink(atPath: link.path, withDestinationPath: target)
        } else {
          try Data(target.utf8).write(to: link)
        }
      }
      let environment = ["HF_HOME": root.path, "HOME": "/nowhere"]
      let found = try ModelPlace.folder(named: "own/tiny", environment: environment)
      #expect(found.lastPathComponent == "0001")
      for folder in [found, cached] {
        #expect(try Self.difference(folder, pooling: .mean, \.mean) < 1e-5)
      }
      #expect(throws: InputError.self) {
        try ModelPlace.folder(named: "own/other", environment: environment)
      }
      #expect(throws: InputError.self) {
        try ModelPlace.folder(named: "own/tiny@v2", environment: environment)
      }
    }
  }

  @Test func `shards, old layouts and half precision are the same model`() throws {
    try withTemporaryFolder { root in
      let manager = FileManager.default
      let source = Self.folders.appending(path: "transformers5")
      let weights = source.appending(path: "model.safetensors")
      let entries = try Safetensors.parse(Data(contentsOf: weights), file: "weights").entries
      let sharded = root.appending(path: "sharded")
      try manager.copyItem(at: source, to: sharded)
      try manager.removeItem(at: sharded.appending(path: "model.safetensors"))
      var map: [String: String] = [:]
      for part in 0..<2 {
        let name = "model-0000\(part + 1)-of-00002.safetensors"
        let own = entries.enumerated().filter { $0.offset % 2 == part }.map(\.element)
        for entry in own { map[entry.name] = name }
        try Safetensors.serialized(own.map { ($0.name, $0.tensor) }, metadata: [:])
          .write(to: sharded.appending(path: name))
      }
      let index = sharded.appending(path: "model.safetensors.index.json")
      try JSONEncoder().encode(["weight_map": map]).write(to: index)
      #expect(try Self.difference(sharded, pooling: .mean, \.mean) < 1e-5)
      try manager.removeItem(at: sharded.appending(path: "model-00002-of-00002.safetensors"))
      #expect(throws: InputError.self) { try ModelFolder(sharded, blocks: nil) }

      let old = root.appending(path: "old")
      try manager.createDirectory(
        at: old.appending(path: "1_Pooling"), withIntermediateDirectories: true)
      try manager.copyItem(
        at: Self.folders.appending(path: "hub-bin-only"), to: old.appending(path: "0_Transformer"))
      func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: old.appending(path: name))
      }
      try write(
        #"[{"type": "a.Transformer", "path": "0_Transformer"}, {"type": "a.Pooling", "path": "1_Pooling"}, {"type": "a.Normalize", "path": "2_Normalize"}]"#,
        "modules.json")
      try write(#"{"max_seq_length": 16}"#, "0_Transformer/sentence_bert_config.json")
      try write(#"{"pooling_mode_mean_tokens": true}"#, "1_Pooling/config.json")
      let difference = try Self.difference(old, pooling: nil) {
        $0.sentence_transformers_mean_16_tokens_normalized
      }
      #expect(difference < 1e-5)
    }
  }

  /// DistilBERT has no token types: those of the reference are added to its positions.
  @Test func `DistilBERT's names are BERT's`() throws {
    try withTemporaryFolder { root in
      let folder = root.appending(path: "distilbert")
      try FileManager.default.copyItem(
        at: Self.folders.appending(path: "hub-bin-only"), to: folder)
      let weights = folder.appending(path: "pytorch_model.bin")
      let entries = try Checkpoint.parse(Data(contentsOf: weights), file: "weights")
      try FileManager.default.removeItem(at: weights)
      let types = try #require(
        entries.first { $0.name == "embeddings.token_type_embeddings.weight" }?.tensor.row(0))
      let names = [
        "encoder.": "transformer.", "attention.self.query": "attention.q_lin",
        "attention.self.key": "attention.k_lin", "attention.self.value": "attention.v_lin",
        "attention.output.dense": "attention.out_lin",
        "attention.output.LayerNorm": "sa_layer_norm", "intermediate.dense": "ffn.lin1",
      ]
      var renamed: [(name: String, tensor: Tensor<Float>)] = []
      for entry in entries where !entry.name.contains("token_type") && entry.name.first != "p" {
        var (name, tensor) = (entry.name, entry.tensor)
        for (own, theirs) in names { name = name.replacing(own, with: theirs) }
        name = name.replacing(".output.dense", with: ".ffn.lin2")
          .replacing(".output.LayerNorm", with: ".output_layer_norm")
        if name.contains("position_embeddings") {
          for place in tensor.scalars.indices {
            tensor.scalars[place] += types[types.startIndex + place % tensor.columns]
          }
        }
        renamed.append(("distilbert." + name, tensor))
      }
      try Safetensors.serialized(renamed, metadata: [:])
        .write(to: folder.appending(path: "model.safetensors"))
      let config = """
        {"model_type": "distilbert", "vocab_size": 83, "dim": 32, "n_layers": 2, "n_heads": 4,
         "hidden_dim": 64, "max_position_embeddings": 64, "activation": "gelu", "dropout": 0.1,
         "attention_dropout": 0.1}
        """
      try Data(config.utf8).write(to: folder.appending(path: "config.json"))
      #expect(try Self.difference(folder, pooling: .mean, \.mean) < 1e-5)
    }
  }
}

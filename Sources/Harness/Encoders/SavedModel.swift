public import Foundation
import Model

/// Writes an encoder as a folder that Hugging Face, sentence-transformers and this package open.
public enum SavedModel {
  /// The file of trained heads beside `model.safetensors`.
  public static let heads = "heads.safetensors"

  /// Parameters that are no encoder's in ``heads``, so that other programs find none they do not
  /// know; a model with computed dropout has a `model_type` of its own, which others refuse rather
  /// than leave the dropout's factors out.
  ///
  /// Writes `config.json`, the tokenizer's files, `tokenizer_config.json`, `model.safetensors` and,
  /// for a pooling that sentence-transformers has, `modules.json` and `1_Pooling/config.json`.
  ///
  /// - Throws: `WriteError`.
  public static func write(
    _ encoder: SentenceEncoder, hiddenDropoutRate: Double, attentionDropoutRate: Double,
    to folder: URL
  ) throws {
    let settings = encoder.encoder.settings
    func put(_ object: Any, _ name: String) throws {
      let data = try JSONSerialization.data(
        withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      try AtomicFile.write(data + Data([0x0A]), to: folder.appendingPathComponent(name))
    }
    let shared =
      [
        "vocab_size": settings.vocabularySize, "hidden_size": settings.width,
        "num_hidden_layers": settings.blocks, "num_attention_heads": settings.heads,
        "intermediate_size": settings.feedForwardWidth,
        "max_position_embeddings": settings.maximumPositions,
        "type_vocab_size": settings.tokenTypes, "layer_norm_eps": settings.layerNormEpsilon,
        "hidden_act": settings.activation == .gelu ? "gelu" : "gelu_new",
        "hidden_dropout_prob": hiddenDropoutRate,
        "attention_probs_dropout_prob": attentionDropoutRate,
      ] as [String: Any]
    try put(
      shared.merging(configuration(of: encoder.tokenizer, settings: settings)) { $1 }
        .merging(
          encoder.encoder.hasComputedDropout ? ["model_type": "bert-with-computed-dropout"] : [:]
        ) { $1 },
      "config.json")
    try put(
      tokenizerConfiguration(of: encoder.tokenizer, maximumTokens: settings.maximumTokens),
      "tokenizer_config.json")
    for (name, content) in vocabularyFiles(of: encoder.tokenizer) {
      try AtomicFile.write(content, to: folder.appendingPathComponent(name))
    }
    let parameters = encoder.encoder.parameters
    let entries = zip(parameters.names, parameters.tensors).map { (name: $0, tensor: $1) }
    func write(_ entries: [(name: String, tensor: Tensor<Float>)], _ name: String) throws {
      try AtomicFile.write(
        try Safetensors.serialized(entries, metadata: ["format": "pt"]),
        to: folder.appendingPathComponent(name))
    }
    try write(entries.filter { !$0.name.hasPrefix(TaskHead.prefix) }, "model.safetensors")
    let heads = entries.filter { $0.name.hasPrefix(TaskHead.prefix) }
    if !heads.isEmpty { try write(heads, Self.heads) }
    guard encoder.pooling == .mean || encoder.pooling == .clsBeforePooler else { return }
    try put(
      [
        [
          "idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer",
        ] as [String: Any],
        [
          "idx": 1, "name": "1", "path": "1_Pooling",
          "type": "sentence_transformers.models.Pooling",
        ],
      ], "modules.json")
    try put(
      [
        "word_embedding_dimension": settings.width,
        "pooling_mode_cls_token": encoder.pooling == .clsBeforePooler,
        "pooling_mode_mean_tokens": encoder.pooling == .mean, "pooling_mode_max_tokens": false,
        "pooling_mode_mean_sqrt_len_tokens": false,
      ] as [String: Any], "1_Pooling/config.json")
    try put(
      ["max_seq_length": encoder.maximumTokens, "do_lower_case": false] as [String: Any],
      "sentence_bert_config.json")
  }
}

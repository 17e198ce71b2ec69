import Files
public import Foundation
public import Model

/// Writes an encoder as a folder that Hugging Face, sentence-transformers and this package open.
///
/// Poolings that sentence-transformers lacks, such as `mean-top2`, it refuses to open.
public enum SavedModel {
  /// The file of trained heads beside `model.safetensors`.
  public static let heads = "heads.safetensors"

  /// Parameters that are no encoder's in ``heads``, so that other programs find none they do not
  /// know; they are kept for their numbers, and no command reads them. A model with computed dropout
  /// has a `model_type` of its own, which others and ``ModelFolder`` refuse rather than leave the
  /// dropout's factors out.
  ///
  /// Writes `config.json`, the tokenizer's files, `tokenizer_config.json`, `model.safetensors`,
  /// `modules.json` and the modules that pool, for `cls` its pooler as a dense layer too, and a map
  /// of embeddings as a dense layer with identity activation.
  ///
  /// - Throws: `WriteError`.
  public static func write(
    _ encoder: SentenceEncoder, hiddenDropoutRate: Double, attentionDropoutRate: Double,
    precision: Safetensors.Precision, to folder: URL
  ) throws {
    let settings = encoder.encoder.settings
    let hasHead = encoder.encoder.parameters.names.contains {
      $0.hasPrefix(LanguageModelHead.prefix)
    }
    func put(_ object: Any, _ name: String) throws {
      try AtomicFile.write(try json(object), to: folder.appendingPathComponent(name))
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
      shared.merging(
        configuration(of: encoder.tokenizer, settings: settings, hasHead: hasHead)
      ) { $1 }
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
        try Safetensors.serialized(entries, precision: precision, metadata: ["format": "pt"]),
        to: folder.appendingPathComponent(name))
    }
    let own = entries.filter { !$0.name.hasPrefix(TaskHead.prefix) }
    try write(hasHead ? modelWithHead(own, of: encoder.tokenizer) : own, "model.safetensors")
    let heads = entries.filter { $0.name.hasPrefix(TaskHead.prefix) }
    if !heads.isEmpty { try write(heads, Self.heads) }
    try writePooling(encoder, put, write)
    try put(
      [
        "max_seq_length": encoder.maximumTokens,
        "do_lower_case": encoder.tokenizer.preparation.lowercases,
      ] as [String: Any],
      "sentence_bert_config.json")
    let prompt = encoder.tokenizer.preparation.prompt
    if !prompt.isEmpty {
      try put(
        ["prompts": ["default": prompt], "default_prompt_name": "default"] as [String: Any],
        "config_sentence_transformers.json")
    }
  }

  /// JSON as other programs' configurations have it.
  static func json(_ object: Any) throws -> Data {
    try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      + Data([0x0A])
  }

  /// Tensors under the names of a masked language model of transformers: the encoder's with a prefix.
  private static func modelWithHead(
    _ entries: [(name: String, tensor: Tensor<Float>)], of tokenizer: Tokenizer
  ) -> [(name: String, tensor: Tensor<Float>)] {
    let isRoberta = if case .bytePair = tokenizer { true } else { false }
    return entries.map { name, tensor in
      guard name.hasPrefix(LanguageModelHead.prefix) else {
        return ((isRoberta ? "roberta." : "bert.") + name, tensor)
      }
      for (theirs, own) in TensorNames.robertaHead where isRoberta && name.hasPrefix(own) {
        return (theirs + name.dropFirst(own.count), tensor)
      }
      return (name, tensor)
    }
  }

  /// The modules that pool. Those of a pooling that sentence-transformers lacks are named so that it
  /// refuses the folder instead of pooling otherwise.
  private static func writePooling(
    _ encoder: SentenceEncoder, _ put: (Any, String) throws -> Void,
    _ write: ([(name: String, tensor: Tensor<Float>)], String) throws -> Void
  ) throws {
    let width = encoder.encoder.settings.width
    let isOwn = !encoder.pooling.isCommon
    let theirs = "sentence_transformers.models."
    func module(_ place: Int, _ path: String, _ type: String) -> [String: Any] {
      ["idx": place, "name": "\(place)", "path": path, "type": type]
    }
    var modules = [
      module(0, "", theirs + "Transformer"),
      module(1, "1_Pooling", isOwn ? "simcse.Pooling" : theirs + "Pooling"),
    ]
    if encoder.pooling == .cls { modules.append(module(2, "2_Dense", theirs + "Dense")) }
    if let map = encoder.map {
      let place = modules.count
      modules.append(module(place, "\(place)_Dense", theirs + "Dense"))
      try writeDense(
        [
          (name: "linear.weight", tensor: map.weight),
          (name: "linear.bias", tensor: Tensor(map.bias, shape: [map.width])),
        ], activation: "linear.Identity", to: "\(place)_Dense", put, write)
    }
    if encoder.normalizes {
      let place = modules.count
      modules.append(module(place, "\(place)_Normalize", theirs + "Normalize"))
    }
    try put(modules, "modules.json")
    let isFirst = encoder.pooling == .cls || encoder.pooling == .clsBeforePooler
    let modes: [String: Any] = [
      "word_embedding_dimension": width, "pooling_mode_cls_token": isFirst,
      "pooling_mode_mean_tokens": encoder.pooling == .mean, "pooling_mode_max_tokens": false,
      "pooling_mode_mean_sqrt_len_tokens": false,
    ]
    var own: [String: Any] = ["pooling": encoder.pooling.rawValue]
    if let template = encoder.tokenizer.preparation.template {
      own["template"] = template.text
      own["subtracts_template"] = encoder.subtractsTemplate
    }
    try put(isOwn ? own : modes, "1_Pooling/config.json")
    guard encoder.pooling == .cls else { return }
    var pooler: [(name: String, tensor: Tensor<Float>)] = []
    for part in ["weight", "bias"] {
      guard let tensor = encoder.encoder.parameters["pooler.dense.\(part)"] else { continue }
      pooler.append((name: "linear.\(part)", tensor: tensor))
    }
    try writeDense(pooler, activation: "activation.Tanh", to: "2_Dense", put, write)
  }

  /// A dense layer of sentence-transformers: a weight and a bias, and a function behind them.
  private static func writeDense(
    _ layer: [(name: String, tensor: Tensor<Float>)], activation: String, to folder: String,
    _ put: (Any, String) throws -> Void,
    _ write: ([(name: String, tensor: Tensor<Float>)], String) throws -> Void
  ) throws {
    let weight = layer.first?.tensor
    try put(
      [
        "in_features": weight?.columns ?? 0, "out_features": weight?.rows ?? 0, "bias": true,
        "activation_function": "torch.nn.modules." + activation,
      ] as [String: Any], folder + "/config.json")
    try write(layer, folder + "/model.safetensors")
  }
}

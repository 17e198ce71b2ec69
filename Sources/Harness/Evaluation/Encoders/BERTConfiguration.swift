import Files
import Foundation
import Model

/// `config.json` of a Hugging Face folder of BERT or RoBERTa, as far as it moves a number.
struct BERTConfiguration: Decodable {
  let vocab_size: Int
  let hidden_size: Int
  let num_hidden_layers: Int
  let num_attention_heads: Int
  let intermediate_size: Int
  let max_position_embeddings: Int
  let type_vocab_size: Int
  let layer_norm_eps: Double
  let hidden_act: String
  let hidden_dropout_prob: Double
  let attention_probs_dropout_prob: Double
  let position_embedding_type: String?
  let pad_token_id: Int?

  /// The configuration of a folder of any kind.
  ///
  /// - Throws: `InputError` for keys that are missing, and for what is not computed.
  static func read(_ data: Data, kind: ModelFolder.Kind, file: String) throws -> Self {
    let configuration =
      kind == .distilbert
      ? Self(try StrictJSON.decodePart(DistilBERTConfiguration.self, from: data, file: file))
      : try StrictJSON.decodePart(Self.self, from: data, file: file)
    let json = try JSONNode.parse(data, file: file, line: 1)
    for key in ["is_decoder", "pruned_heads", "quantization_config"] {
      switch json[key] {
      case nil, .bool(false)?, .object([])?: continue
      default:
        throw InputError(
          file: file, problem: "key '\(key)' is set, which is not computed here")
      }
    }
    return configuration
  }

  /// The settings of the whole encoder.
  ///
  /// - Throws: `InputError` for a model that this package does not compute.
  func settings(kind: ModelFolder.Kind, file: String) throws -> EncoderSettings {
    guard (position_embedding_type ?? "absolute") == "absolute" else {
      throw InputError(
        file: file,
        problem: "position_embedding_type is '\(position_embedding_type ?? "")'; only 'absolute' "
          + "is computed")
    }
    let activations: [String: EncoderSettings.Activation] = [
      "gelu": .gelu, "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh,
    ]
    guard let activation = activations[hidden_act] else {
      throw InputError(
        file: file,
        problem: "hidden_act is '\(hidden_act)'; known: "
          + activations.keys.sorted().joined(separator: ", "))
    }
    let settings = EncoderSettings(
      vocabularySize: vocab_size, width: hidden_size, blocks: num_hidden_layers,
      heads: num_attention_heads, feedForwardWidth: intermediate_size,
      maximumPositions: max_position_embeddings,
      // The default of RobertaConfig, where a folder leaves it out.
      paddingID: kind == .roberta ? pad_token_id ?? 1 : nil, tokenTypes: type_vocab_size,
      layerNormEpsilon: layer_norm_eps, activation: activation)
    if let problem = settings.problem { throw InputError(file: file, problem: problem) }
    return settings
  }
}

/// `config.json` of DistilBERT: BERT without token types, under other names.
private struct DistilBERTConfiguration: Decodable {
  let vocab_size: Int
  let dim: Int
  let n_layers: Int
  let n_heads: Int
  let hidden_dim: Int
  let max_position_embeddings: Int
  let activation: String
  let dropout: Double
  let attention_dropout: Double
}

extension BERTConfiguration {
  /// - Source: `modeling_distilbert.py` of transformers 5.23; its layer norms have epsilon 1e-12.
  fileprivate init(_ other: DistilBERTConfiguration) {
    self.init(
      vocab_size: other.vocab_size, hidden_size: other.dim, num_hidden_layers: other.n_layers,
      num_attention_heads: other.n_heads, intermediate_size: other.hidden_dim,
      max_position_embeddings: other.max_position_embeddings, type_vocab_size: 1,
      layer_norm_eps: 1e-12, hidden_act: other.activation, hidden_dropout_prob: other.dropout,
      attention_probs_dropout_prob: other.attention_dropout, position_embedding_type: nil,
      pad_token_id: nil)
  }
}

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

  /// The settings of the whole encoder.
  ///
  /// - Throws: ``ModelFolderError`` for a model that this package does not compute.
  func settings(kind: ModelFolder.Kind, file: String) throws -> EncoderSettings {
    guard (position_embedding_type ?? "absolute") == "absolute" else {
      throw ModelFolderError(
        file: file,
        problem: "position_embedding_type is '\(position_embedding_type ?? "")'; only 'absolute' "
          + "is computed")
    }
    let activations: [String: EncoderSettings.Activation] = [
      "gelu": .gelu, "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh,
    ]
    guard let activation = activations[hidden_act] else {
      throw ModelFolderError(
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
    if let problem = settings.problem { throw ModelFolderError(file: file, problem: problem) }
    return settings
  }
}

/// Why a model folder cannot be used: the file, what was found and what to do.
public struct ModelFolderError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }
}

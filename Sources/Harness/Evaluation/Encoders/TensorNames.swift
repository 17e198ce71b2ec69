import Files
import Foundation
import Model

/// The names that checkpoints give an encoder's tensors, as `BertModel` of transformers has them.
struct TensorNames {
  let kind: ModelFolder.Kind

  /// DistilBERT's names below a block, and BERT's.
  private static let distilled = [
    "attention.q_lin.": "attention.self.query.", "attention.k_lin.": "attention.self.key.",
    "attention.v_lin.": "attention.self.value.", "attention.out_lin.": "attention.output.dense.",
    "sa_layer_norm.": "attention.output.LayerNorm.", "ffn.lin1.": "intermediate.dense.",
    "ffn.lin2.": "output.dense.", "output_layer_norm.": "output.LayerNorm.",
  ]

  /// RoBERTa's names of the head of a masked language model, and BERT's.
  static let robertaHead = [
    ("lm_head.dense.", "cls.predictions.transform.dense."),
    ("lm_head.layer_norm.", "cls.predictions.transform.LayerNorm."),
    ("lm_head.bias", "cls.predictions.bias"),
  ]

  /// Without the prefix of a model with a head, and without the first checkpoints' gamma and beta.
  func plain(_ name: String) -> String {
    var plain = name.hasPrefix(kind.prefix) ? String(name.dropFirst(kind.prefix.count)) : name
    plain = plain.replacingOccurrences(of: "LayerNorm.gamma", with: "LayerNorm.weight")
      .replacingOccurrences(of: "LayerNorm.beta", with: "LayerNorm.bias")
    if kind == .roberta, plain.hasPrefix("lm_head.") {
      for (theirs, own) in Self.robertaHead where plain.hasPrefix(theirs) {
        return own + plain.dropFirst(theirs.count)
      }
    }
    guard kind == .distilbert, plain.hasPrefix("transformer.layer.") else { return plain }
    let parts = plain.dropFirst("transformer.layer.".count).split(separator: ".", maxSplits: 1)
    guard parts.count == 2 else { return plain }
    for (theirs, own) in Self.distilled where parts[1].hasPrefix(theirs) {
      return "encoder.layer.\(parts[0])." + own + parts[1].dropFirst(theirs.count)
    }
    return plain
  }

  /// The tensors of a checkpoint by `BertModel`'s names.
  ///
  /// SimCSE's trainer keeps its pooler as `mlp.dense`. DistilBERT has no token types: zeros, which
  /// add nothing.
  ///
  /// - Throws: `InputError` for two tensors of one name, or two different poolers.
  func table(
    _ entries: [Safetensors.Entry], settings: EncoderSettings, file: String
  ) throws -> [String: Tensor<Float>] {
    var found: [String: Tensor<Float>] = [:]
    for entry in entries {
      let name = plain(entry.name)
      if let other = found.updateValue(entry.tensor, forKey: name), other != entry.tensor {
        throw InputError(
          file: file, problem: "two different tensors are '\(name)', with a prefix and without")
      }
    }
    for part in ["weight", "bias"] {
      guard let own = found["mlp.dense." + part] else { continue }
      if let pooler = found["pooler.dense." + part], pooler != own {
        throw InputError(
          file: file,
          problem: "both 'mlp.dense' of SimCSE and 'pooler.dense' are there, and they differ; "
            + "remove the one that is not meant")
      }
      found["pooler.dense." + part] = own
    }
    if kind == .distilbert {
      found["embeddings.token_type_embeddings.weight"] = Tensor(zeros: [1, settings.width])
    }
    return found
  }
}

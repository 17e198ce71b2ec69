import Files
import Foundation
public import Model

/// What sentence-transformers does to a text and how far it reads: `sentence_bert_config.json` beside
/// the encoder and `config_sentence_transformers.json` beside `modules.json`.
struct SentenceConfiguration {
  private(set) var maximumTokens: Int?
  private(set) var preparation = TextPreparation.none

  /// What release 6 writes, and the only values that are computed.
  private static let fixed = [
    "transformer_task": "feature-extraction", "module_output_name": "token_embeddings",
    "method": "forward", "method_output_name": "last_hidden_state",
  ]

  /// - Throws: `InputError` for what would move a number and is not computed.
  init(root: URL, encoder: URL) throws {
    try readEncoder(encoder.appendingPathComponent("sentence_bert_config.json"))
    try readRoot(root.appendingPathComponent("config_sentence_transformers.json"))
  }

  private mutating func readEncoder(_ file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    func fail(_ problem: String) -> InputError {
      InputError(file: file.path, problem: problem)
    }
    let json = try JSONNode.read(file)
    guard json.members != nil else { throw fail("it is not a JSON object") }
    if let limit = json["max_seq_length"] {
      guard let limit = limit.whole, limit >= 2 else {
        throw fail("key 'max_seq_length' is not a whole number of at least 2")
      }
      maximumTokens = limit
    }
    if let lowercases = json["do_lower_case"] {
      guard let lowercases = lowercases.flag else {
        throw fail("key 'do_lower_case' is not true or false")
      }
      preparation.lowercases = lowercases
    }
    try check(json, known: ["max_seq_length", "do_lower_case"], fail)
  }

  /// Refuses keys that are neither known nor empty.
  private func check(
    _ json: JSONNode, known: Set<String>, _ fail: (String) -> InputError
  ) throws {
    for member in json.members ?? [] where !known.contains(member.key) {
      switch member.value {
      case .null, .bool(false), .string(""), .array([]), .object([]): continue
      case .string(let text) where Self.fixed[member.key] == text: continue
      case .object where ["modality_config", "text"].contains(member.key):
        try check(member.value, known: [], fail)
      default:
        throw fail(
          "key '\(member.key)' is not obeyed here, and might move a number; remove it where it does "
            + "not")
      }
    }
  }

  private mutating func readRoot(_ file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    func fail(_ problem: String) -> InputError {
      InputError(file: file.path, problem: problem)
    }
    let json = try JSONNode.read(file)
    if let type = json["model_type"]?.text, type != "SentenceTransformer" {
      throw fail("model_type is '\(type)'; only 'SentenceTransformer' is computed")
    }
    if json["truncate_dim"] != nil {
      throw fail(
        "key 'truncate_dim' would shorten the embeddings, which is not done here; remove it")
    }
    guard let name = json["default_prompt_name"] else { return }
    guard let name = name.text, let prompt = json["prompts"]?[name]?.text else {
      throw fail("key 'default_prompt_name' names no text among 'prompts'")
    }
    preparation.prompt = prompt
  }
}

extension ModelFolder {
  /// The folder's encoder ready for sentences; what is nil is taken from the folder. A pooling that is
  /// given leaves out what the folder does behind its own.
  ///
  /// - Throws: `InputError` where the pooling needs parameters that the folder lacks, or
  ///   the encoder reads fewer tokens than asked for.
  public func sentenceEncoder(
    pooling chosen: Pooling?, maximumTokens limit: Int?, compute: Compute
  ) throws -> SentenceEncoder {
    try sentenceEncoder(
      pooling: chosen, template: nil, maximumTokens: limit, compute: compute)
  }

  /// The same with a template; nil for the folder's, where the pooling is one of a template.
  ///
  /// - Throws: also for a template that is missing, or beside a pooling that has no use for it.
  public func sentenceEncoder(
    pooling chosen: Pooling?, template own: FolderTemplate?, maximumTokens limit: Int?,
    compute: Compute
  ) throws -> SentenceEncoder {
    let pooling =
      try chosen ?? (own == nil ? self.pooling.get() ?? .clsBeforePooler : Pooling.mask)
    let template = pooling.needsTemplate ? own ?? self.template : nil
    if pooling.needsTemplate, template == nil {
      throw InputError(
        file: weights,
        problem:
          "pooling '\(pooling.rawValue)' needs a template, which the folder does not have; say "
          + "--template")
    }
    if own != nil, template == nil {
      throw InputError(
        file: weights,
        problem: "pooling '\(pooling.rawValue)' has no use for a template; say --pooling mask")
    }
    if pooling == .cls, parameters.place("pooler.dense.weight") == nil {
      throw InputError(
        file: weights,
        problem: "pooling 'cls' needs 'pooler.dense.weight', which is not there; "
          + "'cls-before-pooler' needs no pooler")
    }
    if pooling == .meanConvolutions, parameters.place(Convolutions.prefix + "1.weight") == nil {
      throw InputError(
        file: weights,
        problem:
          "pooling '\(pooling.rawValue)' needs '\(Convolutions.prefix)1.weight', which is not "
          + "there; train a model with it")
    }
    var (settings, tokenizer) = (settings, tokenizer)
    if let template {
      tokenizer.preparation.template = SentenceTemplate(template.text, tokenizer: tokenizer)
      settings.maskID = tokenizer.maskID
    }
    let added = tokenizer.preparation.template?.addedTokens ?? 0
    let most = settings.maximumTokens - added
    guard most >= 2, limit ?? 2 <= most else {
      throw InputError(
        file: "config.json",
        problem: "\(limit ?? 2) tokens were asked for; the encoder reads \(settings.maximumTokens)"
          + (added > 0 ? ", of which the template takes \(added)" : ""))
    }
    let tokens = limit ?? min(maximumTokens ?? most, most)
    var encoder = SentenceEncoder(
      encoder: Encoder(settings: settings, parameters: parameters, compute: compute),
      tokenizer: tokenizer, pooling: pooling, maximumTokens: tokens)
    encoder.map = chosen == nil ? map : nil
    encoder.normalizes = normalizes
    encoder.subtractsTemplate = template?.isSubtracted ?? false
    return encoder
  }
}

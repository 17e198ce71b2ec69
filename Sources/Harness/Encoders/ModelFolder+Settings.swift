import Foundation
public import Model

extension ModelFolder {
  private struct PoolingConfiguration: Decodable {
    let pooling_mode_cls_token: Bool?
    let pooling_mode_mean_tokens: Bool?
    let pooling_mode_max_tokens: Bool?
    let pooling_mode_mean_sqrt_len_tokens: Bool?
  }

  private struct Module: Decodable {
    let path: String
    let type: String
  }

  /// The pooling of a sentence-transformers folder; nil where `modules.json` is missing.
  static func pooling(_ folder: URL) throws -> Pooling? {
    let modules = folder.appendingPathComponent("modules.json")
    guard FileManager.default.fileExists(atPath: modules.path) else { return nil }
    let list = try decode([Module].self, try InputFile.read(modules), file: modules.path)
    guard let module = list.first(where: { $0.type.hasSuffix("Pooling") }) else { return nil }
    let file = folder.appendingPathComponent(module.path).appendingPathComponent("config.json")
    let configuration = try decode(
      PoolingConfiguration.self, try InputFile.read(file), file: file.path)
    switch (
      configuration.pooling_mode_cls_token ?? false,
      configuration.pooling_mode_mean_tokens ?? false,
      (configuration.pooling_mode_max_tokens ?? false)
        || (configuration.pooling_mode_mean_sqrt_len_tokens ?? false)
    ) {
    case (true, false, false): return .clsBeforePooler
    case (false, true, false): return .mean
    default:
      throw ModelFolderError(
        file: file.path,
        problem: "this mixture of poolings is not computed; say --pooling "
          + Pooling.allCases.map(\.rawValue).joined(separator: ", "))
    }
  }

  private struct SentenceConfiguration: Decodable { let max_seq_length: Int? }

  /// `max_seq_length` of a sentence-transformers folder.
  static func maximumTokens(_ folder: URL) throws -> Int? {
    let file = folder.appendingPathComponent("sentence_bert_config.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try decode(
      SentenceConfiguration.self, try InputFile.read(file), file: file.path
    ).max_seq_length
  }
}

extension ModelFolder {
  /// The folder's encoder ready for sentences; what is nil is taken from the folder.
  ///
  /// - Throws: ``ModelFolderError`` where the pooling needs parameters that the folder lacks, or
  ///   the encoder reads fewer tokens than asked for.
  public func sentenceEncoder(
    pooling chosen: Pooling?, maximumTokens limit: Int?, compute: Compute
  ) throws -> SentenceEncoder {
    let pooling = chosen ?? self.pooling ?? .clsBeforePooler
    if pooling == .cls, parameters.place("pooler.dense.weight") == nil {
      throw ModelFolderError(
        file: "model.safetensors",
        problem: "pooling 'cls' needs 'pooler.dense.weight', which is not there; "
          + "'cls-before-pooler' needs no pooler")
    }
    if let limit, limit > settings.maximumTokens {
      throw ModelFolderError(
        file: "config.json",
        problem: "\(limit) tokens were asked for; the encoder reads \(settings.maximumTokens)")
    }
    let tokens = limit ?? min(maximumTokens ?? settings.maximumTokens, settings.maximumTokens)
    return SentenceEncoder(
      encoder: Encoder(settings: settings, parameters: parameters, compute: compute),
      tokenizer: tokenizer, pooling: pooling, maximumTokens: tokens)
  }
}

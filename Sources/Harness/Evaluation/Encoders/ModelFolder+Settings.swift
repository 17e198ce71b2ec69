import Files
import Foundation
public import Model

extension ModelFolder {
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
    let pooling = try chosen ?? self.pooling.get() ?? .clsBeforePooler
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

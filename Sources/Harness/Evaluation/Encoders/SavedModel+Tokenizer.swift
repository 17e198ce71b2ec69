import Files
public import Foundation
public import Model

extension SavedModel {
  /// Writes a tokenizer as a new folder that transformers and ``ModelFolder`` read: the files of its
  /// vocabulary and `tokenizer_config.json`. The folder appears whole or not at all.
  ///
  /// - Throws: `WriteError`, also where something is there already.
  public static func write(_ tokenizer: Tokenizer, to folder: URL) throws {
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw WriteError(path: folder.path, problem: "it exists already; name a new folder")
    }
    let partial = AtomicFile.temporary(beside: folder)
    defer { try? FileManager.default.removeItem(at: partial) }
    let settings = (
      name: "tokenizer_config.json",
      content: try json(tokenizerConfiguration(of: tokenizer, maximumTokens: nil))
    )
    for (name, content) in vocabularyFiles(of: tokenizer) + [settings] {
      try AtomicFile.write(content, to: partial.appendingPathComponent(name))
    }
    try AtomicFile.rename(partial, to: folder)
  }

  /// The keys of `config.json` that go with a tokenizer.
  static func configuration(
    of tokenizer: Tokenizer, settings: EncoderSettings, hasHead: Bool
  ) -> [String: Any] {
    switch tokenizer {
    case .wordPiece:
      [
        "architectures": [hasHead ? "BertForMaskedLM" : "BertModel"], "model_type": "bert",
        "pad_token_id": 0,
      ]
    case .bytePair(let tokenizer):
      [
        "architectures": [hasHead ? "RobertaForMaskedLM" : "RobertaModel"], "model_type": "roberta",
        "pad_token_id": settings.paddingID ?? Int(tokenizer.paddingID),
        "bos_token_id": Int(tokenizer.classificationID),
        "eos_token_id": Int(tokenizer.separatorID),
      ]
    }
  }

  /// `tokenizer_config.json`; `maximumTokens` is nil where no encoder limits them.
  static func tokenizerConfiguration(
    of tokenizer: Tokenizer, maximumTokens: Int?
  ) -> [String: Any] {
    let limit: [String: Any] = maximumTokens.map { ["model_max_length": $0] } ?? [:]
    return limit.merging(ownConfiguration(of: tokenizer)) { $1 }
  }

  private static func ownConfiguration(of tokenizer: Tokenizer) -> [String: Any] {
    switch tokenizer {
    case .wordPiece(let tokenizer):
      let settings = tokenizer.settings
      let added = Dictionary(
        uniqueKeysWithValues: tokenizer.added.map { token in
          (
            "\(token.id)",
            [
              "content": token.text, "normalized": token.isNormalized, "special": token.isSpecial,
              "lstrip": false, "rstrip": false, "single_word": false,
            ] as [String: Any]
          )
        })
      let decoder: [String: Any] = added.isEmpty ? [:] : ["added_tokens_decoder": added]
      return decoder.merging(
        [
          "tokenizer_class": "BertTokenizer", "do_lower_case": settings.lowercases,
          "strip_accents": settings.stripsAccents as Any? ?? NSNull(),
          "tokenize_chinese_chars": settings.splitsIdeographs, "unk_token": settings.unknown,
          "sep_token": settings.separator, "pad_token": settings.padding,
          "cls_token": settings.classification, "mask_token": settings.mask,
        ] as [String: Any]
      ) { $1 }
    case .bytePair(let tokenizer):
      let settings = tokenizer.settings
      let mask: [String: Any] = [
        "__type": "AddedToken", "content": settings.mask, "lstrip": true, "rstrip": false,
        "normalized": false, "single_word": false, "special": true,
      ]
      return [
        "tokenizer_class": "RobertaTokenizer", "add_prefix_space": settings.addsPrefixSpace,
        "bos_token": settings.classification, "eos_token": settings.separator,
        "unk_token": settings.unknown, "sep_token": settings.separator,
        "pad_token": settings.padding, "cls_token": settings.classification,
        "mask_token": settings.maskTakesSpaceBefore ? mask : settings.mask,
      ]
    }
  }

  /// The files of the vocabulary, by name.
  package static func vocabularyFiles(of tokenizer: Tokenizer) -> [(name: String, content: Data)] {
    switch tokenizer {
    case .wordPiece(let tokenizer):
      let vocabulary = tokenizer.vocabulary
      let words = (0..<vocabulary.count).map { vocabulary.token($0) + "\n" }.joined()
      return [("vocab.txt", Data(words.utf8))]
    case .bytePair(let tokenizer):
      return [
        ("vocab.json", Data(tokenizer.vocabularyFile)), ("merges.txt", Data(tokenizer.mergesFile)),
      ]
    }
  }
}

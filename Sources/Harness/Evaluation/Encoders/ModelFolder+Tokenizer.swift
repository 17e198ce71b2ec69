import Files
public import Foundation
public import Model

extension ModelFolder {
  /// The kinds of model that are read, by `model_type` of `config.json`.
  enum Kind: String, CaseIterable {
    case bert, roberta

    /// The files of the tokenizer.
    var tokenizerFiles: [String] {
      switch self {
      case .bert: ["vocab.txt"]
      case .roberta: ["vocab.json", "merges.txt"]
      }
    }

    /// What a checkpoint with a head puts before the encoder's names.
    var prefix: String { rawValue + "." }

    private struct Configuration: Decodable { let model_type: String }

    /// The kind that a `config.json` names.
    ///
    /// - Throws: ``ModelFolderError`` for one that is not known.
    init(configuration: Data, file: String) throws {
      let type = try ModelFolder.decode(Configuration.self, configuration, file: file).model_type
      guard let kind = Kind(rawValue: type) else {
        throw ModelFolderError(
          file: file,
          problem: "model_type is '\(type)'; known: "
            + Kind.allCases.map(\.rawValue).joined(separator: ", "))
      }
      self = kind
    }
  }

  /// The tokenizer of a folder, of the kind that `config.json` names; where there is no such file,
  /// of the kind whose files there are.
  ///
  /// - Throws: ``ModelFolderError``, `InputError` and the tokenizers' errors, naming file and line.
  public static func tokenizer(_ folder: URL) throws -> Tokenizer {
    try tokenizer(folder, kind: try kind(of: folder))
  }

  /// The tokenizer of a folder and the checksums of its files, by file name.
  package static func tokenizerAndChecksums(
    _ folder: URL
  ) throws -> (tokenizer: Tokenizer, checksums: [String: String]) {
    let kind = try kind(of: folder)
    let tokenizer = try tokenizer(folder, kind: kind)
    var checksums: [String: String] = [:]
    for name in kind.tokenizerFiles {
      checksums[name] = SHA256.hexDigest(
        of: try InputFile.read(folder.appendingPathComponent(name)))
    }
    return (tokenizer, checksums)
  }

  private static func kind(of folder: URL) throws -> Kind {
    let config = folder.appendingPathComponent("config.json")
    guard FileManager.default.fileExists(atPath: config.path) else {
      let vocabulary = folder.appendingPathComponent("vocab.json").path
      return FileManager.default.fileExists(atPath: vocabulary) ? .roberta : .bert
    }
    return try Kind(configuration: try InputFile.read(config), file: config.path)
  }

  static func tokenizer(_ folder: URL, kind: Kind) throws -> Tokenizer {
    let texts = try kind.tokenizerFiles.map { name in
      let file = folder.appendingPathComponent(name)
      if !FileManager.default.fileExists(atPath: file.path),
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("tokenizer.json").path)
      {
        throw ModelFolderError(
          file: file.path,
          problem:
            "there is no such file; tokenizer.json is not read: fetch this file, or write it "
            + "by tokenizers.Tokenizer.from_file('tokenizer.json').model.save('.')")
      }
      return (text: [UInt8](try InputFile.read(file)), source: file.path)
    }
    switch kind {
    case .bert:
      return .wordPiece(
        try WordPiece(
          vocabulary: try Vocabulary(parsing: texts[0].text, source: texts[0].source),
          settings: try wordPieceSettings(folder)))
    case .roberta:
      return .bytePair(
        try BytePair(
          vocabulary: texts[0], merges: texts[1], settings: try bytePairSettings(folder)))
    }
  }

  private struct WordPieceConfiguration: Decodable {
    let do_lower_case: Bool?
    let strip_accents: Bool?
    let tokenize_chinese_chars: Bool?
  }

  /// The tokenizer's settings: `tokenizer_config.json`, or BERT's own where a key is missing.
  private static func wordPieceSettings(_ folder: URL) throws -> WordPiece.Settings {
    var settings = WordPiece.Settings.bert(lowercases: true)
    guard let configuration = try tokenizerConfiguration(WordPieceConfiguration.self, folder) else {
      return settings
    }
    settings.lowercases = configuration.do_lower_case ?? true
    settings.stripsAccents = configuration.strip_accents
    settings.splitsIdeographs = configuration.tokenize_chinese_chars ?? true
    return settings
  }

  private struct BytePairConfiguration: Decodable {
    let add_prefix_space: Bool?
    let cls_token: AddedToken?
    let sep_token: AddedToken?
    let pad_token: AddedToken?
    let unk_token: AddedToken?
    let mask_token: AddedToken?
    let added_tokens_decoder: [String: AddedToken]?
  }

  /// A token as `tokenizer_config.json` has it: its text alone, or an object.
  private struct AddedToken: Decodable {
    let content: String
    let takesSpaceBefore: Bool

    private enum CodingKeys: String, CodingKey { case content, lstrip }

    init(from decoder: any Decoder) throws {
      if let content = try? decoder.singleValueContainer().decode(String.self) {
        (self.content, takesSpaceBefore) = (content, false)
        return
      }
      let object = try decoder.container(keyedBy: CodingKeys.self)
      content = try object.decode(String.self, forKey: .content)
      takesSpaceBefore = try object.decodeIfPresent(Bool.self, forKey: .lstrip) ?? false
    }
  }

  /// The tokenizer's settings: `tokenizer_config.json`, or RoBERTa's own where a key is missing.
  private static func bytePairSettings(_ folder: URL) throws -> BytePair.Settings {
    var settings = BytePair.Settings.roberta
    guard let configuration = try tokenizerConfiguration(BytePairConfiguration.self, folder) else {
      return settings
    }
    settings.addsPrefixSpace = configuration.add_prefix_space ?? settings.addsPrefixSpace
    settings.classification = configuration.cls_token?.content ?? settings.classification
    settings.separator = configuration.sep_token?.content ?? settings.separator
    settings.padding = configuration.pad_token?.content ?? settings.padding
    settings.unknown = configuration.unk_token?.content ?? settings.unknown
    settings.mask = configuration.mask_token?.content ?? settings.mask
    let added = (configuration.added_tokens_decoder ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    let known = [
      settings.classification, settings.separator, settings.padding, settings.unknown,
      settings.mask,
    ]
    if let other = added.first(where: { !known.contains($0.content) }) {
      throw ModelFolderError(
        file: folder.appendingPathComponent("tokenizer_config.json").path,
        problem: "added token '\(other.content)' is not handled; known: "
          + known.joined(separator: ", "))
    }
    settings.maskTakesSpaceBefore =
      configuration.mask_token?.takesSpaceBefore ?? false
      || added.contains { $0.content == settings.mask && $0.takesSpaceBefore }
    return settings
  }

  private static func tokenizerConfiguration<T: Decodable>(
    _: T.Type, _ folder: URL
  ) throws -> T? {
    let file = folder.appendingPathComponent("tokenizer_config.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try decode(T.self, try InputFile.read(file), file: file.path)
  }
}

import Files
public import Foundation
public import Model

/// A tokenizer, the files that it was made of and how far its folder says to read.
struct ReadTokenizer {
  var tokenizer: Tokenizer
  /// Without `tokenizer_config.json`.
  let files: [String]
  /// `model_max_length`.
  let maximumTokens: Int?
}

extension ModelFolder {
  /// The kinds of model that are read, by `model_type` of `config.json`.
  enum Kind: String, CaseIterable {
    case bert, distilbert, roberta

    /// The files of the vocabulary where there is no `tokenizer.json` alone.
    var vocabularyFiles: [String] {
      switch self {
      case .bert, .distilbert: ["vocab.txt"]
      case .roberta: ["vocab.json", "merges.txt"]
      }
    }

    /// What a checkpoint with a head puts before the encoder's names.
    var prefix: String { rawValue + "." }

    private struct Configuration: Decodable { let model_type: String }

    /// The kind that a `config.json` names.
    ///
    /// - Throws: `InputError` for one that is not known.
    init(configuration: Data, file: String) throws {
      let type = try StrictJSON.decodePart(Configuration.self, from: configuration, file: file)
        .model_type
      guard let kind = Kind(rawValue: type) else {
        throw InputError(
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
  /// - Throws: `InputError` and the tokenizers' errors, naming file and line.
  public static func tokenizer(_ folder: URL) throws -> Tokenizer {
    try wholeTokenizer(folder).read.tokenizer
  }

  /// The tokenizer of a folder and the checksums of its files, by file name.
  package static func tokenizerAndChecksums(
    _ folder: URL
  ) throws -> (tokenizer: Tokenizer, checksums: [String: String]) {
    let (read, encoder) = try wholeTokenizer(folder)
    var checksums: [String: String] = [:]
    for name in read.files {
      checksums[name] = SHA256.hexDigest(
        of: try InputFile.read(encoder.appendingPathComponent(name)))
    }
    return (read.tokenizer, checksums)
  }

  /// The tokenizer of a folder as its other files say to use it, and the encoder's folder.
  private static func wholeTokenizer(
    _ folder: URL
  ) throws -> (read: ReadTokenizer, encoder: URL) {
    let root = try ModelPlace.snapshot(in: folder)
    let encoder = try SentenceModules(root)?.encoder ?? root
    let configuration = try SentenceConfiguration(root: root, encoder: encoder)
    var read = try tokenizer(encoder, kind: try kind(of: encoder))
    read.tokenizer.preparation = configuration.preparation
    return (read, encoder)
  }

  private static func kind(of folder: URL) throws -> Kind {
    let config = folder.appendingPathComponent("config.json")
    guard FileManager.default.fileExists(atPath: config.path) else {
      let vocabulary = folder.appendingPathComponent("vocab.json").path
      return FileManager.default.fileExists(atPath: vocabulary) ? .roberta : .bert
    }
    return try Kind(configuration: try InputFile.read(config), file: config.path)
  }

  /// The tokenizer of the encoder's folder: from the vocabulary's files, or from `tokenizer.json`;
  /// where both are there they must agree.
  static func tokenizer(_ folder: URL, kind: Kind) throws -> ReadTokenizer {
    func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }
    let whole =
      exists("tokenizer.json")
      ? try TokenizerFile(folder.appendingPathComponent("tokenizer.json")) : nil
    let settings = try TokenizerSettings(folder, kind: kind, hasTokenizerFile: whole != nil)
    let hasVocabulary = kind.vocabularyFiles.allSatisfy(exists)
    let texts =
      hasVocabulary || whole == nil
      ? try kind.vocabularyFiles.map { name in
        let file = folder.appendingPathComponent(name)
        return (text: [UInt8](try InputFile.read(file)), source: file.path)
      } : nil
    let tokenizer: Tokenizer =
      switch kind {
      case .bert, .distilbert: .wordPiece(try wordPiece(texts?[0], whole, settings))
      case .roberta: .bytePair(try bytePair(texts, whole, settings))
      }
    return ReadTokenizer(
      tokenizer: tokenizer,
      files: (texts == nil ? ["tokenizer.json"] : kind.vocabularyFiles) + settings.files,
      maximumTokens: settings.maximumTokens)
  }

  // MARK: WordPiece

  private static func wordPiece(
    _ text: (text: [UInt8], source: String)?, _ whole: TokenizerFile?, _ own: TokenizerSettings
  ) throws -> WordPiece {
    var found = WordPiece.Settings.bert(lowercases: true)
    var vocabulary = try text.map { try Vocabulary(parsing: $0.text, source: $0.source) }
    if let whole {
      guard case .wordPiece(let tokens, let theirs) = whole.model else {
        throw InputError(
          file: whole.file, problem: "its model is BPE, but config.json asks for WordPiece")
      }
      let other = try Vocabulary(tokens: tokens, source: whole.file)
      if let vocabulary {
        let differs =
          (0..<min(vocabulary.count, other.count)).first {
            !vocabulary.token($0).utf8.elementsEqual(other.token($0).utf8)
          } ?? (vocabulary.count == other.count ? nil : min(vocabulary.count, other.count))
        if let differs {
          throw InputError(
            file: whole.file,
            problem:
              "id \(differs) is another token than in vocab.txt; remove the file that is not "
              + "the model's")
        }
      }
      vocabulary = vocabulary ?? other
      found = theirs
    }
    guard let vocabulary else {
      throw InputError(file: own.file, problem: "there is no vocabulary beside it")
    }
    /// A setting that `tokenizer_config.json` may have too.
    func agree<Value: Equatable>(_ key: String, _ theirs: Value, _ own: Value?) throws -> Value {
      guard let own, own != theirs else { return theirs }
      guard let whole else { return own }
      throw InputError(
        file: whole.file,
        problem: "\(key) differs from tokenizer_config.json: '\(theirs)' and '\(own)'; make them "
          + "the same")
    }
    let settingsFile = own
    found.lowercases = try agree(
      "lowercase", found.lowercases, try settingsFile.flag("do_lower_case"))
    if let strips = try settingsFile.flag("strip_accents") {
      found.stripsAccents = try agree(
        "strip_accents", found.stripsAccents ?? found.lowercases, strips)
    }
    found.splitsIdeographs = try agree(
      "handle_chinese_chars", found.splitsIdeographs,
      try settingsFile.flag("tokenize_chinese_chars"))
    found.unknown = try agree("unk_token", found.unknown, try own.special("unk_token")?.text)
    found.separator = try agree("sep_token", found.separator, try own.special("sep_token")?.text)
    found.classification = try agree(
      "cls_token", found.classification, try own.special("cls_token")?.text)
    found.padding = try own.special("pad_token")?.text ?? found.padding
    found.mask = try own.special("mask_token")?.text ?? found.mask
    return try WordPiece(
      vocabulary: vocabulary, settings: found,
      added: try added((whole?.added ?? []) + own.added, to: vocabulary))
  }

  /// The added tokens of a WordPiece tokenizer, one an id.
  private static func added(
    _ entries: [AddedTokenEntry], to vocabulary: Vocabulary
  ) throws -> [AddedToken] {
    var tokens: [Int: AddedToken] = [:]
    for entry in entries {
      func fail(_ problem: String) -> InputError {
        InputError(file: entry.file, problem: "added token '\(entry.text)' " + problem)
      }
      guard let id = entry.id, (0..<Int(Int32.max)).contains(id) else { throw fail("has no id") }
      if entry.isWordAlone { throw fail("is single_word, which is not computed here") }
      if id < vocabulary.count, vocabulary.token(id) != entry.text {
        throw fail("has id \(id), which is '\(vocabulary.token(id))' in the vocabulary")
      }
      if let known = tokens[id] {
        guard known.text == entry.text else {
          throw fail("has id \(id), which is also that of '\(known.text)'")
        }
        continue
      }
      tokens[id] = AddedToken(
        text: entry.text, id: id, isNormalized: entry.isNormalized, isSpecial: entry.isSpecial)
    }
    return tokens.values.sorted { $0.id < $1.id }
  }

  // MARK: Byte pairs

  private static func bytePair(
    _ texts: [(text: [UInt8], source: String)]?, _ whole: TokenizerFile?, _ own: TokenizerSettings
  ) throws -> BytePair {
    var settings = BytePair.Settings.roberta
    settings.addsPrefixSpace = try own.flag("add_prefix_space") ?? settings.addsPrefixSpace
    if let ends = whole?.ends { (settings.classification, settings.separator) = ends }
    settings.classification = try own.special("cls_token")?.text ?? settings.classification
    settings.separator = try own.special("sep_token")?.text ?? settings.separator
    settings.padding = try own.special("pad_token")?.text ?? settings.padding
    settings.unknown = try own.special("unk_token")?.text ?? settings.unknown
    let mask = try own.special("mask_token")
    settings.mask = mask?.text ?? settings.mask
    let added = (whole?.added ?? []) + own.added
    let known = [
      settings.classification, settings.separator, settings.padding, settings.unknown,
      settings.mask,
    ]
    for token in added {
      let isMask = token.text == settings.mask
      guard known.contains(token.text), !token.isWordAlone, !token.takesSpaceAfter,
        isMask || !token.takesSpaceBefore
      else {
        throw InputError(
          file: token.file,
          problem: "added token '\(token.text)' is not handled; known: "
            + known.joined(separator: ", "))
      }
    }
    settings.maskTakesSpaceBefore =
      mask?.takesSpaceBefore ?? false
      || added.contains { $0.text == settings.mask && $0.takesSpaceBefore }
    var theirs: BytePair?
    if let whole {
      guard case .bytePair(let tokens, let merges, let addsPrefixSpace) = whole.model else {
        throw InputError(
          file: whole.file, problem: "its model is WordPiece, but config.json asks for BPE")
      }
      if let own = try own.flag("add_prefix_space"), own != addsPrefixSpace {
        throw InputError(
          file: whole.file, problem: "add_prefix_space differs from tokenizer_config.json")
      }
      settings.addsPrefixSpace = addsPrefixSpace
      theirs = try BytePair(
        tokens: tokens, source: whole.file + ", vocab",
        merges: (merges, whole.file + ", merges"), settings: settings)
    }
    if let texts {
      let tokenizer = try BytePair(vocabulary: texts[0], merges: texts[1], settings: settings)
      guard let whole, let theirs else { return try requiring(added, of: tokenizer) }
      guard tokenizer.vocabularyFile == theirs.vocabularyFile,
        tokenizer.mergesFile == theirs.mergesFile
      else {
        throw InputError(
          file: whole.file,
          problem: "its tokens or merges are not those of vocab.json and merges.txt; remove the "
            + "file that is not the model's")
      }
      return tokenizer
    }
    guard let theirs else {
      throw InputError(file: own.file, problem: "there is no vocabulary beside it")
    }
    return try requiring(added, of: theirs)
  }

  /// The tokenizer, if the ids of added tokens are those of its vocabulary.
  private static func requiring(
    _ added: [AddedTokenEntry], of tokenizer: BytePair
  ) throws -> BytePair {
    for token in added where token.id != tokenizer.vocabulary.id(of: token.text) {
      throw InputError(
        file: token.file,
        problem: "added token '\(token.text)' has another id than in the vocabulary")
    }
    return tokenizer
  }
}

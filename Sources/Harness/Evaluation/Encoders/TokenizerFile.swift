import Files
import Foundation
import Model

/// `tokenizer.json` of the tokenizers library, as far as a WordPiece or byte-level BPE needs it.
///
/// Its `truncation` and `padding` are not the model's limits and are passed over; anything else that
/// would move an id and is not computed here is refused by name.
///
/// - Source: `Tokenizer` of tokenizers 0.23.3.
struct TokenizerFile {
  enum Model {
    case wordPiece(vocabulary: [[UInt8]], WordPiece.Settings)
    case bytePair(vocabulary: [[UInt8]], merges: [UInt8], addsPrefixSpace: Bool)
  }

  let file: String
  private(set) var model: Model
  /// The tokens that begin and end a text.
  let ends: (first: String, last: String)
  let added: [AddedTokenEntry]

  /// - Throws: `InputError` or `LineError`.
  init(_ url: URL) throws {
    let json = try JSONNode.read(url)
    let path = url.path
    func fail(_ problem: String) -> InputError {
      InputError(file: path, problem: problem)
    }
    file = path
    guard let model = json["model"] else { throw fail("key 'model' is missing") }
    ends = try Self.ends(json["post_processor"], fail)
    added = try (json["added_tokens"]?.list ?? []).map {
      guard let id = $0["id"]?.whole else { throw fail("an added token has no id") }
      return try AddedTokenEntry($0, id: id, file: path)
    }
    let type = model["type"]?.text ?? (model["merges"] == nil ? "WordPiece" : "BPE")
    switch type {
    case "WordPiece":
      self.model = .wordPiece(
        vocabulary: try Self.vocabulary(model, fail),
        try Self.settings(json, model, ends: ends, fail))
    case "BPE":
      self.model = try Self.bytePair(json, model, fail)
    default: throw fail("its model is '\(type)'; WordPiece and BPE are read")
    }
  }

  /// The tokens by id.
  private static func vocabulary(
    _ model: JSONNode, _ fail: (String) -> InputError
  ) throws -> [[UInt8]] {
    try TokenIDs.tokens(model["vocab"]) { fail("key 'model.vocab': " + $0) }
  }

  private static func settings(
    _ json: JSONNode, _ model: JSONNode, ends: (first: String, last: String),
    _ fail: (String) -> InputError
  ) throws -> WordPiece.Settings {
    guard let normalizer = json["normalizer"], normalizer["type"]?.text == "BertNormalizer",
      normalizer["clean_text"]?.flag == true
    else {
      throw fail(
        "its normalizer is \(name(json["normalizer"])); only a BertNormalizer that cleans is computed"
      )
    }
    guard json["pre_tokenizer"]?["type"]?.text == "BertPreTokenizer" else {
      throw fail(
        "its pre_tokenizer is \(name(json["pre_tokenizer"])); BertPreTokenizer is computed")
    }
    guard model["continuing_subword_prefix"]?.text ?? "##" == "##" else {
      throw fail("its continuing_subword_prefix is not '##'")
    }
    var settings = WordPiece.Settings.bert(
      lowercases: normalizer["lowercase"]?.flag ?? true)
    settings.stripsAccents = normalizer["strip_accents"]?.flag
    settings.splitsIdeographs = normalizer["handle_chinese_chars"]?.flag ?? true
    settings.unknown = model["unk_token"]?.text ?? settings.unknown
    settings.maximumCharactersPerWord =
      model["max_input_chars_per_word"]?.whole ?? settings.maximumCharactersPerWord
    (settings.classification, settings.separator) = ends
    return settings
  }

  private static func bytePair(
    _ json: JSONNode, _ model: JSONNode, _ fail: (String) -> InputError
  ) throws -> Model {
    guard json["normalizer"] == nil else {
      throw fail("its normalizer is \(name(json["normalizer"])); of BPE none is computed")
    }
    let cutter = json["pre_tokenizer"]
    guard cutter?["type"]?.text == "ByteLevel", cutter?["use_regex"]?.flag ?? true else {
      throw fail(
        "its pre_tokenizer is \(name(cutter)); of BPE ByteLevel with its regex is computed")
    }
    for key in ["dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback"] {
      switch model[key] {
      case nil, .string("")?, .bool(false)?: continue
      case .number? where model[key]?.number == 0: continue
      default: throw fail("'model.\(key)' is set, which is not computed here")
      }
    }
    if model["ignore_merges"]?.flag == true {
      throw fail("'model.ignore_merges' is set, which is not computed here")
    }
    let tokens = try vocabulary(model, fail)
    var merges = Array("#version: 0.2\n".utf8)
    for merge in model["merges"]?.list ?? [] {
      let parts =
        merge.text ?? merge.list.map { $0.compactMap(\.text).joined(separator: " ") } ?? ""
      merges += Array((parts + "\n").utf8)
    }
    return .bytePair(
      vocabulary: tokens, merges: merges,
      addsPrefixSpace: cutter?["add_prefix_space"]?.flag ?? false)
  }

  /// The first and the last token that the post-processor puts around one text.
  private static func ends(
    _ processor: JSONNode?, _ fail: (String) -> InputError
  ) throws -> (first: String, last: String) {
    switch processor?["type"]?.text {
    case "BertProcessing", "RobertaProcessing":
      if let first = processor?["cls"]?.list?.first?.text,
        let last = processor?["sep"]?.list?.first?.text
      {
        return (first, last)
      }
    case "TemplateProcessing":
      let single = processor?["single"]?.list ?? []
      let types = single.compactMap { ($0["SpecialToken"] ?? $0["Sequence"])?["type_id"]?.whole }
      if single.count == 3, types == [0, 0, 0], single[1]["Sequence"]?["id"]?.text == "A",
        let first = single[0]["SpecialToken"]?["id"]?.text,
        let last = single[2]["SpecialToken"]?["id"]?.text
      {
        return (first, last)
      }
    default: break
    }
    throw fail(
      "its post_processor is \(name(processor)); one that puts a token before and one behind a text "
        + "is computed")
  }

  private static func name(_ part: JSONNode?) -> String {
    part.map { "'\($0["type"]?.text ?? "without type")'" } ?? "missing"
  }
}

/// A token as `tokenizer.json`, `tokenizer_config.json` or `added_tokens.json` names it.
struct AddedTokenEntry {
  let text: String
  let id: Int?
  let takesSpaceBefore: Bool
  let takesSpaceAfter: Bool
  let isWordAlone: Bool
  let isNormalized: Bool
  let isSpecial: Bool
  /// The file that names it.
  let file: String

  /// A token that is its text alone, or an object.
  ///
  /// - Throws: `InputError` for anything else.
  init(_ json: JSONNode, id: Int?, file: String) throws {
    guard let text = json.text ?? json["content"]?.text, !text.isEmpty else {
      throw InputError(file: file, problem: "an added token is neither a text nor has one")
    }
    self.text = text
    self.id = id
    self.file = file
    takesSpaceBefore = json["lstrip"]?.flag ?? false
    takesSpaceAfter = json["rstrip"]?.flag ?? false
    isWordAlone = json["single_word"]?.flag ?? false
    isSpecial = json["special"]?.flag ?? false
    isNormalized = json["normalized"]?.flag ?? !isSpecial
  }
}

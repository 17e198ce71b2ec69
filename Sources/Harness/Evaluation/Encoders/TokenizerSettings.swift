import Files
import Foundation
import Model

/// What a folder says of its tokenizer beside the vocabulary: `tokenizer_config.json`,
/// `special_tokens_map.json` and `added_tokens.json`.
struct TokenizerSettings {
  /// `tokenizer_config.json`, which errors name.
  let file: String
  private let json: JSONNode?
  private let specials: JSONNode?
  /// The tokens added, those of the special roles too.
  private(set) var added: [AddedTokenEntry] = []
  /// The files read that move ids, beside `tokenizer_config.json`.
  private(set) var files: [String] = []

  private static let classes: [ModelFolder.Kind: [String]] = [
    .bert: ["BertTokenizer"], .distilbert: ["DistilBertTokenizer", "BertTokenizer"],
    .roberta: ["RobertaTokenizer"],
  ]

  /// - Throws: `InputError` for a setting that would move an id and is not obeyed.
  init(_ folder: URL, kind: ModelFolder.Kind, hasTokenizerFile: Bool) throws {
    func place(_ name: String) -> URL? {
      let url = folder.appendingPathComponent(name)
      return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
    file = folder.appendingPathComponent("tokenizer_config.json").path
    json = try place("tokenizer_config.json").map { try JSONNode.read($0) }
    specials = try place("special_tokens_map.json").map { try JSONNode.read($0) }
    guard json == nil || json?.members != nil else { throw fail("it is not a JSON object") }
    try refuse(kind: kind, hasTokenizerFile: hasTokenizerFile)
    for member in json?["added_tokens_decoder"]?.members ?? [] {
      guard let id = Int(member.key) else {
        throw fail("key '\(member.key)' of 'added_tokens_decoder' is no id")
      }
      added.append(try AddedTokenEntry(member.value, id: id, file: file))
    }
    if let url = place("added_tokens.json") {
      files.append("added_tokens.json")
      for member in try JSONNode.read(url).members ?? [] {
        guard let id = member.value.whole else {
          throw InputError(
            file: url.path, problem: "token '\(member.key)' has no whole number as its id")
        }
        added.append(try AddedTokenEntry(.string(member.key), id: id, file: url.path))
      }
    }
  }

  func fail(_ problem: String) -> InputError {
    InputError(file: file, problem: problem)
  }

  private func refuse(kind: ModelFolder.Kind, hasTokenizerFile: Bool) throws {
    if let name = try text("tokenizer_class") {
      let known = Self.classes[kind] ?? []
      let general = hasTokenizerFile ? ["PreTrainedTokenizer", "TokenizersBackend"] : []
      let plain = name.hasSuffix("Fast") ? String(name.dropLast(4)) : name
      guard (known + general).contains(plain) else {
        throw fail(
          "tokenizer_class is '\(name)'; known for \(kind.rawValue): "
            + (known + general).joined(separator: ", "))
      }
    }
    if try flag("do_basic_tokenize") == false {
      throw fail("do_basic_tokenize is false, which is not computed here")
    }
    if let words = json?["never_split"]?.list, !words.isEmpty {
      throw fail("never_split names \(words.count) words, which is not computed here")
    }
    if let side = try text("truncation_side"), side != "right" {
      throw fail("truncation_side is '\(side)'; texts are cut on the right here")
    }
  }

  /// A key that is true or false; nil where there is none.
  func flag(_ key: String) throws -> Bool? {
    guard let value = json?[key] else { return nil }
    guard let flag = value.flag else { throw fail("key '\(key)' is not true or false") }
    return flag
  }

  private func text(_ key: String) throws -> String? {
    guard let value = json?[key] else { return nil }
    guard let text = value.text else { throw fail("key '\(key)' is not text") }
    return text
  }

  /// `model_max_length`: nil where there is none, or it is the great number that means none.
  var maximumTokens: Int? {
    json?["model_max_length"]?.number.flatMap { $0 >= 2 && $0 < 1e9 ? Int($0) : nil }
  }

  /// The token of a role, such as `cls_token`.
  ///
  /// - Throws: `InputError` where two files say different ones.
  func special(_ role: String) throws -> AddedTokenEntry? {
    let own = try json?[role].map { try AddedTokenEntry($0, id: nil, file: file) }
    let other = try specials?[role].map { try AddedTokenEntry($0, id: nil, file: file) }
    if let own, let other, own.text != other.text {
      throw fail(
        "\(role) is '\(own.text)', but '\(other.text)' in special_tokens_map.json; make them the same"
      )
    }
    return own ?? other
  }
}

import Foundation
import Model

/// The files of `Fixtures/tokenizer`, made by `ci/reference/tokenizer.py`; each says how.
///
/// Ids and words are integers and bytes: the tolerance is none.
enum TokenizerFixture {
  /// A text written to be hard, and what is hard about it.
  struct Text: Decodable, Sendable {
    var about: String
    var text: String
  }

  /// The model folder named by the environment, if there is one.
  static let modelFolder = ProcessInfo.processInfo.environment["SIMCSE_MODEL"]

  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: folder.appending(path: "Fixtures/tokenizer/\(name)")))
  }

  static func lines(_ name: String) throws -> [Data] {
    try bytes(name).split(separator: UInt8(ascii: "\n")).map { Data($0) }
  }

  static func texts() throws -> [Text] {
    try lines("texts.jsonl").map { try JSONDecoder().decode(Text.self, from: $0) }
  }

  /// For each text its ids under each name of settings; `vocabulary` is `generated` or `minilm`.
  static func ids(_ vocabulary: String) throws -> [[String: [Int32]]] {
    try lines("ids.\(vocabulary).jsonl").dropFirst().map {
      try JSONDecoder().decode([String: [Int32]].self, from: $0)
    }
  }

  static func generatedVocabulary() throws -> Vocabulary {
    try Vocabulary(parsing: bytes("vocabulary.txt"), source: "vocabulary.txt")
  }

  /// The vocabulary of all-MiniLM-L6-v2.
  static func modelVocabulary(_ folder: String) throws -> Vocabulary {
    let file = URL(filePath: folder).appending(path: "vocab.txt")
    return try Vocabulary(parsing: [UInt8](Data(contentsOf: file)), source: file.lastPathComponent)
  }
}

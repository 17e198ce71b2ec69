import Files
import Foundation
package import Model

/// A JSON object of tokens and their ids: a `vocab.json`, or `model.vocab` of a `tokenizer.json`.
enum TokenIDs {
  /// The tokens by id.
  ///
  /// - Inputs: `fail`, the error for what is wrong.
  /// - Throws: what `fail` makes of no object of tokens, or of ids that are not 0 ..< V, each once.
  static func tokens(
    _ json: JSONNode?, _ fail: (_ problem: String) -> InputError
  ) throws -> [[UInt8]] {
    guard let members = json?.members, !members.isEmpty else {
      throw fail("it is not an object of tokens and their ids; fetch the file again")
    }
    var places = [Int](repeating: -1, count: members.count)
    for (place, member) in members.enumerated() {
      func words(_ member: JSONMember) -> String { "'\(PlainText.visible(member.key))'" }
      if member.key.isEmpty { throw fail("a token without letters has id \(member.value.words)") }
      guard let id = member.value.whole, places.indices.contains(id) else {
        throw fail(
          "token \(words(member)) has id \(member.value.words); \(members.count) tokens have the "
            + "ids 0 to \(members.count - 1), each once")
      }
      guard places[id] < 0 else {
        throw fail(
          "token \(words(member)) has id \(id), which is also that of "
            + "\(words(members[places[id]])); give each its own")
      }
      places[id] = place
    }
    return places.map { Array(members[$0].key.utf8) }
  }
}

extension BytePair {
  /// A tokenizer of the bytes of a `vocab.json` and a `merges.txt`.
  ///
  /// - Throws: `LineError` for what is not JSON, `InputError` for ids, `BytePairError` for
  ///   tokens and merges; each names the file.
  package init(
    vocabulary: (text: [UInt8], source: String), merges: (text: [UInt8], source: String),
    settings: Settings
  ) throws {
    let json = try JSONNode.parse(Data(vocabulary.text), file: vocabulary.source, line: 1)
    let tokens = try TokenIDs.tokens(json) {
      InputError(file: vocabulary.source, problem: $0)
    }
    try self.init(tokens: tokens, source: vocabulary.source, merges: merges, settings: settings)
  }
}

import Evaluation
import Model

/// A byte-level vocabulary made for a test: the special tokens, 256 bytes, and merges.
struct SmallBytePairs: Sendable {
  /// The bytes that random merges begin with.
  static let letters = Array("abc".utf8)

  var merges: [(String, String)]
  var mask = "<mask>"

  /// The character that spells a byte that prints, a blank, a tab or a line feed.
  func letter(_ byte: UInt8) -> String { String(Unicode.Scalar(byte)) }

  /// Merges of what there is already, each to a new token.
  static func random(seed: UInt64, merges count: Int) -> SmallBytePairs {
    let stream = RandomStream(seed: seed, label: "merges")
    var tokens = letters.map { String(Unicode.Scalar($0)) }
    var merges: [(String, String)] = []
    var draw = 0
    while merges.count < count {
      let left = tokens[stream.integer(at: draw, below: tokens.count)]
      let right = tokens[stream.integer(at: draw + 1, below: tokens.count)]
      draw += 2
      if left.utf8.count + right.utf8.count > 12 || tokens.contains(left + right) { continue }
      merges.append((left, right))
      tokens.append(left + right)
    }
    // Out of the order in which they were made.
    let order = stream.permutation(count)
    return SmallBytePairs(merges: order.map { merges[$0] })
  }

  /// The characters of the 256 bytes, by GPT-2's rule.
  static let alphabet: [String] = {
    var others: UInt32 = 256
    return (0..<256).map { (byte: UInt32) in
      var value = byte
      if !((33...126).contains(byte) || (161...172).contains(byte) || byte >= 174) {
        value = others
        others += 1
      }
      return Unicode.Scalar(value).map { String($0) } ?? ""
    }
  }()

  var tokens: [String] {
    ["<s>", "<pad>", "</s>", "<unk>"] + Self.alphabet + merges.map { $0.0 + $0.1 } + [mask]
  }

  /// The text of `vocab.json`, a token a line: token i stands on line i + 2.
  var vocabularyFile: String {
    let lines = tokens.enumerated().map { id, token in
      let escaped = token.unicodeScalars.map {
        $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0.value < 32 ? "\\u000\($0.value)" : String($0)
      }
      return "  \"\(escaped.joined())\": \(id)"
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  var mergesFile: String {
    "#version: 0.2\n" + merges.map { "\($0) \($1)\n" }.joined()
  }

  func tokenizer(_ settings: BytePair.Settings) throws -> BytePair {
    try BytePair(
      vocabulary: (Array(vocabularyFile.utf8), "vocab.json"),
      merges: (Array(mergesFile.utf8), "merges.txt"), settings: settings)
  }
}

import Evaluation
import Model
import Testing

@Suite struct BytePairFilesTests {
  static let pairs = SmallBytePairs(merges: [("a", "b"), ("ab", "c")])

  /// A change to a file, and what the error says.
  struct Damage: Sendable, CustomTestStringConvertible {
    var from: String
    var to: String
    var message: String

    init(_ from: String, _ to: String, _ message: String) {
      (self.from, self.to, self.message) = (from, to, message)
    }

    var testDescription: String { "'\(from)' for '\(to)'" }
  }

  @Test(arguments: [
    Damage("{\n", "[\n", "vocab.json, line 2: column 8 is not JSON: there is ':' where , or ]"),
    Damage(
      "\"<pad>\": 1,", "\"<pad>\": 1",
      "vocab.json, line 4: column 3 is not JSON: there is '\"' where , or }"),
    Damage(
      "\"<pad>\": 1", "\"<pad>\" 1",
      "vocab.json, line 3: column 11 is not JSON: there is '1' where :"),
    Damage(
      "\"<pad>\": 1", "\"<pad>\": -1",
      "vocab.json: token '<pad>' has id -1; 263 tokens have the ids 0 to 262"),
    Damage("\"<pad>\": 1", "\"<pad>\": 1.5", "token '<pad>' has id 1.5; 263 tokens"),
    Damage("\"<pad>\": 1", "\"<pad>\": 99999999999", "has id 99999999999; 263 tokens"),
    Damage("\"<pad>\": 1", "<pad>: 1", "line 3: column 3 is not JSON: there is '<' where a key"),
    Damage("\"<pad>\"", "\"<pad>\\x\"", "line 3: column 10 is not JSON: there is 'x' after \\"),
    Damage(
      "\"<pad>\"", "\"<pad>\\u12g4\"", "line 3: column 13 is not JSON: there is 'g' where \\u"),
    Damage("\"<pad>\"", "\"<pad>\\ud83d\"", "half of a pair of surrogates"),
    Damage(
      "\"<pad>\"", "\"<pad>\n\"", "line 3: column 9 is not JSON: a control character, byte 10"),
    Damage("\n}\n", "\n}\nx", "something follows the end of the JSON value"),
    Damage("\n}\n", "", "the file ends where , or }"),
    Damage("<pad>", "<s>", "line 3: column 3 is not JSON: key '<s>' is given twice"),
    Damage(
      "\"<pad>\": 1", "\"<pad>\": 0",
      "vocab.json: token '<pad>' has id 0, which is also that of '<s>'"),
    Damage(
      "\"<pad>\": 1", "\"<pad>\": 263",
      "vocab.json: token '<pad>' has id 263; 263 tokens have the ids 0"),
    Damage("\"<pad>\"", "\"\"", "a token without letters has id 1"),
    Damage("\"<pad>\"", "\"padding\"", "none of its 263 tokens is \"<pad>\", the padding token"),
    Damage("\"ab\"", "\"▁ab\"", "vocab.json: token \"▁ab\" holds U+2581, which spells no byte"),
    Damage("\"Ġ\"", "\"ĠĠ\"", "no token is \"Ġ\", which spells byte 32"),
  ])
  func `a vocabulary that is damaged is refused by line or token`(_ damage: Damage) {
    let text = Self.pairs.vocabularyFile.replacing(damage.from, with: damage.to, maxReplacements: 1)
    expectRefusal(vocabulary: Array(text.utf8), merges: Array(Self.pairs.mergesFile.utf8), damage)
  }

  @Test(arguments: [
    Damage("ab c", "abc", "merges.txt, line 3: \"abc\" found; expected two tokens"),
    Damage("ab c", "a b c", "merges.txt, line 3: \"a b c\" found; expected two tokens"),
    Damage("ab c", "", "merges.txt, line 3: \"\" found; expected two tokens"),
    Damage(
      "ab c", "ab ", "merges.txt, line 3: \"\" of the merge \"ab \" is no token of vocab.json"),
    Damage("ab c", "a c", "merges.txt, line 3: \"ac\" of the merge \"a c\" is no token"),
    Damage("ab c", "a b", "merges.txt, line 3: \"a b\" is already on line 2"),
  ])
  func `merges that are damaged are refused by their line`(_ damage: Damage) {
    let text = Self.pairs.mergesFile.replacing(damage.from, with: damage.to, maxReplacements: 1)
    expectRefusal(
      vocabulary: Array(Self.pairs.vocabularyFile.utf8), merges: Array(text.utf8), damage)
  }

  @Test func `a vocabulary that is not UTF-8 is refused by its line`() {
    var text = Array(Self.pairs.vocabularyFile.utf8)
    text.insert(0xFF, at: 5)
    expectRefusal(
      vocabulary: text, merges: [],
      Damage("", "", "line 2: column 3 is not JSON: this text is not UTF-8"))
  }

  @Test func `a vocabulary cut off anywhere is refused`() {
    let whole = Array("{\"<s>\": 0, \"\\u0120\\ud83d\\ude00\\n\": 1}".utf8)
    for length in 0..<whole.count {
      expectRefusal(
        vocabulary: Array(whole[..<length]), merges: [],
        Damage("", "", "vocab.json, line 1: column"))
    }
  }

  @Test(arguments: ["#version: 0.2\r\na b\r\nab c\r\n", "a b\nab c\n", "#version: 0.2\na b\nab c"])
  func `merges may lack the version, or end lines as another system does`(text: String) throws {
    let tokenizer = try BytePair(
      vocabulary: (Array(Self.pairs.vocabularyFile.utf8), "v"), merges: (Array(text.utf8), "m"),
      settings: .roberta)
    #expect(tokenizer.ids("abc", maxTokens: nil).count == 3)
  }

  @Test func `a vocabulary in escapes is the one in letters`() throws {
    let text = Self.pairs.vocabularyFile.unicodeScalars.map {
      $0.value < 128 ? String($0) : "\\u0" + String($0.value, radix: 16).leftPadded
    }.joined()
    let tokenizer = try BytePair(
      vocabulary: (Array(text.utf8), "v"), merges: ([], "m"), settings: .roberta)
    #expect(tokenizer.vocabulary.id(of: "Ġ") == 36)
    #expect((0..<263).allSatisfy { tokenizer.vocabulary.token($0) == Self.pairs.tokens[$0] })
  }

  private func expectRefusal(vocabulary: [UInt8], merges: [UInt8], _ damage: Damage) {
    let error = #expect(throws: (any Error).self) {
      try BytePair(
        vocabulary: (vocabulary, "vocab.json"), merges: (merges, "merges.txt"), settings: .roberta)
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains(damage.message), "\(text)")
  }
}

extension String {
  /// Three digits.
  fileprivate var leftPadded: String { String(repeating: "0", count: 3 - count) + self }
}

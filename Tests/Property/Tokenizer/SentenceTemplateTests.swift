import Evaluation
import Foundation
import Model
import Support
import Testing

@Suite struct SentenceTemplateTests {
  private static func tokenizer() throws -> Tokenizer {
    try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil).tokenizer
  }

  private static func ids(_ template: String, _ text: String, _ limit: Int?) throws -> [Int32] {
    var tokenizer = try tokenizer()
    tokenizer.preparation.template = SentenceTemplate(template, tokenizer: tokenizer)
    return tokenizer.ids(text, maxTokens: limit)
  }

  @Test func `the sentence is cut, never the template, whose tokens are not counted`() throws {
    let plain = try Self.tokenizer()
    for limit in 2...7 {
      let cut = plain.ids("h i j k", maxTokens: limit).dropFirst().dropLast()
      let own = try Self.ids("a [X] b [MASK] c", "h i j k", limit)
      #expect(own == plain.ids("a", maxTokens: nil).dropLast() + cut + [6, 4, 7, 3])
    }
  }

  @Test func `a mask token in the sentence becomes the unknown token`() throws {
    let own = try Self.ids("a [X] [MASK]", "h [MASK] i", nil)
    #expect(own == [2, 5, 12, 1, 13, 4, 3])
  }

  @Test func `the marks may begin and end a template, in either order`() throws {
    #expect(try Self.ids("[X][MASK]", "h", nil) == [2, 12, 4, 3])
    #expect(try Self.ids("[MASK] a [X]", "h", nil) == [2, 4, 5, 12, 3])
    #expect(try Self.ids("[MASK][X]", "", nil) == [2, 4, 3])
  }

  @Test(arguments: [
    ("a [X] b", "has [MASK] 0 times"), ("a [MASK] b", "has [X] 0 times"),
    ("[X] [X] [MASK]", "has [X] 2 times"), ("[MASK] [X] [MASK]", "has [MASK] 2 times"),
    ("", "has [MASK] 0 times"),
  ])
  func `a template has each mark once`(_ text: String, _ words: String) {
    #expect(SentenceTemplate.problem(text)?.contains(words) == true)
  }

  // A byte-level tokenizer reads blanks: a template gives the tokens of the whole text.
  @Test(arguments: ["oat [X] goat [MASK] o", "[X] : [MASK]", "go [MASK] [X]", "a[X]b [MASK]."])
  func `a template of byte pairs has the tokens of the text that it makes`(_ text: String) throws {
    let settings = BytePair.Settings(
      addsPrefixSpace: false, classification: "<s>", separator: "</s>", padding: "<pad>",
      unknown: "<unk>", mask: "<mask>", maskTakesSpaceBefore: true)
    let plain = Tokenizer.bytePair(
      try SmallBytePairs(merges: [("o", "a"), ("oa", "t"), ("Ġ", "g"), ("Ġ", "oat")])
        .tokenizer(settings))
    var own = plain
    own.preparation.template = SentenceTemplate(text, tokenizer: plain)
    let whole = text.replacing("[X]", with: "oat go").replacing("[MASK]", with: "<mask>")
    #expect(own.ids("oat go", maxTokens: nil) == plain.ids(whole, maxTokens: nil))
  }
}

import Model
import Testing

@Suite struct VocabularyTests {
  @Test(arguments: ["[UNK]\na\n##b\né\n", "[UNK]\na\n##b\né", "[UNK]\r\na\r\n##b\r\né\r\n"])
  func `the id of a token is its line number, from 0`(text: String) throws {
    let vocabulary = try Vocabulary(parsing: Array(text.utf8), source: "vocab.txt")
    #expect(vocabulary.count == 4)
    #expect((0..<4).map(vocabulary.token) == ["[UNK]", "a", "##b", "é"])
    #expect(["[UNK]", "a", "##b", "é"].map(vocabulary.id) == [0, 1, 2, 3])
    #expect(
      ["", "b", "#", "##", "##a", "e", "[UNK"].map(vocabulary.id) == .init(repeating: nil, count: 7)
    )
  }

  @Test func `every token of a large vocabulary is found again`() throws {
    let tokens = (0..<20_000).map { $0 % 3 == 0 ? "##\($0)" : String($0, radix: 36) + "é" }
    let vocabulary = try Vocabulary(tokens: tokens)
    #expect(tokens.indices.allSatisfy { vocabulary.token($0) == tokens[$0] })
    #expect(tokens.indices.allSatisfy { vocabulary.id(of: tokens[$0]) == $0 })
    #expect((0..<20_000).allSatisfy { vocabulary.id(of: "x\($0)") == nil })
  }

  @Test func `a line that is wrong is named`() {
    func failure(_ text: [UInt8]) -> VocabularyError? {
      #expect(throws: VocabularyError.self) { try Vocabulary(parsing: text, source: "v.txt") }
    }
    #expect(failure([]) == .empty(source: "v.txt"))
    #expect(failure(Array("a\n\nb\n".utf8)) == .emptyLine(source: "v.txt", line: 2))
    #expect(failure(Array("a\nb\n\n".utf8)) == .emptyLine(source: "v.txt", line: 3))
    #expect(failure(Array("a\nb".utf8) + [0xFF, 0x0A]) == .notUTF8(source: "v.txt", line: 2))
    #expect(
      failure(Array("a\nb\nc\nb\n".utf8))
        == .repeated(token: "b", source: "v.txt", line: 4, firstLine: 2))
    #expect(
      failure(Array("a\na\n".utf8))?.description
        == """
        v.txt, line 2: "a" is already on line 1; remove one, or rename it to keep the ids of \
        the lines after it
        """)
  }

  @Test func `tokens that are the same to a reader but not in bytes are two`() throws {
    let vocabulary = try Vocabulary(tokens: ["\u{E9}", "e\u{301}"])
    #expect(vocabulary.id(of: "e\u{301}") == 1)
    #expect(vocabulary.token(0).unicodeScalars.count == 1)
  }

  @Test func `an id outside of the vocabulary is a caller's mistake`() async {
    await #expect(processExitsWith: .failure) {
      _ = try Vocabulary(tokens: ["a", "b"]).token(2)
    }
  }
}

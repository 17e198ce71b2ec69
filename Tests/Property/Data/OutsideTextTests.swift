import Data
import Files
import Foundation
import Support
import Testing

@Suite struct OutsideTextTests {
  private func with<Result>(
    _ text: String, named name: String = "text", _ body: (URL) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      return try body(file)
    }
  }

  private func examples(_ text: String, named name: String = "text") throws -> [OutsideExample] {
    try with(text, named: name) { try OutsideText.read($0).examples }
  }

  private func refusal(_ text: String, named name: String = "text") throws -> String {
    do {
      _ = try examples(text, named: name)
      return "it was read"
    } catch { return "\(error)" }
  }

  @Test func `a CSV of one, two or three columns is sentences, pairs or triples`() throws {
    let quoted = "\"It hums, then \"\"sings\"\".\nLoudly.\""
    let three = try examples("sent0,sent1,hard_neg\r\n\(quoted),b,c\r\n\r\nd,e,f")
    #expect(
      three.map(\.sentences) == [
        ["It hums, then \"sings\".\nLoudly.", "b", "c"], ["d", "e", "f"],
      ])
    #expect(three[0].hardNegative == "c" && three[0].positives.map(\.second) == ["b"])
    #expect(
      try examples("premise,other\na,b\nc,d\n").map(\.sentences) == [["a", "b"], ["c", "d"]])
    let one = try examples("\u{FEFF}text\n\"a, b\"\nc\n", named: "own.csv")
    #expect(one.map(\.sentences) == [["a, b"], ["c"]])
  }

  @Test func `lines with commas are lines`() throws {
    let lines = "Well, yes.\nNo, thanks.\nAlways, always.\n"
    #expect(
      try examples(lines).map(\.sentences) == [
        ["Well, yes."], ["No, thanks."], ["Always, always."],
      ])
    #expect(try examples("yes,no\nWell, yes, he said.\n").count == 2)
  }

  @Test func `JSON Lines are read by their keys`() throws {
    let triples = try examples(#"{"anchor": "a", "positive": "b", "negative": "c"}"# + "\n")
    #expect(triples[0].sentences == ["a", "b", "c"] && triples[0].hardNegative == "c")
    let pairs = try examples(
      #"{"premise": "a", "hypothesis": "b", "label": 0}"# + "\n\n"
        + #"{"premise": "c", "hypothesis": "d", "label": 2}"#)
    #expect(pairs.map(\.positives.count) == [1, 0])
    #expect(
      try examples(#"{"sentence1": "a", "sentence2": "b", "score": 1.0}"#)[0].positives.isEmpty)
    #expect(try refusal(#"{"a": "b"}"#).contains("known: anchor"))
    #expect(try refusal("{\"text\": \"a\"}\n{\"text\": NaN}\n").contains("line 2"))
  }

  @Test func `AllNLI and minBERT's tables are read by their header`() throws {
    let nli = try with(
      "split\tdataset\tfilename\tsentence1\tsentence2\tlabel\ntrain\tS\tf\ta \"b\tc\tentailment\n"
        + "train\tS\tf\td\te\tneutral\ndev\tS\tf\tg\th\tentailment\n"
    ) { try OutsideText.read($0) }
    #expect(nli.examples.map(\.positives.count) == [1, 0] && nli.skipped == 1)
    let quora = try examples(
      "\tid\tsentence1\tsentence2\tis_duplicate\n0\tx\t\"a \"\"b\"\"\"\tc\t1.0\n1\ty\td\te\t0.0\n",
      named: "quora-train.csv")
    #expect(quora.map(\.sentences) == [["a \"b\"", "c"], ["d", "e"]])
    #expect(quora.map(\.positives.count) == [1, 0])
    let sst = try examples(
      "\tid\tsentence\tsentiment\n0\tx\t a film.\t3\n", named: "ids-sst-dev.csv")
    #expect(sst.map(\.sentences) == [[" a film."]])
    #expect(try examples("0\t\tid\tsentence\n0\t0\tx\ta\n").map(\.sentences) == [["a"]])
  }

  @Test func `blank lines are skipped and counted, CRLF and a byte-order mark accepted`() throws {
    let content = try with("\u{FEFF}one\r\n\r\ntwo\n \nthree") { try OutsideText.read($0) }
    #expect(content.examples.map(\.sentences) == [["one"], ["two"], ["three"]])
    #expect(content.skipped == 2)
    try with("one\r\n\n\ntwo\nthree\n") { file in
      let read = try SentenceFile.read(file, column: nil, first: 2)
      #expect(read.sentences == ["one", "two"] && read.blank == 2)
    }
  }

  @Test(arguments: [
    ("sent0,sent1\na,b\nc,d\n", "text", "CSV"), ("{\"text\": \"a\"}\n", "text", "JSON Lines"),
    ("PAR1\u{0}", "a.parquet", "to_json"), ("ARROW1", "a.arrow", "to_json"),
    ("\tid\tsentence\n0\tx\ty\n", "text", "minBERT"), ("text\na\n", "a.csv", "CSV"),
    ("PK\u{3}\u{4}", "text", "zip"),
  ])
  func `what is no sentence a line is never read as lines`(
    text: String, name: String, word: String
  ) throws {
    try with(text, named: name) { file in
      do {
        _ = try SentenceFile.read(file, column: nil, first: 1)
        Issue.record("it was read")
      } catch { #expect("\(error)".contains(word), "\(error)") }
    }
  }

  @Test func `a quote without end, a wrong count and many columns are refused by line`() throws {
    let endless = try refusal(
      "a,b\nc,d\ne,\"" + String(repeating: "x", count: 2 << 20), named: "a.csv")
    #expect(endless.contains("line 3") && endless.contains("none closes it"))
    #expect(try refusal("a,b\nc,d\ne\n", named: "a.csv").contains("line 3"))
    #expect(try refusal("a,b,c,d\n", named: "a.csv").contains("4 columns"))
    #expect(try refusal("a,b\n\"c\"d,e\n", named: "a.csv").contains("line 2"))
    #expect(try refusal("a\n\"\"\n", named: "a.csv") != "it was read")
  }

  @Test func `deep JSON is refused before it fills the stack`() throws {
    let deep = "{\"text\": " + String(repeating: "[", count: 100_000)
    #expect(try refusal("{\"text\": \"a\"}\n" + deep).contains("line 2"))
  }
}

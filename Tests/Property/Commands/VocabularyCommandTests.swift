import Data
import Evaluation
import Foundation
import Model
import Support
import Testing

@Suite struct VocabularyCommandTests {
  /// A file of generated sentences, and a folder to work in.
  private func withText(_ body: (_ text: String, _ folder: URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let text = folder.appendingPathComponent("text.txt")
      let sentences = SyntheticEnglish(seed: 1, purpose: "training").sentences(300)
      try Data((sentences.joined(separator: "\n") + "\n").utf8).write(to: text)
      try body(text.path, folder)
    }
  }

  private func command(_ text: String, _ output: URL, _ more: [String] = []) -> RecordedCommand {
    let standard = [("sentences", "250"), ("size", "200"), ("characters", "100")]
      .filter { name, _ in !more.contains("--" + name) }
    return RecordedCommand(
      ["vocabulary", "--text", text, "--output", output.path]
        + standard.flatMap { ["--" + $0, $1] } + more)
  }

  @Test func `the folder is a tokenizer's, of the size asked for, and the same the next time`()
    throws
  {
    try withText { text, folder in
      let places = ["a", "b"].map { folder.appendingPathComponent("made/" + $0) }
      for place in places {
        let made = command(text, place)
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.output.hasPrefix("200 tokens of 250 sentences in "))
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: places[0].path).sorted()
      #expect(names == ["tokenizer_config.json", "vocab.txt"])
      for name in names {
        let files = try places.map { try Data(contentsOf: $0.appendingPathComponent(name)) }
        #expect(files[0] == files[1])
      }
      let tokenizer = try ModelFolder.tokenizer(places[0])
      #expect(tokenizer.vocabulary.count == 200)
      let tokens = RecordedCommand(
        ["tokenize", "--model", places[0].path], input: "[MASK] The zzz\n")
      let ids = tokenizer.ids("[MASK] The zzz", maxTokens: nil)
      #expect(tokens.output == "[\(ids.map(String.init).joined(separator: ","))]\n")
      #expect(ids.starts(with: [2, 4]) && ids.last == 3)
    }
  }

  @Test func `what is there already is kept`() throws {
    try withText { text, folder in
      let again = command(text, folder)
      #expect(again.code == 2 && again.complaints.count == 1)
      #expect(again.errors.contains("it exists already; name a new folder"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names == ["text.txt"])
    }
  }

  @Test(arguments: [
    (
      ["--size", "90000"],
      "text.txt: a vocabulary of 90000 tokens was asked for, but the text gives"
    ),
    (["--size", "20"], "5 special tokens, "),
    (["--size", "6"], "--size is 6; it must be a whole number from 7 to "),
    (["--sentences", "400"], "ends after 300 sentences, but 400 were asked for"),
    (["--text", "/none"], "--text is given twice"),
  ])
  func `what gives no vocabulary is named in one line, and nothing is written`(
    _ more: [String], _ words: String
  ) throws {
    try withText { text, folder in
      let output = folder.appendingPathComponent("made")
      let made = command(text, output, more)
      #expect(made.code == 2 && made.complaints.count == 1 && made.output.isEmpty)
      #expect(made.errors.hasPrefix("simcse vocabulary: ") && made.errors.contains(words))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names == ["text.txt"])
    }
  }
}

import Files
import Foundation
import Runs
import Studies
import Support
import Testing

@Suite struct TrainerSettingsTests {
  @Test func `settings of a trainer have its keys and no others, and survive a file`() throws {
    let settings = try StubTrainer.settings()
    let value = try JSONValue(settings)
    guard case .object(let members) = value else {
      Issue.record("\(value)")
      return
    }
    #expect(members.keys.sorted() == ["evaluation", "seeds", "trainer"])
    let read = try RunSettings(value, file: "settings")
    #expect(try read == settings && read.hash == settings.hash)
    #expect(settings.trainer?.words == "sh train.sh")
  }

  @Test(arguments: [
    ("temperature=0.05", "unknown key 'temperature'; known here: evaluation, seeds, trainer"),
    ("trainer.command=[]", "trainer command is empty"),
    (#"trainer.command=[""]"#, "trainer command begins with an empty word"),
    (#"trainer.command=["sh", "a\u0000b"]"#, "zero byte"),
    ("trainer.command=sh train.sh", "trainer.command"),
    ("trainer.repetition=0", "repetition"),
    ("trainer.shell=true", "unknown key 'trainer.shell'"),
    (#"trainer.options={"a": null}"#, "null"),
    ("evaluation.token-limit=2", "token-limit"),
  ])
  func `what a trainer cannot be is refused by its key`(setting: String, words: String) throws {
    do {
      _ = try StubTrainer.settings([setting])
      Issue.record("\(setting) was accepted")
    } catch { #expect("\(error)".contains(words), "\(error)") }
  }

  @Test func `a trainer beside settings of this program's own training is refused`() throws {
    let error = #expect(throws: InputError.self) {
      try StudyFile.settings(
        Data(EmbeddedDefault.json.utf8), file: "settings",
        overrides: [try StudyFile.override(#"trainer={"command": ["sh"]}"#)])
    }
    #expect("\(try #require(error))".contains("unknown key"))
  }

  /// Keys of this program's settings are renamed with time; a trainer's options are its own.
  @Test func `options keep their keys, and those of unlike keys have unlike hashes`() throws {
    func settings(_ options: String) throws -> RunSettings {
      try StubTrainer.settings(["trainer.options=\(options)"])
    }
    let (old, new) = (
      try settings(#"{"maximum-tokens": 7}"#), try settings(#"{"token-limit": 7}"#)
    )
    #expect(old.trainer?.options == ["maximum-tokens": .integer(7)])
    #expect(try old.hash != new.hash)
    let path = ["trainer", "options", "maximum-tokens"]
    #expect(RunSettings.path(of: "trainer.options.maximum-tokens") == path)
  }

  @Test func `options vary by their path, and one that the base does not have is refused`() throws {
    try withTemporaryFolder { folder in
      let stub = try StubTrainer("", in: folder)
      let plan = try StudyFile.plan(
        stub.study(#""vary": { "trainer.options.learning-rate": [1e-3, 1e-4] }"#))
      #expect(plan.entries.count == 2 && plan.warnings.isEmpty)
      #expect(
        plan.entries.map { $0.settings.trainer?.options?["learning-rate"] } == [
          .number(1e-3), .number(1e-4),
        ])
      #expect(throws: InputError.self) {
        try StudyFile.plan(stub.study(#""vary": { "trainer.options.rate": [1, 2] }"#))
      }
    }
  }

  @Test(arguments: [
    "plain", "", "a\ttab", "two\nlines\r\nthree", #"quote " and \ backslash"#, "\u{0}\u{7f}\u{85}",
    "line\u{2028}separators\u{2029}", "한국어 naïve 👩‍👩‍👧 𝒳", "\u{feff}mark",
  ])
  func `any sentence survives as a line of ASCII`(sentence: String) throws {
    let line = TrainerFiles.line(sentence)
    #expect(line.utf8.allSatisfy { $0 < 0x80 })
    #expect(line.filter { $0.isNewline } == "\n" && line.hasSuffix("\n"))
    let read = try JSONDecoder().decode(String.self, from: Data(line.utf8))
    #expect(Array(read.unicodeScalars) == Array(sentence.unicodeScalars))
  }
}

import Evaluation
import Files
import Foundation
import Model
import Support
import Testing

@Suite struct ModelFolderTests {
  /// Writes a small fresh RoBERTa, changes a file and opens the folder.
  private func open(
    _ name: String, _ change: (String) -> String?
  ) throws -> ModelFolder {
    try withTemporaryFolder { folder in
      try SmallRoBERTa.write(to: folder)
      let file = folder.appending(path: name)
      let text = try String(contentsOf: file, encoding: .utf8)
      try FileManager.default.removeItem(at: file)
      if let text = change(text) { try Data(text.utf8).write(to: file) }
      return try ModelFolder(folder, blocks: nil)
    }
  }

  private func expectRefusal(
    _ words: [String], _ name: String, _ change: (String) -> String?
  ) {
    do {
      _ = try open(name, change)
      Issue.record("it was read")
    } catch {
      #expect(words.allSatisfy { "\(error)".contains($0) }, "\(error)")
    }
  }

  @Test func `an encoder of another type is refused, naming those known`() {
    expectRefusal(["config.json", "'mpnet'", "known: bert, distilbert, roberta"], "config.json") {
      $0.replacing("\"roberta\"", with: "\"mpnet\"")
    }
    // Its other keys are not looked for.
    expectRefusal(["'electra'", "known: bert, distilbert, roberta"], "config.json") { _ in
      #"{"model_type": "electra", "embedding_size": 128}"#
    }
  }

  @Test(arguments: ["vocab.json", "merges.txt"])
  func `a tokenizer's file that is missing is named`(_ name: String) {
    expectRefusal([name, "there is no such file"], name) { _ in nil }
  }

  @Test func `a tokenizer's file that is damaged is named with its line`() {
    expectRefusal(["merges.txt, line 2"], "merges.txt") { _ in "#version: 0.2\na b c\n" }
    expectRefusal(["vocab.json, line 1"], "vocab.json") { _ in "{\"a\": }" }
  }

  @Test func `an added token that is not handled is refused`() {
    expectRefusal(["tokenizer_config.json", "'<extra>'", "<mask>"], "tokenizer_config.json") {
      $0.replacing(
        "{\n", with: "{\n\"added_tokens_decoder\": {\"9\": {\"content\": \"<extra>\"}},\n",
        maxReplacements: 1)
    }
  }

  @Test func `numbers of config.json take no memory before they are held against the file`() {
    for (key, words) in [
      ("num_hidden_layers", "blocks is 100000000000; it must be a whole number"),
      ("vocab_size", "vocabulary-size is 100000000000; it must be a whole number"),
      ("intermediate_size", "feed-forward-width is 100000000000; it must be a whole number"),
    ] {
      expectRefusal([words], "config.json") {
        $0.replacingOccurrences(
          of: "\"\(key)\" : [0-9]+", with: "\"\(key)\" : 100000000000",
          options: .regularExpression)
      }
    }
  }

  @Test func `a padding token beyond the vocabulary is refused`() {
    expectRefusal(["config.json", "padding-id 999 is no token"], "config.json") {
      $0.replacing("\"pad_token_id\" : 1", with: "\"pad_token_id\" : 999")
    }
  }

  @Test func `settings of the tokenizer are those that the folder says`() throws {
    func settings(_ config: String) throws -> BytePair.Settings? {
      guard
        case .bytePair(let tokenizer) = try open("tokenizer_config.json", { _ in config })
          .tokenizer
      else { return nil }
      return tokenizer.settings
    }
    var wanted = BytePair.Settings.roberta
    #expect(try settings("{}") == wanted)
    wanted.addsPrefixSpace = true
    wanted.maskTakesSpaceBefore = true
    #expect(
      try settings(
        #"{"add_prefix_space": true, "mask_token": {"content": "<mask>", "lstrip": true}}"#)
        == wanted)
    let mask = try #require(open("config.json") { $0 }.tokenizer.vocabulary.id(of: "<mask>"))
    func decoder(_ id: Int) -> String {
      #"{"add_prefix_space": true, "added_tokens_decoder": "#
        + #"{"\#(id)": {"content": "<mask>", "lstrip": true}}}"#
    }
    #expect(try settings(decoder(mask)) == wanted)
    #expect(throws: InputError.self) { try settings(decoder(mask - 1)) }
  }

  @Test func `without config.json the tokenizer is that of the files there are`() throws {
    try withTemporaryFolder { folder in
      try SmallRoBERTa.write(to: folder)
      let whole = try ModelFolder.tokenizer(folder)
      try FileManager.default.removeItem(at: folder.appending(path: "config.json"))
      let text = "two goats, 3 bridges"
      #expect(
        try ModelFolder.tokenizer(folder).ids(text, maxTokens: nil)
          == whole.ids(text, maxTokens: nil))
    }
  }

  @Test func `a sentence of all positions is embedded, and a longer one is not asked for`() throws {
    let folder = try open("config.json") { $0 }
    #expect(folder.settings.paddingID == 1 && folder.settings.maximumTokens == 7)
    let encoder = try folder.sentenceEncoder(
      pooling: .mean, maximumTokens: nil, compute: oneThread)
    #expect(encoder.maximumTokens == 7)
    let rows = encoder.embeddings(
      of: ["a sentence far too long"], batch: 1, progress: nil)
    #expect(rows.scalars.allSatisfy { $0.isFinite })
    #expect(throws: InputError.self) {
      _ = try folder.sentenceEncoder(pooling: .mean, maximumTokens: 8, compute: oneThread)
    }
  }
}

import Evaluation
import Foundation
import Model
import Support
import Testing

/// What other programs' files say of a model: obeyed, or refused by name.
@Suite struct OutsideFoldersTests {
  private static let plain = Fixture.folder("outside-models").appending(path: "hub-bin-only")
  private static let whole = Fixture.folder("outside-models").appending(path: "transformers5")

  /// A copy of a folder with files put into it; nil removes one.
  private func with<Result>(
    _ files: [String: String?], in source: URL = plain, _ body: (URL) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { root in
      let folder = root.appending(path: "model")
      try FileManager.default.copyItem(at: source, to: folder)
      for (name, text) in files {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? FileManager.default.removeItem(at: file)
        if let text { try Data(text.utf8).write(to: file) }
      }
      return try body(folder)
    }
  }

  /// What opening a changed folder for sentences says.
  private func refusal(_ files: [String: String?], in source: URL = plain) throws -> String {
    try with(files, in: source) { folder in
      do {
        _ = try ModelFolder(folder, blocks: nil).sentenceEncoder(
          pooling: nil, maximumTokens: nil, compute: Compute(product: .exact, threads: 1))
        return "it was read"
      } catch {
        return "\(error)"
      }
    }
  }

  private static let modules = """
    [{"type": "s.Transformer", "path": ""}, {"type": "s.Pooling", "path": "1_Pooling"}]
    """

  @Test(arguments: [
    (
      "tokenizer_config.json", #"{"tokenizer_class": "BertJapaneseTokenizer"}"#,
      "BertJapaneseTokenizer"
    ),
    ("tokenizer_config.json", #"{"do_basic_tokenize": false}"#, "do_basic_tokenize"),
    ("tokenizer_config.json", #"{"never_split": ["a"]}"#, "never_split"),
    ("tokenizer_config.json", #"{"truncation_side": "left"}"#, "truncation_side"),
    ("tokenizer_config.json", #"{"do_lower_case": "yes"}"#, "do_lower_case"),
    ("tokenizer_config.json", #"{"cls_token": "<start>"}"#, "<start>"),
    ("tokenizer_config.json", #"{"added_tokens_decoder": {"6": {"content": "x"}}}"#, "'x'"),
    (
      "tokenizer_config.json",
      #"{"added_tokens_decoder": {"83": {"content": "x", "single_word": true}}}"#, "single_word"
    ),
    ("tokenizer_config.json", #"{"added_tokens_decoder": {"83": {"content": "x"}}}"#, "84 tokens"),
    ("special_tokens_map.json", #"{"sep_token": "<end>"}"#, "<end>"),
    ("added_tokens.json", #"{"x": 1.5}"#, "'x'"),
    ("adapter_config.json", "{}", "merge_and_unload"),
    ("config_sentence_transformers.json", #"{"default_prompt_name": "q"}"#, "default_prompt_name"),
    ("config_sentence_transformers.json", #"{"model_type": "SparseEncoder"}"#, "SparseEncoder"),
    ("config_sentence_transformers.json", #"{"truncate_dim": 8}"#, "truncate_dim"),
    ("sentence_bert_config.json", #"{"max_seq_length": 0}"#, "max_seq_length"),
    ("sentence_bert_config.json", #"{"module_output_name": "other"}"#, "module_output_name"),
    ("sentence_bert_config.json", #"{"tokenizer_args": {"x": 1}}"#, "tokenizer_args"),
    ("modules.json", #"[{"type": "s.WordEmbeddings", "path": ""}]"#, "WordEmbeddings"),
    ("modules.json", #"[{"type": "s.Transformer", "path": "../x"}]"#, "leaves the folder"),
    (
      "modules.json", #"[{"type": "s.Transformer", "path": ""}, {"type": "s.LSTM", "path": "1"}]"#,
      "LSTM"
    ),
  ])
  func `a file that would move numbers is obeyed or refused by name`(
    name: String, text: String, word: String
  ) throws {
    let said = try refusal([name: text])
    #expect(said.contains(word), "\(said)")
  }

  @Test(arguments: [
    #""is_decoder": true"#, #""pruned_heads": {"0": [1]}"#, #""quantization_config": {"bits": 4}"#,
  ])
  func `a configuration that is not computed is refused by its key`(_ entry: String) throws {
    let config = try String(
      contentsOf: Self.plain.appending(path: "config.json"), encoding: .utf8
    ).replacing("\"is_decoder\": false,", with: "")
    let said = try refusal(["config.json": config.replacing("{\n", with: "{\n" + entry + ",\n")])
    #expect(said.contains(entry.split(separator: "\"")[0]), "\(said)")
  }

  @Test(arguments: [
    (#"{"pooling_mode": "mean"}"#, Pooling.mean), (#"{"pooling_mode": "cls"}"#, .clsBeforePooler),
    (#"{"pooling_mode": ["mean"]}"#, .mean),
    (#"{"pooling_mode_cls_token": true}"#, .clsBeforePooler),
    (#"{"pooling_mode_mean_tokens": true, "pooling_mode_max_tokens": false}"#, .mean),
    (#"{"pooling": "mean-top2"}"#, .meanTop2),
  ])
  func `both forms of a pooling are read`(_ text: String, pooling: Pooling) throws {
    try with(["modules.json": Self.modules, "1_Pooling/config.json": text]) { folder in
      let found = try ModelFolder(folder, blocks: nil).pooling.get()
      #expect(found == pooling)
    }
  }

  @Test(arguments: [
    (#"{"pooling_mode": "max"}"#, "max"), (#"{"pooling_mode": ["cls", "mean"]}"#, "mixture"),
    (#"{"pooling_mode_lasttoken": true}"#, "lasttoken"),
    (#"{"pooling_mode_weightedmean_tokens": true}"#, "weightedmean"), ("{}", "names no pooling"),
    (#"{"pooling_mode": "mean", "embedding_dimension": 7}"#, "embedding_dimension"),
  ])
  func `a pooling that is not computed is refused, naming it`(_ text: String, word: String) throws {
    let said = try refusal(["modules.json": Self.modules, "1_Pooling/config.json": text])
    #expect(said.contains(word), "\(said)")
  }

  @Test func `a prompt and lower case come before the tokenizer`() throws {
    try with([
      "tokenizer_config.json": #"{"do_lower_case": false}"#,
      "sentence_bert_config.json": #"{"do_lower_case": true}"#,
      "config_sentence_transformers.json":
        #"{"prompts": {"q": "THE: "}, "default_prompt_name": "q"}"#,
    ]) { folder in
      let found = try ModelFolder.tokenizer(folder)
      let wanted = try plainIDs("the: a kettle")
      #expect(found.ids("A Kettle", maxTokens: nil) == wanted)
    }
  }

  private func plainIDs(_ text: String) throws -> [Int32] {
    try ModelFolder.tokenizer(Self.plain).ids(text, maxTokens: nil)
  }

  @Test func `added tokens are cut out of the text, normalized ones of normalized text`() throws {
    let added = """
      {"do_lower_case": true, "added_tokens_decoder": {
        "83": {"content": "NewWord", "normalized": true},
        "84": {"content": "<Ent>", "normalized": false, "special": true}}}
      """
    let config = try String(contentsOf: Self.plain.appending(path: "config.json"), encoding: .utf8)
    let weights = try Checkpoint.parse(
      Data(contentsOf: Self.plain.appending(path: "pytorch_model.bin")), file: "bin")
    try with([
      "tokenizer_config.json": added, "pytorch_model.bin": nil,
      "config.json": config.replacing("\"vocab_size\": 83", with: "\"vocab_size\": 85"),
    ]) { folder in
      let tensors = weights.map { entry in
        let isTable = entry.name == "embeddings.word_embeddings.weight"
        let more = [Float](repeating: 0.5, count: isTable ? 2 * 32 : 0)
        let shape = isTable ? [85, 32] : entry.tensor.shape
        return (name: entry.name, tensor: Tensor(entry.tensor.scalars + more, shape: shape))
      }
      try Safetensors.serialized(tensors, metadata: [:])
        .write(to: folder.appending(path: "model.safetensors"))
      let opened = try ModelFolder(folder, blocks: nil)
      func ids(_ text: String) -> [Int32] { opened.tokenizer.ids(text, maxTokens: nil) }
      let kettle = try #require(opened.tokenizer.vocabulary.id(of: "kettle"))
      #expect(ids("kettle NÉWWORD kettle") == [2, Int32(kettle), 83, Int32(kettle), 3])
      #expect(ids("<Ent>kettle") == [2, 84, Int32(kettle), 3])
      #expect(!ids("<ent>").contains(84))
      // Saved and opened again, they are still there.
      let other = folder.appending(path: "again")
      try SavedModel.write(
        try opened.sentenceEncoder(
          pooling: nil, maximumTokens: nil, compute: Compute(product: .exact, threads: 1)),
        hiddenDropoutRate: 0, attentionDropoutRate: 0, precision: .single, to: other)
      let again = try ModelFolder.tokenizer(other)
      #expect(again.ids("newword <Ent> a", maxTokens: nil) == ids("newword <Ent> a"))
    }
  }

  @Test(arguments: [
    (#""lowercase": true"#, #""lowercase": false"#, "lowercase"),
    (#""type": "BertNormalizer""#, #""type": "NFKC""#, "NFKC"),
    (#""type": "BertPreTokenizer""#, #""type": "Whitespace""#, "Whitespace"),
    (#""type": "WordPiece""#, #""type": "Unigram""#, "Unigram"),
    (#""type": "TemplateProcessing""#, #""type": "Other""#, "Other"),
    (###""continuing_subword_prefix": "##""###, #""continuing_subword_prefix": "@@""#, "##"),
    (#""kettle": 7"#, #""kettle": 8"#, "has id 8, which is also that of"),
  ])
  func `a tokenizer.json that is not computed is refused, naming the part`(
    old: String, new: String, word: String
  ) throws {
    let file = Self.whole.appending(path: "tokenizer.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(old), "the fixture has no \(old)")
    let said = try refusal(["tokenizer.json": text.replacing(old, with: new)], in: Self.whole)
    #expect(said.contains(word) && said.contains("tokenizer.json"), "\(said)")
  }

  @Test func `a vocabulary beside tokenizer.json must be the same`() throws {
    let vocabulary = try String(
      contentsOf: Self.plain.appending(path: "vocab.txt"), encoding: .utf8)
    #expect(try refusal(["vocab.txt": vocabulary], in: Self.whole) == "it was read")
    let other = vocabulary.replacing("\nkettle\n", with: "\npot\n")
    #expect(try refusal(["vocab.txt": other], in: Self.whole).contains("id 7"))
  }

  @Test func `the token limit is that of sentence-transformers, else the tokenizer's`() throws {
    let short = #"{"do_lower_case": true, "model_max_length": 9}"#
    let files: [([String: String?], Int?)] = [
      (["tokenizer_config.json": short], 9),
      (
        ["tokenizer_config.json": short, "sentence_bert_config.json": #"{"max_seq_length": 12}"#],
        12
      ),
      (["tokenizer_config.json": #"{"model_max_length": 1000000000000000019884624838656}"#], nil),
    ]
    for (files, limit) in files {
      let found = try with(files) { try ModelFolder($0, blocks: nil).maximumTokens }
      #expect(found == limit)
    }
  }

  @Test(arguments: [
    ("cls", Pooling.cls), ("cls_before_pooler", .clsBeforePooler), ("avg", .mean),
    ("avg_top2", .meanTop2), ("avg_first_last", .meanFirstLast),
    ("mean-first-last", .meanFirstLast),
  ])
  func `poolers have SimCSE's names too`(_ name: String, pooling: Pooling) {
    #expect(Pooling(named: name) == pooling)
    #expect(Pooling(named: name + "_") == nil)
  }
}

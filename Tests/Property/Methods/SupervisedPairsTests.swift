import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

/// SBERT's objectives beside its softmax, and neutral sentences as negatives.
@Suite struct SupervisedPairsTests {
  private static let words = ["dog", "cat", "boat", "kettle", "garden", "river", "train", "window"]

  private static func sentence(_ number: Int) -> String {
    let stream = RandomStream(seed: 3, label: "supervised-pairs").fork(number)
    return (0..<5).map { words[stream.integer(at: $0, below: words.count)] }.joined(separator: " ")
  }

  private static func write(_ rows: [[String]], to folder: URL) throws {
    let text = rows.map { $0.joined(separator: "\t") }.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("text.tsv"))
  }

  private static func settings(
    _ examples: String, _ sentences: Int, _ variant: String, _ others: [String] = []
  ) throws -> RunSettings {
    try smallRunSettings(
      [
        #"text={ "file": "text.tsv", "examples": "\#(examples)", "sentences": \#(sentences) }"#,
        "variant=\(variant)",
      ] + others)
  }

  private static let cosine = #"{ "name": "cosine-regression" }"#
  private static let triplet = #"{ "name": "triplet-margin", "margin": 1 }"#
  private static let plain = #"{ "name": "in-batch-negatives" }"#

  private static func inputs(_ settings: RunSettings, _ folder: URL) throws -> TrainingExamples {
    try RunInputs(
      settings, places: Places(model: nil, data: nil, base: folder), threads: 1
    ).stages[0].examples
  }

  /// The losses of a run's steps.
  private static func losses(_ settings: RunSettings, _ folder: URL) throws -> [Double] {
    let run = Run(settings: settings, folder: folder.appendingPathComponent("run"))
    _ = try run.execute(
      places: Places(model: nil, data: nil, base: folder), threads: 1
    ) { _ in }
    let file = run.folder.appendingPathComponent(Run.File.log)
    return try StrictJSON.decode(
      TrainingLog.self, from: try Data(contentsOf: file), file: "log"
    ).steps.map(\.loss)
  }

  /// Pairs in the form of CS 224N's: the same sentence scores 5, another 0.
  private static func scored(_ count: Int) -> [[String]] {
    [["id", "sentence1", "sentence2", "similarity"]]
      + (0..<count).map { row in
        let first = sentence(2 * row)
        return [
          "\(row)", first, row % 2 == 0 ? first : sentence(2 * row + 1), "\(row % 2 == 0 ? 5 : 0)",
        ]
      }
  }

  @Test func `scores are brought to 0 to 1, in the order of the file`() throws {
    try withTemporaryFolder { folder in
      try Self.write(
        Self.scored(6).map { $0[3] == "0" ? Array($0.prefix(3)) + ["2"] : $0 }, to: folder)
      let examples = try Self.inputs(try Self.settings("scored-pairs", 4, Self.cosine), folder)
      #expect(examples.scores == [1, 0.4, 1, 0.4])
      #expect(examples.anchors.count == 4 && examples.labels == nil)
    }
  }

  @Test func `cosine regression learns scores that the pairs show`() throws {
    try withTemporaryFolder { folder in
      try Self.write(Self.scored(48), to: folder)
      let losses = try Self.losses(
        try Self.settings(
          "scored-pairs", 48, Self.cosine, ["epochs=8", "learning-rate=0.003"]), folder)
      #expect((losses.last ?? 9) < 0.5 * losses[0])
    }
  }

  /// Triples whose positive is the anchor, and whose negative another sentence.
  @Test func `the triplet objective brings positives nearer than negatives`() throws {
    try withTemporaryFolder { folder in
      let rows = (0..<48).map { row in
        [Self.sentence(2 * row), Self.sentence(2 * row), Self.sentence(2 * row + 1), "made"]
      }
      try Self.write([["sent0", "sent1", "hard_neg", "source"]] + rows, to: folder)
      let losses = try Self.losses(
        try Self.settings("triples", 48, Self.triplet, ["epochs=8", "learning-rate=0.003"]), folder)
      #expect((losses.last ?? 9) < 0.5 * losses[0])
    }
  }

  /// Two premises; the second has two of each kind, but one neutral sentence.
  private static let labelled = [
    ["premise", "hypothesis", "label", "source"],
    ["a b", "follows a", "entailment", "made"], ["c d", "against c", "contradiction", "made"],
    ["a b", "against a", "contradiction", "made"], ["c d", "follows c", "entailment", "made"],
    ["e f", "follows e", "entailment", "made"], ["e f", "against e", "contradiction", "made"],
    ["c d", "further c", "entailment", "made"], ["a b", "neither a", "neutral", "made"],
    ["c d", "neither c", "neutral", "made"], ["c d", "opposes c", "contradiction", "made"],
  ]

  @Test func `quadruples join what follows, contradicts and does neither by premise`() throws {
    try withTemporaryFolder { folder in
      try Self.write(Self.labelled, to: folder)
      func side(_ sentences: [String]) throws -> [[Int32]] {
        let inputs = try RunInputs(try smallRunSettings([]), places: noPlaces, threads: 1)
        return sentences.map { inputs.encoder.tokenizer.ids($0, maxTokens: 32) }
      }
      let examples = try Self.inputs(
        try Self.settings("quadruples", 2, Self.plain, ["hard-negative-weight=0"]), folder)
      #expect(examples.anchors == (try side(["a b", "c d"])))
      #expect(examples.positives == (try side(["follows a", "follows c"])))
      #expect(examples.hardNegatives == (try side(["against a", "against c"])))
      #expect(examples.neutrals == (try side(["neither a", "neither c"])))
      let error = #expect(throws: InputError.self) {
        _ = try Self.inputs(
          try Self.settings("quadruples", 3, Self.plain, ["hard-negative-weight=0"]), folder)
      }
      #expect("\(error, default: "none")".contains("it has 2 quadruples, but 3"))
    }
  }

  @Test func `a neutral sentence is one more negative, and reaches the gradient`() {
    var call = variantCall(InBatchNegatives())
    func loss(_ lengths: [Int]) -> Double {
      call.hardNegatives = .init(sentences: tinySentences(lengths, seed: 9), weight: 0)
      let slots = [0, 1, 2, 2].enumerated().flatMap { place, view in
        (0..<4).map { EncoderDropout.Slot(view: view, example: place == 3 ? 4 + $0 : $0) }
      }
      call.dropout = EncoderDropout(
        hiddenRate: 0.2, attentionRate: 0.1, stream: RandomStream(seed: 5, name: .dropout), step: 5,
        slots: slots)
      return TrainingStep(call).loss
    }
    let (three, four) = (loss([5, 2, 11, 1]), loss([5, 2, 11, 1, 6, 3, 2, 8]))
    #expect(four > three)
    call.dropout = nil
    call.pieceSize = 5
    let pieces = TrainingStep(call)
    call.pieceSize = nil
    let whole = TrainingStep(call)
    #expect(pieces.loss == whole.loss)
  }

  @Test(arguments: [
    ("pairs", cosine, [], "text.examples is not 'scored-pairs'"),
    ("scored-pairs", plain, [], "has no use for scores; train it on 'pairs'"),
    ("pairs", triplet, [], "text.examples is not 'triples'"),
    ("triples", triplet, ["hard-negative-weight=0"], "weighs no negative; leave it out"),
    ("quadruples", plain, [], "quadruples need it"),
    ("triples", #"{ "name": "triplet-margin", "margin": -1 }"#, [], "margin is -1"),
  ])
  func `settings that do not fit are refused`(
    _ examples: String, _ variant: String, _ others: [String], _ words: String
  ) {
    let error = #expect(throws: InputError.self) {
      _ = try Self.settings(examples, 4, variant, others)
    }
    #expect("\(error, default: "none")".contains(words))
  }
}

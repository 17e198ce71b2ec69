import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct SoftmaxClassificationTests {
  private static let variant =
    #"variant={ "name": "softmax-classification", "parts": ["first", "second", "absolute-difference"] }"#

  /// Labelled pairs in the form of `nli-pairs`, a third of each label.
  private static func write(to folder: URL, count: Int) throws {
    let words = SyntheticLabels.sentences(2 * count)
    // What follows is the sentence itself, what contradicts it always the same, what does neither another.
    let rows = (0..<count).map { row in
      let premise = words[2 * row]
      let hypothesis = [premise, "kettle kettle kettle", words[2 * row + 1]][row % 3]
      return "\(premise)\t\(hypothesis)\t\(SyntheticLabels.names[row % 3])\tmade"
    }
    let text = "premise\thypothesis\tlabel\tsource\n" + rows.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("pairs.tsv"))
  }

  private static func settings(_ sentences: Int, _ others: [String]) throws -> RunSettings {
    try smallRunSettings(
      [
        #"text={ "file": "pairs.tsv", "examples": "labelled-pairs", "sentences": \#(sentences) }"#,
        "evaluate-every-steps=4", variant,
      ] + others)
  }

  private static func places(_ folder: URL) -> Places {
    Places(model: nil, data: nil, base: folder)
  }

  @Test func `pairs are read with their labels, in the order of the file`() throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder, count: 12)
      let inputs = try RunInputs(
        try Self.settings(9, []), places: Self.places(folder), threads: 1)
      let examples = inputs.stages[0].examples
      // Entailment, contradiction, neutral.
      #expect(examples.labels == [0, 1, 2, 0, 1, 2, 0, 1, 2])
      #expect(examples.positives?.count == 9 && examples.anchors != examples.positives)
    }
  }

  @Test func `a run learns labels that the pairs show, and saves a model without the layer`() throws
  {
    try withTemporaryFolder { folder in
      try Self.write(to: folder, count: 48)
      let run = Run(
        settings: try Self.settings(48, ["epochs=8", "learning-rate=0.003"]),
        folder: folder.appendingPathComponent("run"))
      _ = try run.execute(places: Self.places(folder), threads: 1) { _ in }
      let log = try StrictJSON.decode(
        TrainingLog.self,
        from: try Data(contentsOf: run.folder.appendingPathComponent(Run.File.log)), file: "log")
      let losses = log.steps.map(\.loss)
      #expect(abs(losses[0] - log3) < 0.2)
      #expect((losses.last ?? 9) < 0.9 * losses[0])
      let heads = try Safetensors.parse(
        try Data(
          contentsOf: run.folder.appendingPathComponent("model/heads.safetensors")), file: "heads"
      ).entries.map(\.name)
      #expect(heads.sorted() == ["head.classes.0.bias", "head.classes.0.weight"])
    }
  }

  private var log3: Double { log(3) }

  @Test func `examples that leave the text take their labels with them`() throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder, count: 9)
      let file = folder.appendingPathComponent("pairs.tsv")
      let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      // The second and third pair are scored on.
      let scored = rows[2...3].map { row in
        row.split(separator: "\t").prefix(2).joined(separator: "\t") + "\t3"
      }
      let own = "sentence1\tsentence2\tscore\n" + scored.joined(separator: "\n") + "\nx y\ty z\t1\n"
      try Data(own.utf8).write(to: folder.appendingPathComponent("own.tsv"))
      let evaluation =
        #"evaluation={ "own-pairs": ["own.tsv:own:0..5"], "development": "own.tsv:own:0..5", "token-limit": 32, "batch-size": 8 }"#
      let inputs = try RunInputs(
        try Self.settings(9, [evaluation, "leaks=removed"]), places: Self.places(folder),
        threads: 1)
      #expect(inputs.stages[0].examples.anchors.count == 7)
      #expect(inputs.stages[0].examples.labels == [0, 0, 1, 2, 0, 1, 2])
    }
  }

  @Test(arguments: [
    (["text.examples=pairs"], "text.examples is not 'labelled-pairs'"),
    ([#"variant={ "name": "in-batch-negatives" }"#], "has no use for labels; train it on 'pairs'"),
    ([#"variant={ "name": "softmax-classification", "parts": [] }"#], "parts is empty"),
    (
      [#"variant={ "name": "softmax-classification", "parts": ["first", "first"] }"#],
      "parts names one twice"
    ),
  ])
  func `settings that do not fit are refused`(_ overrides: [String], _ words: String) {
    let error = #expect(throws: InputError.self) { _ = try Self.settings(9, overrides) }
    #expect("\(error, default: "none")".contains(words))
  }

  @Test func `a file without labels is refused, saying how many it has`() throws {
    try withTemporaryFolder { folder in
      try Data("sent0\tsent1\thard_neg\na b\tc d\te f\n".utf8)
        .write(to: folder.appendingPathComponent("pairs.tsv"))
      let error = #expect(throws: InputError.self) {
        _ = try RunInputs(try Self.settings(9, []), places: Self.places(folder), threads: 1)
      }
      #expect("\(error, default: "none")".contains("it has 0 labelled-pairs, but 9"))
    }
  }
}

/// Sentences of the generator's words, and the labels' names in their order.
private enum SyntheticLabels {
  static let names = ["entailment", "contradiction", "neutral"]

  static func sentences(_ count: Int) -> [String] {
    let words = ["dog", "cat", "boat", "kettle", "garden", "river", "train", "window", "child"]
    let stream = RandomStream(seed: 1, label: "labels")
    return (0..<count).map { row in
      (0..<5).map { words[stream.fork(row).integer(at: $0, below: words.count)] }
        .joined(separator: " ")
    }
  }
}

import Foundation
import Model
import Support
import Testing

@Suite struct InferSentCommandTests {
  private static let settings =
    #"{ "hidden-width": 6, "classifier-width": 8, "batch-size": 8, "epochs": 6, "learning-rate": 0.5, "decay": 0.99, "shrink": 5, "least-learning-rate": 1e-5, "maximum-gradient-norm": 5, "held-out": 12, "seed": 1 }"#

  /// Pairs whose label is their second sentence's first word, vectors of their words, and settings.
  private func withFiles(_ body: (_ place: (String) -> String) throws -> Void) throws {
    let marks = ["yes", "no", "maybe"]
    let labels = ["entailment", "contradiction", "neutral"]
    let pairs = (0..<72).map { row in
      "a w\(row % 5) b\t\(marks[row % 3]) w\(row % 7)\t\(labels[row % 3])\tmade"
    }
    let words = (["a", "b"] + marks + (0..<7).map { "w\($0)" }).enumerated().map { place, word in
      word + " "
        + (0..<4).map { "\(Double((place * 7 + $0 * 5) % 11) / 5 - 1)" }.joined(separator: " ")
    }
    let files = [
      "pairs.tsv": (["premise\thypothesis\tlabel\tsource"] + pairs).joined(separator: "\n") + "\n",
      "vectors.txt": words.joined(separator: "\n") + "\n",
      "other.txt": words.reversed().joined(separator: "\n") + "\n",
      "settings.json": Self.settings,
      "sts.csv":
        "sentence1,sentence2,score\na b,a b,5\nyes w1,no w2,1\nzzz,a,2\nmaybe w1,yes w1,3\n",
    ]
    try withTemporaryFolder { folder in
      for (name, text) in files {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      try body { folder.appendingPathComponent($0).path }
    }
  }

  private func train(_ place: (String) -> String, _ output: String, _ more: [String] = [])
    -> RecordedCommand
  {
    RecordedCommand(
      [
        "infersent", "--settings", place("settings.json"), "--text", place("pairs.tsv"),
        "--vectors",
        place("vectors.txt"), "--output", place(output),
      ] + more)
  }

  @Test
  func `it learns labels that words show, is the same at any number of threads, and is scored`()
    throws
  {
    try withFiles { place in
      let trained = train(place, "one", ["--threads", "1", "--json", "-"])
      #expect(trained.code == 0, "\(trained.errors)")
      #expect(train(place, "two", ["--threads", "3"]).code == 0)
      let files = try ["one", "two"].map {
        try Data(contentsOf: URL(fileURLWithPath: place($0 + "/model.safetensors")))
      }
      #expect(files[0] == files[1])
      let epochs = try #require(
        JSONSerialization.jsonObject(with: Data(trained.output.utf8)) as? [[String: Any]])
      let losses = epochs.compactMap { $0["loss"] as? Double }
      #expect(losses.count == 6 && losses[5] < losses[0])
      let scored = RecordedCommand([
        "evaluate", "--pairs", place("sts.csv"), "--vectors", place("vectors.txt"), "--infersent",
        place("one"), "--json", "-",
      ])
      #expect(scored.code == 0, "\(scored.errors)")
      #expect(scored.errors.hasPrefix("1 of 6 sentences have no word with a vector"))
    }
  }

  @Test func `what does not fit is named`() throws {
    try withFiles { place in
      #expect(train(place, "one").code == 0)
      func evaluate(_ more: [String]) -> RecordedCommand {
        RecordedCommand(["evaluate", "--pairs", place("sts.csv")] + more)
      }
      let own = ["--infersent", place("one")]
      for (found, words) in [
        (evaluate(own + ["--vectors", place("other.txt")]), "the model was trained over"),
        (
          evaluate(own + ["--vectors", place("vectors.txt"), "--weights", "sif"]),
          "beside --infersent"
        ),
        (evaluate(own), "--vectors"),
      ] {
        #expect(found.code == 2 && found.errors.contains(words), "\(found.errors)")
      }
      for (from, to, words) in [
        (#""held-out": 12"#, #""held-out": 72"#, "held-out is 72, and the text has 72 pairs"),
        (#""batch-size": 8"#, #""batch-size": 0"#, "batch-size is 0"),
        (#""decay": 0.99, "#, "", "decay"), (#""seed": 1"#, #""seed": 1, "more": 2"#, "more"),
      ] {
        try Data(Self.settings.replacingOccurrences(of: from, with: to).utf8)
          .write(to: URL(fileURLWithPath: place("settings.json")))
        let found = train(place, "none")
        #expect(found.code == 2 && found.errors.contains(words), "\(found.errors)")
      }
    }
  }

  @Test func `a folder that lacks a parameter is named with the shape that it should have`() throws
  {
    try withFiles { place in
      #expect(train(place, "one").code == 0)
      let file = URL(fileURLWithPath: place("one/model.safetensors"))
      let entries = try Safetensors.parse(try Data(contentsOf: file), file: "m").entries
      try Safetensors.serialized(
        entries.dropLast().map { ($0.name, $0.tensor) }, metadata: [:]
      ).write(to: file)
      let found = RecordedCommand([
        "evaluate", "--pairs", place("sts.csv"), "--vectors", place("vectors.txt"), "--infersent",
        place("one"),
      ])
      #expect(found.code == 2 && found.errors.contains("and is not there"), "\(found.errors)")
    }
  }
}

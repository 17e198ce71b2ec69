import Commands
import Data
import Evaluation
import Files
import Foundation
import Model
import Reports
import Runs
import Support
import Testing

@Suite struct SupervisedRunTests {
  /// A file of generated pairs or triples; `same` repeats the anchor as its positive.
  private static func file(_ folder: URL, triples: Bool, same: Bool = false) throws -> String {
    let first = SyntheticEnglish(seed: 1, purpose: "training").sentences(60)
    let other = SyntheticEnglish(seed: 2, purpose: "training").sentences(120)
    let rows = first.indices.map { row in
      let sides = [first[row], same ? first[row] : other[row]]
      return (triples ? sides + [other[60 + row], "made"] : sides).joined(separator: "\t")
    }
    let head = triples ? ["sent0\tsent1\thard_neg\tsource"] : []
    let url = folder.appendingPathComponent(triples ? "triples.tsv" : "pairs.tsv")
    try Data((head + rows).joined(separator: "\n").utf8 + [0x0A]).write(to: url)
    return url.lastPathComponent
  }

  /// Settings name files from the folder that the test works in.
  private static func places(_ folder: URL) -> Places {
    Places(model: nil, data: nil, base: folder)
  }

  private static func settings(
    _ file: String, _ examples: String?, _ others: [String] = []
  ) throws -> RunSettings {
    let form = examples.map { ", \"examples\": \"\($0)\"" } ?? ", \"column\": 1"
    return try smallRunSettings(
      ["text={\"file\": \"\(file)\"\(form), \"sentences\": 60}"] + others)
  }

  @Test func `pairs of equal sentences are SimCSE without supervision, bit for bit`() throws {
    try withTemporaryFolder { folder in
      let file = try Self.file(folder, triples: false, same: true)
      let digests = try [("pairs", "a"), (nil, "b")].map { examples, name in
        try Run(
          settings: try Self.settings(file, examples), folder: folder.appendingPathComponent(name)
        ).execute(places: Self.places(folder), threads: 1) { _ in }.parametersHash
      }
      #expect(digests[0] == digests[1])
    }
  }

  @Test func `triples, their weight and their pieces all reach the gradient`() throws {
    try withTemporaryFolder { folder in
      let pairs = try Self.file(folder, triples: false)
      let triples = try Self.file(folder, triples: true)
      let runs = try [
        try Self.settings(pairs, "pairs"),
        try Self.settings(triples, "triples", ["hard-negative-weight=0"]),
        try Self.settings(triples, "triples", ["hard-negative-weight=1"]),
        try Self.settings(triples, "triples", ["hard-negative-weight=1", "piece-size=7"]),
      ].enumerated().map { index, settings in
        try Run(settings: settings, folder: folder.appendingPathComponent("\(index)"))
          .execute(places: Self.places(folder), threads: 2) { _ in }
      }
      #expect(Set(runs.map(\.parametersHash)).count == 4)
      // Pieces differ from the whole batch by rounding alone.
      #expect(abs(runs[2].scores.average.spearman - runs[3].scores.average.spearman) < 0.01)
    }
  }

  @Test(.enabled(if: RealInputs.data != nil, "SIMCSE_DATA is not set"))
  func `the first pairs of captions are of as many images`() throws {
    let places = Places(model: nil, data: RealInputs.data, base: URL(fileURLWithPath: "/"))
    func inputs(_ text: String) throws -> TrainingExamples {
      try RunInputs(
        smallRunSettings([#"text={"dataset": "flickr30k-captions", "sentences": 200, \#(text)}"#]),
        places: places, threads: 1
      ).stages[0].examples
    }
    let pairs = try inputs(#""examples": "pairs""#)
    #expect(pairs.anchors == (try inputs(#""column": 1"#)).anchors)
    #expect(pairs.positives == (try inputs(#""column": 2"#)).anchors)
  }

  @Test func `a training pair that is scored on is refused, unless the settings allow it`() throws {
    try withTemporaryFolder { folder in
      let places = Self.places(folder)
      let settings = try smallRunSettings([])
      let pairs = try RunInputs(settings, places: noPlaces, threads: 1).evaluation.tasks[0].pairs
      let url = folder.appendingPathComponent("leak.tsv")
      let rows = pairs.prefix(20).map { "\($0.second)!\t\($0.first)" }
      try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: url)
      let text = "text={\"file\": \"leak.tsv\", \"examples\": \"pairs\", \"sentences\": 20}"
      let run = Run(
        settings: try smallRunSettings([text]), folder: folder.appendingPathComponent("refused"))
      #expect(throws: LeakError.self) { try run.execute(places: places, threads: 1) { _ in } }
      let allowed = Run(
        settings: try smallRunSettings([text, "leaks=allowed"]),
        folder: folder.appendingPathComponent("allowed"))
      try allowed.execute(places: places, threads: 1) { _ in }
      let told = try StrictJSON.decode(
        [LeakReport].self,
        from: try Data(contentsOf: allowed.folder.appendingPathComponent(Run.File.leaks)),
        file: "leaks")
      #expect(told.map(\.leakedExamples) == [20])
      let summary = try StudyCollection([allowed.folder]).summary(
        acrossProtocols: false, rule: .usual, decisions: [], published: [], compute: oneThread)
      let entry = summary.provenance.first { $0.key.hasPrefix("training examples that hold") }
      #expect(entry?.value == "leak.tsv: 20 of 20")
      // With twelve pairs of its own in front, those are what is left.
      let own = SyntheticEnglish(seed: 5, purpose: "training").sentences(24)
      let mixed = (0..<12).map { "\(own[$0])\t\(own[$0 + 12])" } + rows
      try Data((mixed.joined(separator: "\n") + "\n").utf8).write(to: url)
      let removed = try RunInputs(
        smallRunSettings([
          text.replacingOccurrences(of: ": 20}", with: ": 32}"), "leaks=removed",
        ]), places: places, threads: 1)
      #expect(removed.sentences.count == 12)
      #expect(removed.leaks.map(\.leakedExamples) == [20])
    }
  }

  @Test(
    .enabled(if: RealInputs.data != nil, "SIMCSE_DATA is not set"))
  func `the training split of CS 224N is refused where STS-Benchmark is scored`() throws {
    let places = Places(model: nil, data: RealInputs.data, base: URL(fileURLWithPath: "/"))
    let settings = try smallRunSettings([
      #"tasks={"folder": "$SIMCSE_DATA", "heads": [{"task": "similarity", "form": "cosine"}], "mix": "summed", "trains-encoder": true, "examples": 100, "scored-examples": 100}"#,
      #"evaluation={"folder": "$SIMCSE_DATA/sts", "tasks": ["STSBenchmark"], "token-limit": 32, "batch-size": 64}"#,
    ])
    #expect(throws: LeakError.self) { try RunInputs(settings, places: places, threads: 1) }
  }

  @Test(arguments: [
    ([#"text.examples="pairs""#], "examples"),
    ([#"hard-negative-weight=1"#], "hard-negative-weight"),
    ([#"text={"dataset": "no-such", "sentences": 9}"#], "nli-triples"),
    ([#"text={"dataset": "nli-triples", "examples": "triples", "sentences": 9}"#], "hard-negative"),
    ([#"text={"file": "x", "dataset": "nli-pairs", "sentences": 9}"#], "one of"),
    (["piece-size=0"], "piece-size"),
    (
      [
        #"tasks={"folder": "x", "heads": [{"task": "sentiment"}], "mix": "summed", "trains-encoder": true, "examples": 9, "scored-examples": 9}"#,
        "piece-size=4",
      ], "piece-size"
    ),
    (
      [#"variant={"name": "sharpness-aware-minimization", "radius": 0.1}"#, "piece-size=4"], "piece"
    ),
  ])
  func `settings of supervision that cannot be are refused by key`(
    _ overrides: [String], word: String
  ) {
    do {
      _ = try smallRunSettings(overrides)
      Issue.record("they were accepted")
    } catch {
      #expect("\(error)".contains(word), "\(error)")
    }
  }
}

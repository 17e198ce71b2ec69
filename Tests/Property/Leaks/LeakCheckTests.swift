import Data
import Foundation
import Support
import Testing

@Suite struct LeakCheckTests {
  static let samples = [
    "Don't look now!", "A “quoted” naïve café — №5", "ÅNGSTRÖM ǅ ﬁne ½ x²", "İstanbul ıssız Straße",
    "ΟΔΥΣΣΕΥΣ", "東京 は 夜", "한국어", "e\u{301}tude", "हिन्दी", "ガギグ", "עִבְרִית", "🙂", "", "  ", "1,5 %",
  ]

  @Test(arguments: samples)
  func `the key of a key is the key`(_ text: String) {
    let key = TextKey.key(text)
    #expect(TextKey.key(key) == key)
    #expect(TextKey.key(text.uppercased()) == key)
    #expect(TextKey.key(" «\(text)»… ") == key)
    #expect(TextKey.key(text.decomposedStringWithCanonicalMapping) == key)
  }

  @Test(arguments: [
    ("Don't look now!", "do n't look NOW ."), ("naïve café", "NAIVE CAFE"),
    ("Straße", "STRASSE"), ("Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"), ("ﬁne", "fine"), ("a\u{A0}b", "a b"),
    ("Ёлка", "елка"), ("ά", "Α"),
  ])
  func `case, accents, punctuation and blanks do not count`(_ a: String, _ b: String) {
    #expect(TextKey.key(a) == TextKey.key(b))
  }

  @Test(arguments: [
    ("a cat", "a cut"), ("2 dogs", "3 dogs"), ("東京", "京都"), ("word", "words"), ("कि", "की"),
    ("かき", "がき"), ("ไม้", "ไม"),
  ])
  func `letters and digits do`(_ a: String, _ b: String) {
    #expect(TextKey.key(a) != TextKey.key(b))
  }

  private let english = SyntheticEnglish(seed: 3, purpose: "leaks")

  /// Pairs of sentences of which none is another's.
  private func pairs(_ range: Range<Int>) -> [[String]] {
    range.map { ["\(english.sentence(2 * $0)) \($0)", "\(english.sentence(2 * $0 + 1)) x\($0)"] }
  }

  @Test func `as many pairs are found as were planted, whatever they look like`() {
    let (one, two) = (pairs(0..<50), pairs(50..<90))
    let check = LeakCheck([
      LeakTarget(name: "one", rows: one), LeakTarget(name: "two", rows: two),
    ])
    var training = pairs(100..<200)
    training += one[..<7].map { $0.map { "“" + $0.uppercased() + "”" } }
    training += one[3..<8].map { $0.reversed() }
    training += two[..<4].map { ["a third sentence"] + $0 }
    training += two[..<2].map { [$0[0], "alone"] }
    let report = check.report(on: training, named: "planted")
    #expect(report.leakedExamples == 16)
    #expect(report.targets.map(\.trainingPairs) == [12, 4])
    #expect(report.targets.map(\.trainingPairsInOrder) == [7, 4])
    #expect(report.targets.map(\.trainingPairsCountedOnce) == [12, 4])
    #expect(report.targets.map(\.pairsSeen) == [8, 4])
    #expect(report.targets.map(\.trainingSentences) == [24, 10])
    #expect(report.targets.map(\.sentencesSeen) == [16, 8])
    #expect(report.targets[0].firstPair == .init(example: 101, row: 1))
    #expect(report.targets[1].firstPair == .init(example: 113, row: 1))
  }

  @Test func `a pair of two targets is counted once, at the first that has its order`() {
    let pair = ["a b c", "d e f"]
    let check = LeakCheck([
      LeakTarget(name: "reversed", rows: [pair.reversed()]),
      LeakTarget(name: "same", rows: [pair]), LeakTarget(name: "again", rows: [pair, pair]),
    ])
    let report = check.report(on: [pair], named: "one pair")
    #expect(report.targets.map(\.trainingPairs) == [1, 1, 1])
    #expect(report.targets.map(\.trainingPairsInOrder) == [0, 1, 1])
    #expect(report.targets.map(\.trainingPairsCountedOnce) == [0, 1, 0])
    #expect(report.targets.map(\.pairsSeen) == [1, 1, 2])
    #expect(
      check.places(of: pair).map { [$0.target, $0.row] } == [[0, 0], [1, 0], [2, 0], [2, 1]])
  }

  @Test func `sentences without letter or digit are like no other`() {
    let check = LeakCheck([LeakTarget(name: "marks", rows: [["?!", "..."], ["a", "?"]])])
    let report = check.report(on: [["!!", "…"], ["a", "!"]], named: "marks")
    #expect(report.leakedExamples == 0)
    #expect(report.targets[0].trainingSentences == 1)
  }

  @Test func `training pairs that are scored on are refused unless said otherwise`() throws {
    let target = LeakTarget(name: "scored", rows: pairs(0..<3))
    let check = LeakCheck([target])
    let leaking = check.report(on: [target.rows[2]], named: "mine.tsv")
    try leaking.require(.allowed)
    let error = #expect(throws: LeakError.self) { try leaking.require(.refused) }
    let text = error?.description ?? ""
    #expect(text.contains("mine.tsv: 1 of 1 examples"), "\(text)")
    #expect(text.contains("example 1, which is pair 3 of scored"), "\(text)")
    let sentences = check.report(on: target.rows.flatMap { $0 }.map { [$0] }, named: "sentences")
    #expect(sentences.targets[0].sentencesSeen == 6)
    try sentences.require(.refused)
  }
}

/// Overlaps that the data's README tells, found again.
@Suite(.enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)))
struct RealLeakSlowTests {
  private func report(
    _ dataset: any PublishedDataset, against names: [String]
  ) throws -> LeakReport {
    let data = try #require(RealInputs.data)
    let check = LeakCheck(
      try LeakTargetCatalog.read(names, data: data, checksums: .published))
    return check.report(
      on: try dataset.sentences(
        of: data.appendingPathComponent(dataset.path), checksums: .published),
      named: dataset.name)
  }

  /// The README counts a row at the first split of STS-Benchmark that has it in its order.
  @Test(arguments: [
    ("cs224n-sts-train", [4071, 1031, 938]), ("cs224n-sts-dev", [570, 149, 144]),
    ("cs224n-sts-test-student", [1121, 317, 287]),
  ])
  func `the pairs of CS 224N's splits are those of STS-Benchmark`(
    name: String, once: [Int]
  ) throws {
    let report = try report(
      try #require(DatasetCatalog.dataset(named: name)),
      against: ["STSBenchmark-train", "STSBenchmark-dev", "STSBenchmark"])
    #expect(report.targets.map(\.trainingPairsCountedOnce) == once)
    #expect(report.leakedExamples == report.examples)
  }

  /// Counted by an independent program with Python's Unicode tables.
  @Test func `in either order, and whatever else holds them, more pairs leak`() throws {
    let report = try report(
      CS224NSTSDatasets.train, against: ["STSBenchmark-train", "STSBenchmark-dev", "STSBenchmark"])
    #expect(report.targets.map(\.trainingPairs) == [4074, 1046, 961])
    #expect(report.targets.map(\.trainingPairsInOrder) == [4071, 1039, 953])
    #expect(report.targets.map(\.pairsSeen) == [4089, 1038, 951])
    #expect(throws: LeakError.self) { try report.require(.refused) }
  }

  /// STS-Benchmark's splits against the yearly sets they were drawn from.
  @Test(arguments: [
    ("STSBenchmark-train", [1000, 597, 1864, 1106, 201]),
    ("STSBenchmark-dev", [256, 81, 193, 580, 22]), ("STSBenchmark", [252, 72, 204, 199, 285]),
  ])
  func `STS-Benchmark holds pairs of the yearly sets`(name: String, inOrder: [Int]) throws {
    let data = try #require(RealInputs.data)
    let text = try #require(
      try LeakTargetCatalog.read([name], data: data, checksums: .published).first)
    let check = LeakCheck(
      try LeakTargetCatalog.read(
        ["STS12", "STS13", "STS14", "STS15", "STS16"], data: data, checksums: .published))
    let report = check.report(on: text.rows, named: name)
    #expect(report.targets.map(\.trainingPairsInOrder) == inOrder)
  }

  /// The README says none; six more differ in blanks alone, which it counted as other text.
  @Test(arguments: zip(["cs224n-quora-train-part", "cs224n-quora-positives-extra"], [0, 6]))
  func `training questions hold no pairs of Quora's development split but for blanks`(
    name: String, pairs: Int
  ) throws {
    let report = try report(
      try #require(DatasetCatalog.dataset(named: name)), against: ["cs224n-quora-dev"])
    #expect(report.leakedExamples == pairs)
  }

  /// Two captions of one image are a pair of STS15, but for a blank that the README counted.
  @Test(arguments: zip(["nli-pairs", "nli-triples", "flickr30k-captions"], [0, 0, 1]))
  func `other training text holds a single pair that is scored on`(
    name: String, pairs: Int
  ) throws {
    let report = try report(
      try #require(DatasetCatalog.dataset(named: name)),
      against: LeakTargetCatalog.tasks.map(\.name))
    #expect(report.leakedExamples == pairs)
    let seen = report.targets.map(\.sentencesSeen).reduce(0, +)
    #expect(seen <= 40, "\(seen) sentences differ in blanks alone")
  }
}

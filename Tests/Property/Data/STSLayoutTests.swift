import Data
import Evaluation
import Files
import Foundation
import Support
import Testing

@Suite struct STSLayoutTests {
  private func write(_ text: String, _ path: String, in folder: URL) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private static let benchmark =
    "g\tf\ty\t1\t4.5\tA  Kettle hums.\tIt\tlicence\r\ng\tf\ty\t2\t0\tb\tc\n"

  @Test(arguments: ["", "STS/", "data/downstream/STS/", "SentEval/data/downstream/STS/"])
  func `STS-Benchmark is found below any root of a SentEval tree`(_ root: String) throws {
    try withTemporaryFolder { folder in
      try write(Self.benchmark, root + "STSBenchmark/sts-dev.csv", in: folder)
      let task = try STSCatalog.development.read(folder, checksums: .own)
      #expect(task.pairs.map(\.score) == [4.5, 0])
      #expect(task.pairs[0].first == "A Kettle hums." && task.pairs[0].second == "It")
      #expect(throws: ChecksumError.self) {
        try STSCatalog.development.read(folder, checksums: .published)
      }
    }
  }

  private static let subsets = [
    "MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews",
  ]

  @Test(arguments: [
    ("STS12-en-test/", "STS"), ("test-gold/", "STS"), ("STS12-en-test/test-gold/", "STS2012"),
  ])
  func `pairs without gold are dropped, whatever package they are in`(
    folder: String, prefix: String
  ) throws {
    try withTemporaryFolder { root in
      for subset in Self.subsets {
        try write(
          "a b\tc\nd\te\tnote\tnote\nf\tg\n", "\(folder)\(prefix).input.\(subset).txt", in: root)
        try write("1.5\n\n5\n\n", "\(folder)\(prefix).gs.\(subset).txt", in: root)
      }
      let task = try STSCatalog.tasks[0].read(root, checksums: .own)
      #expect(task.subsets.map(\.name) == Self.subsets)
      #expect(task.subsets[0].pairs.map(\.first) == ["a b", "f"])
      try write("1.5\n", "\(folder)\(prefix).gs.MSRpar.txt", in: root)
      #expect(throws: LineError.self) { try STSCatalog.tasks[0].read(root, checksums: .own) }
      try write("x\n1\n2\n", "\(folder)\(prefix).gs.MSRpar.txt", in: root)
      #expect(throws: LineError.self) { try STSCatalog.tasks[0].read(root, checksums: .own) }
    }
  }

  @Test func `SICK is read by position below a header in any language`() throws {
    try withTemporaryFolder { folder in
      let rows = "paar\tsatz_a\tsatz_b\twert\turteil\r\n1\ta\tb\t4.5\tX\r\n2\tc\td\t1\tY\r\n"
      try write(rows, "SICK/SICK_test_annotated.txt", in: folder)
      let set = try #require(STSCatalog.task(named: "SICK-R"))
      let pairs = try set.read(folder, checksums: .own).pairs
      #expect(
        pairs == [
          SentencePair(first: "a", second: "b", score: 4.5),
          SentencePair(first: "c", second: "d", score: 1),
        ])
    }
  }

  @Test func `sentence-transformers' and MTEB's files hold the same task`() throws {
    try withTemporaryFolder { folder in
      try write(
        "split\tscore\tsentence1\tsentence2\ntrain\t1\tx\ty\ndev\t3.8\tThe \"pot\"\tb\ndev\t0\tc\td\n",
        "theirs/stsbenchmark.tsv", in: folder)
      try write(
        #"{"split": "dev", "sentence1": "the pot", "sentence2": "B.", "score": 0.76}"# + "\n\n"
          + #"{"sentence1": "c", "sentence2": "d", "score": 0.0}"# + "\n",
        "mteb/stsbenchmark-sts/validation.jsonl", in: folder)
      let tasks = try ["theirs", "mteb"].map {
        try STSCatalog.development.read(folder.appending(path: $0), checksums: .own)
      }
      #expect(TaskContent(tasks[0]).digest == TaskContent(tasks[1]).digest)
      #expect(tasks[0].pairs[0].first == "The \"pot\"")
    }
  }

  @Test func `parquet is refused with the line that exports it`() throws {
    try withTemporaryFolder { folder in
      try write("PAR1", "stsbenchmark-sts/data/validation.parquet", in: folder)
      do {
        _ = try STSCatalog.development.read(folder, checksums: .own)
        Issue.record("it was read")
      } catch { #expect("\(error)".contains("to_json"), "\(error)") }
    }
  }

  @Test func `content does not depend on case, tokenization, blanks or composition`() {
    func digest(_ first: String, _ second: String, _ score: Double) -> String {
      ContentDigest.digest(of: [SentencePair(first: first, second: second, score: score)])
    }
    #expect(
      digest("Don't stop, Zoë!", "a", 3.8) == digest("do n't  stop , zoe\u{308} !", "A .", 0.76 * 5)
    )
    #expect(digest("a", "b", 1) != digest("a", "b", 1.001))
    #expect(digest("a", "b", 1) != digest("b", "a", 1))
    #expect(digest("zoe", "b", 1) != digest("zoë", "b", 1))
  }

  @Test(
    .enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)),
    arguments: STSCatalog.tasks + STSCatalog.others)
  func `a SentEval tree has the pairs of the official files`(_ set: STSDataset) throws {
    let data = try #require(RealInputs.data)
    let official = try set.read(data.appending(path: "sts"), checksums: .published)
    let tree = try set.read(data.appending(path: "layouts/SentEval"), checksums: .published)
    let (first, second) = (TaskContent(official), TaskContent(tree))
    #expect(first.digest == second.digest && first.subsets == second.subsets)
    #expect(first.isPublished(set.name) && first.form == .official)
    #expect(second.form == .tokenized && second.text != first.text)
  }

  @Test(
    .enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)),
    arguments: [("STS12", "sts12-sts"), ("STS16", "sts16-sts"), ("SICK-R-all", "sickr-sts")])
  func `subsets of one file are known by their content, in any order`(
    name: String, repository: String
  ) throws {
    let set = try #require(STSCatalog.task(named: name))
    let sts = try #require(RealInputs.data).appending(path: "sts")
    let official = try set.read(sts, checksums: .published)
    struct Row: Encodable { let sentence1, sentence2: String, score: Double }
    let rows = official.subsets.reversed().flatMap(\.pairs).map {
      Row(sentence1: $0.first.lowercased(), sentence2: $0.second, score: $0.score)
    }
    let encoder = JSONEncoder()
    try withTemporaryFolder { folder in
      let lines = try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
      try write(lines.joined(separator: "\n"), "\(repository)/test.jsonl", in: folder)
      let found = try set.read(folder, checksums: .published)
      #expect(TaskContent(found).digest == TaskContent(official).digest || name == "SICK-R-all")
      #expect(found.pairs.count == official.pairs.count)
    }
  }
}

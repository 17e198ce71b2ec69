import Commands
import Data
import Files
import Foundation
import Support
import Testing

@Suite struct DatasetTests {
  @Test func `SimCSE's own triples are known by their header`() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("nli_for_simcse.tsv")
      try Data("sent0\tsent1\thard_neg\na b\tc d\te f\n".utf8).write(to: file)
      let read = try DatasetCatalog.recognized(file).examples(of: file, checksums: .own).examples
      #expect(read.map(\.sentences) == [["a b", "c d", "e f"]])
      #expect(read[0].hardNegative == "e f" && read[0].positives.map(\.second) == ["c d"])
    }
  }

  @Test func `published names and files are given once`() {
    let (names, paths) = (DatasetCatalog.all.map { $0.name }, DatasetCatalog.all.map { $0.path })
    #expect(Set(names).count == names.count)
    #expect(Set(paths).count == paths.count)
    #expect(names.allSatisfy { DatasetCatalog.dataset(named: $0)?.name == $0 })
  }

  @Test(arguments: [
    ("id\tsentence\tsentiment\nx\tgood film\t5\n", 2, "field 'sentiment' is '5'"),
    ("id\tsentence\tsentiment\nx\tgood film\t3.0\n", 2, "field 'sentiment' is '3.0'"),
    ("id\tsentence\tsentiment\nx\ta\t1\ny\t \t3\n", 3, "field 'sentence' is blank"),
    ("id\tsentence\tsentiment\nx\tgood\tfilm\t3\n", 2, "4 tab-separated fields; 3"),
    ("id\ttext\tsentiment\nx\tgood film\t3\n", 1, "'id sentence sentiment' is expected"),
    ("id\tsentence\tsentiment\n", 1, "no example"),
    ("id\tsentence\tsentiment\r\nx\ta\t3\r\n", 1, "carriage return"),
  ])
  func `a line that does not parse is named by file, line and field`(
    text: String, line: Int, words: String
  ) throws {
    let message = try refusal(of: text) { try SSTDatasets.train.read(file: $0, checksums: .own) }
    #expect(message.contains("/made-up.tsv, line \(line):"), "\(message)")
    #expect(message.contains(words), "\(message)")
  }

  @Test(arguments: [
    ("premise\thypothesis\tlabel\tsource\na\tb\tEntailment\tme\n", "field 'label' is 'Entailment'"),
    ("premise\thypothesis\tlabel\tsource\na\t\tneutral\tme\n", "field 'hypothesis' is blank"),
  ])
  func `labels of inference are the three`(text: String, words: String) throws {
    let message = try refusal(of: text) { try NLIDatasets.pairs.read(file: $0, checksums: .own) }
    #expect(message.contains(words), "\(message)")
  }

  @Test(arguments: ["5.1", "nan", "-0.1", "", "inf"])
  func `similarities are numbers from 0 to 5`(_ score: String) throws {
    let text = "id\tsentence1\tsentence2\tsimilarity\nx\ta\tb\t\(score)\n"
    let message = try refusal(of: text) {
      try CS224NSTSDatasets.train.read(file: $0, checksums: .own)
    }
    #expect(message.contains("line 2: field 'similarity' is '\(score)'"), "\(message)")
  }

  @Test func `other bytes than the published ones are refused before a line is parsed`() throws {
    let message = try refusal(of: "not even a table") {
      try SSTDatasets.train.read(file: $0, checksums: .published)
    }
    #expect(message.contains("SHA-256"), "\(message)")
  }

  @Test func `what a row says comes out`() throws {
    try withTemporaryFolder { folder in
      func file(_ name: String, _ text: String) throws -> URL {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url
      }
      let pairs = try NLIDatasets.pairs.read(
        file: try file(
          "pairs",
          "premise\thypothesis\tlabel\tsource\nIt rains.\tIt is wet.\tentailment\tme\n"
            + "It rains.\tIt is dry.\tcontradiction\tme\n"), checksums: .own
      ).examples
      #expect(pairs.map(\.label) == [.entailment, .contradiction])
      #expect(pairs.flatMap(\.positives).map(\.second) == ["It is wet."])
      let triples = try NLIDatasets.triples.read(
        file: try file(
          "triples", "sent0\tsent1\thard_neg\tsource\nIt rains.\tIt is wet.\tIt is dry.\tme\n"),
        checksums: .own
      ).examples
      #expect(triples[0].sentences == ["It rains.", "It is wet.", "It is dry."])
      #expect(triples[0].positives.map(\.first) == ["It rains."])
      let captions = try CaptionDatasets.flickr30k.read(
        file: try file("captions", "a\tb\tc\td\te\n"), checksums: .own
      ).examples
      #expect(captions[0].sentences == ["a", "b", "c", "d", "e"])
      #expect(
        captions[0].positives.map { $0.first + $0.second }
          == ["ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"])
      let questions = try QuoraDatasets.trainPart.read(
        file: try file(
          "quora",
          "source\tsentence1\tsentence2\tis_duplicate\nme\tWhy?\tHow come?\t1\nme\ta\tb\t0\n"),
        checksums: .own
      ).examples
      #expect(questions.map(\.isDuplicate) == [true, false])
      #expect(questions.map(\.positives.count) == [1, 0])
    }
  }

  @Test func `a file is known by its header, else by its columns`() throws {
    try withTemporaryFolder { folder in
      func name(_ text: String) throws -> String {
        let url = folder.appendingPathComponent("text")
        try Data(text.utf8).write(to: url)
        return try DatasetCatalog.recognized(url).name
      }
      let names = try [
        "id\tsentence1\tsentence2\tis_duplicate\n", "sent0\tsent1\thard_neg\tsource\nx\n",
        "one\ntwo\n", "one\tother\n",
      ].map(name)
      #expect(names == ["cs224n-quora-dev", "nli-triples", "sentences", "pairs"])
      #expect(throws: LineError.self) { try name("one\ttwo\tthree\n") }
    }
  }

  @Test func `pairs of one's own are two fields a line`() throws {
    let message = try refusal(of: "a\tb\nc\n") {
      try PlainDatasets.ownPairs.read(file: $0, checksums: .own)
    }
    #expect(message.contains("line 2: it has 1 tab-separated fields; 2"), "\(message)")
  }

  /// What reading a made-up file complains of.
  private func refusal<Result>(of text: String, _ read: (URL) throws -> Result) throws -> String {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("made-up.tsv")
      try Data(text.utf8).write(to: url)
      do {
        _ = try read(url)
        return "it was read"
      } catch {
        return "\(error)"
      }
    }
  }
}

/// The files that the data's README describes: rows and labels as it counts them.
@Suite(.enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)))
struct RealDatasetSlowTests {
  /// Examples and sentences an example, by name.
  static let counts: [(String, Int, Int)] = [
    ("nli-pairs", 67_585, 2), ("nli-triples", 11_656, 3), ("cs224n-sst-train", 8544, 1),
    ("cs224n-sst-dev", 1101, 1), ("cs224n-sst-test-student", 2210, 1),
    ("cs224n-sts-train", 6040, 2), ("cs224n-sts-dev", 863, 2),
    ("cs224n-sts-test-student", 1725, 2), ("sts-benchmark-train", 5749, 2),
    ("cs224n-quora-train-part", 32_630, 2),
    ("cs224n-quora-positives-extra", 55_014, 2), ("cs224n-quora-dev", 20_212, 2),
    ("flickr30k-captions", 27_807, 5), ("wiki1m-first-part", 11_914, 1),
    ("wikipedia-sentences", 407_453, 1),
  ]

  @Test(arguments: counts)
  func `a file has the examples that its source counts`(
    name: String, examples: Int, sentences: Int
  ) throws {
    let dataset = try #require(DatasetCatalog.dataset(named: name))
    let file = try #require(RealInputs.data).appendingPathComponent(dataset.path)
    let found = try dataset.sentences(of: file, checksums: .published)
    let others = found.count { $0.count != sentences }
    #expect(found.count == examples)
    #expect(others == 0)
    #expect(Self.counts.count == DatasetCatalog.all.count)
  }

  @Test(arguments: ["nli-triples", "cs224n-sst-test-student", "wiki1m-first-part"])
  func `a published file is recognized`(_ name: String) throws {
    let dataset = try #require(DatasetCatalog.dataset(named: name))
    let file = try #require(RealInputs.data).appendingPathComponent(dataset.path)
    #expect(try DatasetCatalog.recognized(file).name == name)
  }

  @Test func `labels are as many as its source counts`() throws {
    let folder = try #require(RealInputs.data)
    let pairs = try NLIDatasets.pairs.read(folder, checksums: .published).examples
    #expect(pairs.count { $0.label == .entailment } == 22_746)
    #expect(pairs.count { $0.label == .contradiction } == 22_541)
    let development = try QuoraDatasets.development.read(folder, checksums: .published).examples
    #expect(development.count(where: \.isDuplicate) == 7585)
    let train = try QuoraDatasets.trainPart.read(folder, checksums: .published).examples
    #expect(train.count(where: \.isDuplicate) == 12_047)
  }
}

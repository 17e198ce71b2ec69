import Files
import Data
import Evaluation
import Foundation
import Model
import Support
import Testing

/// Pairs, matrices and scores that other programs wrote.
@Suite struct OutsideNumbersTests {
  private func with<Result>(
    _ data: Data, named name: String, _ body: (URL) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try data.write(to: file)
      return try body(file)
    }
  }

  private func refusal(
    _ text: String, named name: String, _ body: (URL) throws -> Void
  ) throws -> String {
    try with(Data(text.utf8), named: name) {
      do {
        try body($0)
        return "it was read"
      } catch { return "\(error)" }
    }
  }

  // MARK: Pairs

  private static let pairs = [
    SentencePair(first: "a, b", second: "c", score: 4.5),
    SentencePair(first: "d", second: "e", score: 0),
  ]

  @Test(arguments: [
    ("own.csv", "sentence1,sentence2,score\n\"a, b\",c,4.5\nd,e,0\n"),
    ("own.csv", "id,score,sent1,sent0\n1,4.5,c,\"a, b\"\n2,0,e,d\n"),
    ("own.tsv", "score\tsentence1\tsentence2\n4.5\ta, b\tc\n0\td\te\n"),
    ("own.tsv", "4.5\ta, b\tc\r\n\r\n0\td\te\r\n"), ("own.tsv", "a, b\tc\t4.5\nd\te\t0\n"),
    (
      "own.jsonl",
      "{\"sentence1\": \"a, b\", \"sentence2\": \"c\", \"score\": 4.5}\n"
        + "{\"sentence1\": \"d\", \"sentence2\": \"e\", \"score\": 0}\n"
    ),
  ])
  func `own pairs are read from any table`(name: String, text: String) throws {
    try with(Data(text.utf8), named: name) { file in
      let content = try OwnPairs(file.path + ":mine:0..5").read()
      #expect(content.task.pairs == Self.pairs && content.task.name == "mine")
      #expect(content.range == 0...5)
      let plain = try OwnPairs(file.path)
      #expect(plain.name == "own" && plain.range == nil)
      #expect(try plain.read().range == 0...4.5)
    }
  }

  @Test(arguments: [
    ("sentence1,sentence2,score\na,b,NaN\nc,d,1\n", "line 2"),
    ("sentence1,sentence2,score\na,b,9\nc,d,1\n", "line 2"),
    ("sentence1,sentence2,score\na,b\nc,d,1\n", "line 2"),
    ("sentence1,sentence2,score\na, ,1\nc,d,2\n", "blank"),
    ("sentence1,sentence2,score\na,b,1\nc,d,1\n", "every score is 1"),
    ("sentence1,sentence2,score\na,b,1\n", "1 pairs"), ("one,two\na,b\n", "a header is expected"),
  ])
  func `own pairs that cannot be scored are refused`(text: String, word: String) throws {
    let said = try refusal(text, named: "own.csv") { _ = try OwnPairs($0.path + ":x:0..5").read() }
    #expect(said.contains(word), "\(said)")
  }

  // MARK: Matrices

  private func array(
    _ type: String, shape: String, order: String = "False", version: UInt8 = 1, bytes: Data
  ) -> Data {
    var header = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }"
    header += String(repeating: " ", count: 20) + "\n"
    return Data([0x93]) + Data("NUMPY".utf8) + Data([version, 0])
      + StoredZip.little(header.utf8.count, version == 1 ? 2 : 4) + Data(header.utf8) + bytes
  }

  @Test func `a matrix of float16 or float32 is read exactly`() throws {
    let halves = StoredZip.little(0x3C00, 2) + StoredZip.little(0xC000, 2)
    for version in [1, 2, 3] as [UInt8] {
      let data = array("<f2", shape: "(2, 1)", version: version, bytes: halves)
      let read = try with(data, named: "a.npy") { try NumPyMatrix.read($0) }
      #expect(read.scalars == [1, -2] && read.shape == [2, 1])
    }
    let matrix = Tensor<Float>([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let again = try with(NumPyFile.serialized(matrix), named: "a.npy") { try NumPyMatrix.read($0) }
    #expect(again == matrix)
  }

  @Test(arguments: [
    ("<f8", "(1, 1)", "False", 8, "float32"), (">f4", "(1, 1)", "False", 4, "'>f4'"),
    ("|O", "(1, 1)", "False", 8, "'|O'"), ("<f4", "(1, 1)", "True", 4, "ascontiguousarray"),
    ("<f4", "(4,)", "False", 16, "(N, H)"), ("<f4", "(1, 2, 2)", "False", 16, "(N, H)"),
    ("<f4", "(0, 4)", "False", 0, "(N, H)"), ("<f4", "(2, 2)", "False", 15, "cut off"),
    ("<f4", "(9223372036854775807, 9)", "False", 16, "cut off"),
    ("<f4", "(x)", "False", 4, "lacks"),
  ])
  func `any other array is refused`(
    type: String, shape: String, order: String, count: Int, word: String
  ) throws {
    let data = array(type, shape: shape, order: order, bytes: Data(count: count))
    do {
      _ = try with(data, named: "a.npy") { try NumPyMatrix.read($0) }
      Issue.record("it was read")
    } catch { #expect("\(error)".contains(word), "\(error)") }
  }

  @Test func `a number that is not finite is named by row and column`() throws {
    let bytes = StoredZip.little(0, 4) + StoredZip.little(0x7FC0_0000, 4)
    do {
      _ = try with(array("<f4", shape: "(2, 1)", bytes: bytes), named: "a.npy") {
        try NumPyMatrix.read($0)
      }
      Issue.record("it was read")
    } catch { #expect("\(error)".contains("row 2, column 1"), "\(error)") }
  }

  // MARK: Scores

  private func table(_ text: String, named name: String) throws -> ScoreTable {
    try with(Data(text.utf8), named: name) { try ScoreTable.read($0) }
  }

  @Test func `SimCSE's printed table is found in a log`() throws {
    let table = try table(
      """
      12:00 : loading
      ------ test ------
      +-------+--------------+-----------------+-------+
      | STS12 | STSBenchmark | SICKRelatedness |  Avg. |
      +-------+--------------+-----------------+-------+
      | 65.00 |    76.01     |      71.44      | 70.82 |
      +-------+--------------+-----------------+-------+
      """, named: "evaluation.log")
    #expect(table.origin == .simcse && table.split == "test")
    #expect(table.entries.map(\.task) == ["STS12", "STSBenchmark", "SICK-R"])
    #expect(abs(table.entries[1].spearman - 0.7601) < 1e-12)
    #expect(abs(table.entries[1].rounding - 5e-5) < 1e-12)
  }

  @Test func `MTEB, sentence-transformers and SimCSE's trainer are known by content`() throws {
    let mteb = try table(
      #"{"task_name": "SICK-R", "dataset_revision": "r", "mteb_version": "2.1", "scores": {"test": [{"cosine_spearman": 0.7, "cosine_pearson": 0.8}]}}"#,
      named: "SICK-R.json")
    #expect(mteb.entries.map(\.task) == ["SICK-R-all"] && mteb.entries[0].pearson == 0.8)
    #expect(mteb.version == "2.1" && mteb.dataRevision == "r")
    let calls = try table(
      "epoch,steps,cosine_pearson,cosine_spearman\n0,-1,0.81,0.8\n1,-1,0.82,0.81\n",
      named: "similarity_evaluation_sts-dev_results.csv")
    #expect(calls.entries.map(\.spearman) == [0.8, 0.81])
    #expect(calls.entries.map(\.task) == ["STSBenchmark-dev", "STSBenchmark-dev"])
    let trainer = try table(
      "epoch = 1.0\neval_avg_sts = 0.77\neval_sickr_spearman = 0.740\neval_stsb_spearman = 0.800\n",
      named: "eval_results.txt")
    #expect(trainer.entries.map(\.task) == ["SICK-R-trial", "STSBenchmark-dev"])
    #expect(trainer.entries.allSatisfy { $0.epoch == 1 && abs($0.rounding - 5e-4) < 1e-12 })
  }

  @Test(arguments: [
    (#"{"task_name": "Banking77", "scores": {}}"#, "Banking77"),
    (#"{"task_name": "STS12", "scores": {"test": [{"cosine_spearman": 1.5}]}}"#, "cosine_spearman"),
    (#"{"task_name": "STS12", "scores": {"test": [{"cosine_spearman": NaN}]}}"#, "NaN"),
    ("| STS12 | STS13 |\n| 65.00 | 650 |\n", "line 2"), ("nothing here\n", "no known form"),
    ("epoch,steps,cosine_spearman\n1,2\n", "line 2"), ("epoch,steps,x\n1,2,3\n", "cosine_spearman"),
  ])
  func `scores that are none are refused`(text: String, word: String) throws {
    let said = try refusal(text, named: "a") { _ = try ScoreTable.read($0) }
    #expect(said.contains(word), "\(said)")
  }

  @Test func `predictions are cosines in order, as many as the pairs`() throws {
    let text =
      #"{"mteb_model_meta": {"model_name": "own/m"}, "default": {"test": {"cosine_scores": [0.1, 0.4]}}}"#
    let read = try with(Data(text.utf8), named: "STS12_predictions.json") {
      try Predictions.read($0)
    }
    #expect(read.task == "STS12" && read.cosines == [0.1, 0.4] && read.model == "own/m")
    #expect(try read.paired(with: Self.pairs, file: "p").map(\.cosine) == [0.1, 0.4])
    #expect(throws: InputError.self) { try read.paired(with: [], file: "p") }
    let bad = text.replacing("0.4", with: "4")
    let said = try refusal(bad, named: "STS12_predictions.json") { _ = try Predictions.read($0) }
    #expect(said.contains("score 2"))
  }
}

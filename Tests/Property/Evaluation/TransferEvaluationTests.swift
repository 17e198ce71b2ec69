import Data
import Evaluation
import Files
import Foundation
import Model
import Support
import Testing

@Suite struct TransferEvaluationTests {
  /// SentEval's tree with a few lines in each file; the first word decides the class.
  static func write(to folder: URL) throws {
    func lines(_ word: String, _ count: Int) -> [String] {
      (0..<count).map { "\(word) w\($0 % 7) w\($0 % 5)" }
    }
    var files = [
      "MR/rt-polarity.neg": lines("bad", 12), "MR/rt-polarity.pos": lines("good", 14),
      "CR/custrev.neg": lines("bad", 9), "CR/custrev.pos": lines("good", 9),
      "SUBJ/subj.subjective": lines("bad", 9), "SUBJ/subj.objective": lines("good", 9),
      "MPQA/mpqa.neg": lines("bad", 9), "MPQA/mpqa.pos": lines("good", 9),
    ]
    for split in ["train", "dev", "test"] {
      let pairs = ["bad", "good"].enumerated().flatMap { label, word in
        lines(word, 6).map { "\($0)\t\(label)" }
      }
      files["SST/binary/sentiment-" + split] = pairs
      files["SST/fine/sentiment-" + split] = (0..<5).flatMap { label in
        lines("c\(label)", 4).map { "\($0)\t\(label)" }
      }
    }
    let questions = ["ABBR:exp", "DESC:manner", "ENTY:cremat", "HUM:ind", "LOC:other", "NUM:date"]
    for name in ["TREC/train_5500.label", "TREC/TREC_10.label"] {
      files[name] = questions.flatMap { kind in
        lines(String(kind.prefix(3)), 4).map { "\(kind) \($0)" }
      }
    }
    for split in ["train", "test"] {
      let rows = (0..<12).map { row in
        "\(row % 2)\t1\t2\tgood w\(row)\t\(row % 2 == 1 ? "good" : "bad") w\(row)"
      }
      files["MRPC/msr_paraphrase_\(split).txt"] =
        ["Quality\t#1 ID\t#2 ID\t#1 String\t#2 String"] + rows
    }
    for (name, lines) in files {
      let url = folder.appendingPathComponent("data/downstream/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
    }
  }

  private func words(_ texts: [String]) -> Tensor<Float> {
    let known = [
      "bad", "good", "c0", "c1", "c2", "c3", "c4", "ABB", "DES", "ENT", "HUM", "LOC", "NUM",
    ]
    return Tensor(
      texts.flatMap { text -> [Float] in
        let first = text.prefix { $0 != " " }
        return known.map { $0 == first ? 1 : 0 } + [Float(text.utf8.last ?? 0) / 100]
      }, shape: [texts.count, known.count + 1])
  }

  @Test func `every task is read from SentEval's tree, and classes that words show are found`()
    throws
  {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      let tasks = try TransferCatalog.all.filter { $0.name != "SST5-CS224N" }.map {
        try $0.read(folder, checksums: .published)
      }
      let evaluation = TransferEvaluation(tasks, folds: 3, compute: oneThread)
      let result = try evaluation.score(embeddings: words(evaluation.texts), progress: nil)
      #expect(result.tasks.count == 8)
      for (name, score) in result.tasks {
        #expect(score.accuracy == 1, "\(name)")
        #expect(score.strengths.count == (["MR", "CR", "SUBJ", "MPQA"].contains(name) ? 3 : 1))
      }
      #expect(result.tasks["MR"]?.examples == 26 && result.tasks["TREC"]?.classes == 6)
      #expect(result.tasks["MRPC"]?.f1 == 1 && result.average == 1)
      // A label more or less is a class more or less.
      let other = try evaluation.score(embeddings: words(evaluation.texts), progress: nil)
      #expect(other == result)
    }
  }

  @Test func `vectors that say nothing find the class that is most frequent`() throws {
    let examples = (0..<30).map {
      TransferTask.Example(["s\($0)"], label: $0 % 3 == 0 ? 0 : 1)
    }
    let task = TransferTask(name: "none", classes: ["a", "b"], splits: .folds(examples))
    let evaluation = TransferEvaluation([task], folds: 5, compute: oneThread)
    let result = try evaluation.score(
      embeddings: Tensor(zeros: [30, 4]), progress: nil)
    #expect(abs((result.tasks["none"]?.accuracy ?? 0) - 2.0 / 3) < 1e-12)
    #expect(result.tasks["none"]?.strengths == [Double](repeating: 0.25, count: 5))
  }

  @Test func `the penalty is chosen by the development examples alone`() throws {
    // What is scored has the labels turned round: no look at them chooses anything.
    func example(_ place: Int, _ label: Int) -> TransferTask.Example {
      .init(["s\(place)"], label: label)
    }
    let training = (0..<10).map { example($0, $0 % 2) }
    let development = (10..<20).map { example($0, $0 % 2) }
    let embeddings = Tensor<Float>((0..<20).map { $0 % 2 == 0 ? -1 : 1 }, shape: [20, 1])
    for turned in [0, 1] {
      let task = TransferTask(
        name: "turned", classes: ["a", "b"],
        splits: .development(
          training: training, development: development,
          scored: (0..<10).map { example($0, ($0 + turned) % 2) }))
      let score = try TransferEvaluation([task], folds: 3, compute: oneThread)
        .score(embeddings: embeddings, progress: nil).tasks["turned"]
      #expect(score?.accuracy == Double(1 - turned) && score?.strengths == [0.25])
    }
  }

  @Test(arguments: [
    ("MR/rt-polarity.pos", "", "holds no example"),
    (
      "SST/binary/sentiment-dev", "a sentence\n",
      "line 1: a sentence, a tab and a class from 0 to 1"
    ),
    ("SST/fine/sentiment-test", "x\t5\n", "a class from 0 to 4"),
    ("TREC/TREC_10.label", "WHO:ind x\n", "classes: ABBR, DESC"),
    ("MRPC/msr_paraphrase_test.txt", "header\n2\t1\t2\ta\tb\n", "line 2: five fields between tabs"),
    ("CR/custrev.neg", nil, "'CR/custrev.neg' is neither in it nor in its data/downstream"),
    ("SUBJ/subj.objective", "one\ntwo\n", "2 examples of class 1 cannot be had in"),
  ])
  func `a file that cannot be used is named`(_ name: String, _ text: String?, _ words: String)
    throws
  {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      let url = folder.appendingPathComponent("data/downstream/" + name)
      try FileManager.default.removeItem(at: url)
      if let text { try Data(text.utf8).write(to: url) }
      let errors =
        TransferCatalog.all.filter { $0.name != "SST5-CS224N" }.compactMap { dataset in
          do {
            let task = try dataset.read(folder, checksums: .published)
            let evaluation = TransferEvaluation([task], folds: 3, compute: oneThread)
            _ = try evaluation.score(embeddings: self.words(evaluation.texts), progress: nil)
            return nil
          } catch { return "\(error)" }
        } as [String]
      #expect(errors.count == 1 && errors[0].contains(words), "\(errors)")
    }
  }

  @Test func `lines that are not UTF-8 are read as Latin-1`() throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      let url = folder.appendingPathComponent("data/downstream/MR/rt-polarity.pos")
      try Data([0x67, 0xE9, 0x0D, 0x0A, 0xC3, 0xA9, 0x0A]).write(to: url)
      let task = try #require(TransferCatalog.dataset(named: "MR")).read(
        folder, checksums: .published)
      #expect(task.splits.examples.suffix(2).map(\.sentences) == [["g\u{E9}"], ["\u{E9}"]])
    }
  }
}

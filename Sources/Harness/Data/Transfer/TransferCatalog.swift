import Files
public import Foundation

/// A task of classification as a data folder holds it.
public struct TransferDataset: Sendable {
  public let name: String
  /// What is separated, in a few words.
  public let meaning: String
  private let load: @Sendable (URL, ChecksumPolicy) throws -> TransferTask

  init(
    _ name: String, _ meaning: String,
    load: @escaping @Sendable (URL, ChecksumPolicy) throws -> TransferTask
  ) {
    (self.name, self.meaning, self.load) = (name, meaning, load)
  }

  /// Reads the task from a data folder, or from a SentEval tree in it.
  ///
  /// - Throws: `InputError` or ``LineError``.
  public func read(_ folder: URL, checksums: ChecksumPolicy) throws -> TransferTask {
    try load(folder, checksums)
  }
}

/// The only list of tasks of classification: SentEval's, and SST as CS 224N's project splits it.
///
/// - Source: SentEval's repository, `senteval/*.py`; arXiv:1803.05449, table 1.
public enum TransferCatalog {
  public static let all = [
    folds("MR", "film reviews", "MR/rt-polarity.neg", "MR/rt-polarity.pos"),
    folds("CR", "product reviews", "CR/custrev.neg", "CR/custrev.pos"),
    folds("SUBJ", "subjective or objective", "SUBJ/subj.subjective", "SUBJ/subj.objective"),
    folds("MPQA", "opinions", "MPQA/mpqa.neg", "MPQA/mpqa.pos"),
    sentiment("SST2", "film reviews", "SST/binary", classes: 2),
    sentiment("SST5", "film reviews, five classes", "SST/fine", classes: 5),
    TransferDataset("TREC", "what a question asks for") { folder, _ in
      func read(_ name: String) throws -> [TransferTask.Example] {
        try TransferFile(folder, "TREC/" + name).examples(
          "a class and a question are expected, as 'DESC:manner How did …'; classes: "
            + questions.joined(separator: ", ")
        ) { line in
          guard let colon = line.firstIndex(of: ":"),
            let label = questions.firstIndex(of: String(line[..<colon])),
            let blank = line.firstIndex(of: " ")
          else { return nil }
          return .init([String(line[line.index(after: blank)...])], label: label)
        }
      }
      return TransferTask(
        name: "TREC", classes: questions,
        splits: .test(training: try read("train_5500.label"), scored: try read("TREC_10.label")))
    },
    TransferDataset("MRPC", "paraphrases of news") { folder, _ in
      func read(_ split: String) throws -> [TransferTask.Example] {
        let file = try TransferFile(folder, "MRPC/msr_paraphrase_\(split).txt")
        return try file.droppingHeader.examples(
          "five fields between tabs are expected, 0 or 1 first and two sentences last"
        ) { line in
          let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
          guard fields.count == 5, let label = Int(fields[0]), (0...1).contains(label) else {
            return nil
          }
          return .init([String(fields[3]), String(fields[4])], label: label)
        }
      }
      return TransferTask(
        name: "MRPC", classes: ["0", "1"],
        splits: .test(training: try read("train"), scored: try read("test")))
    },
    TransferDataset("SST5-CS224N", "film reviews, five classes; its development split is scored") {
      folder, checksums in
      func read(_ dataset: Dataset<SSTExample>) throws -> [TransferTask.Example] {
        try dataset.read(folder, checksums: checksums).examples.compactMap { example in
          example.sentiment.map { .init([example.sentence], label: $0) }
        }
      }
      return TransferTask(
        name: "SST5-CS224N", classes: (0...4).map(String.init),
        splits: .test(
          training: try read(SSTDatasets.train), scored: try read(SSTDatasets.development)))
    },
  ]

  /// The task of a name.
  public static func dataset(named name: String) -> TransferDataset? {
    all.first { $0.name == name }
  }

  private static let questions = ["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"]

  /// Two files, one a class, which are scored in folds.
  private static func folds(
    _ name: String, _ meaning: String, _ first: String, _ second: String
  ) -> TransferDataset {
    TransferDataset(name, meaning) { folder, _ in
      let examples = try [first, second].enumerated().flatMap { label, path in
        try TransferFile(folder, path).examples("a sentence is expected") {
          .init([$0], label: label)
        }
      }
      return TransferTask(name: name, classes: ["0", "1"], splits: .folds(examples))
    }
  }

  /// SentEval's three files of a sentence and a class.
  private static func sentiment(
    _ name: String, _ meaning: String, _ place: String, classes: Int
  ) -> TransferDataset {
    TransferDataset(name, meaning) { folder, _ in
      func read(_ split: String) throws -> [TransferTask.Example] {
        try TransferFile(folder, "\(place)/sentiment-\(split)").examples(
          "a sentence, a tab and a class from 0 to \(classes - 1) are expected"
        ) { line in
          let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
          guard fields.count == 2, let label = Int(fields[1]), (0..<classes).contains(label) else {
            return nil
          }
          return .init([String(fields[0])], label: label)
        }
      }
      return TransferTask(
        name: name, classes: (0..<classes).map(String.init),
        splits: .development(
          training: try read("train"), development: try read("dev"), scored: try read("test")))
    }
  }
}

/// A file of SentEval's tree: lines in UTF-8, else in Latin-1 as SentEval reads them.
private struct TransferFile {
  private let url: URL
  private var lines: [(number: Int, text: String)]

  /// - Throws: `InputError` where the file is in none of the places of a SentEval tree.
  init(_ folder: URL, _ path: String) throws {
    let places = ["", "downstream/", "data/downstream/", "SentEval/data/downstream/"].map {
      folder.appendingPathComponent($0 + path)
    }
    guard let url = places.first(where: { InputFile.isThere($0) }) else {
      throw InputError(
        file: folder.path,
        problem: "'\(path)' is neither in it nor in its data/downstream; SentEval's "
          + "get_transfer_data script fetches it")
    }
    let data = try InputFile.read(url)
    self.url = url
    lines = data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap {
      let bytes = $1.last == 0x0D ? $1.dropLast() : $1
      let text =
        String(validating: bytes, as: UTF8.self)
        ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
      return text.allSatisfy(\.isWhitespace) ? nil : ($0 + 1, text)
    }
    guard !lines.isEmpty else {
      throw InputError(file: url.path, problem: "it holds no example; fetch it again")
    }
  }

  var droppingHeader: TransferFile {
    var rest = self
    rest.lines.removeFirst()
    return rest
  }

  /// - Throws: ``LineError`` with the words, for a line that `read` makes nothing of.
  func examples(
    _ words: String, read: (String) -> TransferTask.Example?
  ) throws -> [TransferTask.Example] {
    try lines.map { number, text in
      guard let example = read(text) else {
        throw LineError(file: url.path, line: number, problem: words)
      }
      return example
    }
  }
}

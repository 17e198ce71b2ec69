import Files

/// Two questions, and whether they ask the same.
public struct ParaphrasePair: TextExample {
  /// The id of CS 224N's project; empty where the file has none.
  public let id: String
  public let first: String
  public let second: String
  public let isDuplicate: Bool
  /// The collection that the pair was taken from; empty where the file does not say.
  public let source: String

  public var sentences: [String] { [first, second] }
  public var positives: [(first: String, second: String)] {
    isDuplicate ? [(first, second)] : []
  }
}

/// Quora's question pairs, for CS 224N's task of paraphrase detection.
public enum QuoraDatasets {
  /// What replaces the project's training split, which could not be had.
  public static let trainPart = Dataset<ParaphrasePair>(
    "cs224n-quora-train-part", "cs224n/quora-train-part.tsv.gz",
    columns: ["source", "sentence1", "sentence2", "is_duplicate"], hasHeader: true
  ) { row throws(LineError) in
    ParaphrasePair(
      id: "", first: try row.sentence("sentence1"), second: try row.sentence("sentence2"),
      isDuplicate: try row.integer("is_duplicate", in: 0...1) == 1, source: row.text("source"))
  }

  /// Further duplicates; there are no negatives among them.
  public static let positivesExtra = Dataset<ParaphrasePair>(
    "cs224n-quora-positives-extra", "cs224n/quora-positives-extra.tsv.gz",
    columns: ["source", "sentence1", "sentence2"], hasHeader: true
  ) { row throws(LineError) in
    ParaphrasePair(
      id: "", first: try row.sentence("sentence1"), second: try row.sentence("sentence2"),
      isDuplicate: true, source: row.text("source"))
  }

  public static let development = Dataset<ParaphrasePair>(
    "cs224n-quora-dev", "cs224n/quora-dev.tsv.gz",
    columns: ["id", "sentence1", "sentence2", "is_duplicate"], hasHeader: true
  ) { row throws(LineError) in
    ParaphrasePair(
      id: row.text("id"), first: try row.sentence("sentence1"),
      second: try row.sentence("sentence2"),
      isDuplicate: try row.integer("is_duplicate", in: 0...1) == 1, source: "")
  }
}

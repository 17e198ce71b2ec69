import Files

/// Two sentences and how alike people found them.
public struct STSExample: TextExample {
  public let id: String
  public let first: String
  public let second: String
  /// 0 to 5; nil in the split without scores.
  public let similarity: Double?

  public var sentences: [String] { [first, second] }
  public var scoredPair: (first: String, second: String, score: Double)? {
    similarity.map { (first, second, $0 / 5) }
  }
}

/// STS-Benchmark in the split of CS 224N's project.
///
/// Its training split holds pairs of STS-Benchmark's development and test: see ``LeakCheck``.
public enum CS224NSTSDatasets {
  public static let train = scored("train")
  public static let development = scored("dev")
  /// The split whose scores are kept back.
  public static let test = Dataset<STSExample>(
    "cs224n-sts-test-student", "cs224n/sts-test-student.tsv",
    columns: ["id", "sentence1", "sentence2"], hasHeader: true
  ) { row throws(LineError) in
    STSExample(
      id: row.text("id"), first: try row.sentence("sentence1"),
      second: try row.sentence("sentence2"), similarity: nil)
  }

  /// STS-Benchmark's own training split, whose pairs are partly those of the yearly tasks.
  public static let benchmark = Dataset<STSExample>(
    "sts-benchmark-train", "sts/STSBenchmark/train.tsv",
    columns: ["genre", "file", "year", "id", "score", "sentence1", "sentence2"], hasHeader: false
  ) { row throws(LineError) in
    STSExample(
      id: row.text("id"), first: try row.sentence("sentence1"),
      second: try row.sentence("sentence2"), similarity: try row.number("score", in: 0...5))
  }

  private static func scored(_ split: String) -> Dataset<STSExample> {
    Dataset(
      "cs224n-sts-\(split)", "cs224n/sts-\(split).tsv",
      columns: ["id", "sentence1", "sentence2", "similarity"], hasHeader: true
    ) { row throws(LineError) in
      STSExample(
        id: row.text("id"), first: try row.sentence("sentence1"),
        second: try row.sentence("sentence2"), similarity: try row.number("similarity", in: 0...5))
    }
  }
}

import Files

/// A sentence of a film review and how its writer felt.
public struct SSTExample: TextExample {
  public let id: String
  public let sentence: String
  /// 0 (very negative) to 4 (very positive); nil in the split without labels.
  public let sentiment: Int?

  public var sentences: [String] { [sentence] }
}

/// The Stanford Sentiment Treebank as CS 224N's project splits it: five classes.
///
/// - Source: https://aclanthology.org/D13-1170.
public enum SSTDatasets {
  public static let train = labeled("train")
  public static let development = labeled("dev")
  /// The split whose labels are kept back.
  public static let test = Dataset<SSTExample>(
    "cs224n-sst-test-student", "cs224n/sst-test-student.tsv", columns: ["id", "sentence"],
    hasHeader: true
  ) { row throws(LineError) in
    SSTExample(id: row.text("id"), sentence: try row.sentence("sentence"), sentiment: nil)
  }

  private static func labeled(_ split: String) -> Dataset<SSTExample> {
    Dataset(
      "cs224n-sst-\(split)", "cs224n/sst-\(split).tsv",
      columns: ["id", "sentence", "sentiment"], hasHeader: true
    ) { row throws(LineError) in
      SSTExample(
        id: row.text("id"), sentence: try row.sentence("sentence"),
        sentiment: try row.integer("sentiment", in: 0...4))
    }
  }
}

import Files

/// A sentence that nothing is said of.
public struct PlainSentence: TextExample {
  public let sentence: String

  public var sentences: [String] { [sentence] }
}

/// Two sentences that somebody holds to be alike.
public struct PlainPair: TextExample {
  public let first: String
  public let second: String

  public var sentences: [String] { [first, second] }
  public var positives: [(first: String, second: String)] { [(first, second)] }
}

/// Files without a header: sentences, a line each, and pairs, a tab between the two.
public enum PlainDatasets {
  /// The head of the file that SimCSE trains on.
  public static let wiki1m = sentences(
    "wiki1m-first-part", "wiki/wiki1m_for_simcse.first-part.txt")
  /// Sentences of English Wikipedia, shuffled.
  public static let wikipedia = sentences(
    "wikipedia-sentences", "wiki/wikipedia-sentences.txt.gz")

  /// Any file of sentences.
  public static let ownSentences = sentences("sentences", "")
  /// Any file of pairs: back-translations, captions, paraphrases.
  public static let ownPairs = Dataset<PlainPair>(
    "pairs", "", columns: ["first", "second"], hasHeader: false
  ) { row throws(LineError) in
    PlainPair(first: try row.sentence("first"), second: try row.sentence("second"))
  }

  private static func sentences(_ name: String, _ path: String) -> Dataset<PlainSentence> {
    Dataset(name, path, columns: ["sentence"], hasHeader: false) { row throws(LineError) in
      PlainSentence(sentence: try row.sentence("sentence"))
    }
  }
}

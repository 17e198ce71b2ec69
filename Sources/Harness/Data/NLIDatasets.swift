import Files

/// A premise, a hypothesis, and whether the one follows from the other.
public struct NLIPair: TextExample {
  /// What people said of a pair.
  public enum Label: String, CaseIterable, Sendable {
    case entailment, contradiction, neutral
  }

  public let premise: String
  public let hypothesis: String
  public let label: Label
  /// The collection that the pair was taken from.
  public let source: String

  public var sentences: [String] { [premise, hypothesis] }
  public var positives: [(first: String, second: String)] {
    label == .entailment ? [(premise, hypothesis)] : []
  }
  public var labelledPair: (first: String, second: String, label: Int)? {
    Label.allCases.firstIndex(of: label).map { (premise, hypothesis, $0) }
  }
}

/// A premise, a sentence that follows from it, and one that contradicts it.
public struct NLITriple: TextExample {
  public let premise: String
  public let entailed: String
  /// The hard negative.
  public let contradicted: String
  /// The collection that the triple was taken from.
  public let source: String

  public var sentences: [String] { [premise, entailed, contradicted] }
  public var positives: [(first: String, second: String)] { [(premise, entailed)] }
  public var hardNegative: String? { contradicted }
}

/// Natural language inference: the supervision of SimCSE.
///
/// - Source: arXiv:2104.08821, section 4; the columns of the triples are those of its
///   `nli_for_simcse.csv`.
public enum NLIDatasets {
  /// Labelled pairs of SNLI, MultiNLI and XNLI.
  public static let pairs = Dataset<NLIPair>(
    "nli-pairs", "nli/nli-pairs.tsv.gz",
    columns: ["premise", "hypothesis", "label", "source"], hasHeader: true
  ) { row throws(LineError) in
    NLIPair(
      premise: try row.sentence("premise"), hypothesis: try row.sentence("hypothesis"),
      label: try row.choice("label"), source: row.text("source"))
  }

  /// SimCSE's own `nli_for_simcse.csv` with tabs in place of its commas.
  public static let simcse = triples(
    "nli-for-simcse", "nli_for_simcse.tsv", columns: ["sent0", "sent1", "hard_neg"])

  /// Triples of the pairs that share a premise.
  public static let triples = triples(
    "nli-triples", "nli/nli-triples.tsv.gz", columns: ["sent0", "sent1", "hard_neg", "source"])

  private static func triples(
    _ name: String, _ path: String, columns: [String]
  ) -> Dataset<NLITriple> {
    let hasSource = columns.contains("source")
    return Dataset(name, path, columns: columns, hasHeader: true) { row throws(LineError) in
      NLITriple(
        premise: try row.sentence("sent0"), entailed: try row.sentence("sent1"),
        contradicted: try row.sentence("hard_neg"), source: hasSource ? row.text("source") : "")
    }
  }
}

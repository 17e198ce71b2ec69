import Data
import Model

/// Where training text comes from: a file, a published data set, or the built-in generator.
public struct TextSource: Codable, Sendable, Equatable {
  /// What one example of the text is.
  public enum Examples: String, Codable, Sendable, CaseIterable {
    /// Two sentences that are alike.
    case pairs
    /// Two that are alike, and one that contradicts the first.
    case triples
    /// Two that people gave a label: entailment, contradiction or neutral.
    case labelledPairs = "labelled-pairs"
    /// Two that people gave a score.
    case scoredPairs = "scored-pairs"
    /// A triple, and one that neither follows from the first nor contradicts it.
    case quadruples

    /// Whether each example has a sentence that contradicts the first.
    var hasContradictions: Bool { self == .triples || self == .quadruples }
  }

  /// Plain or gzip; `$SIMCSE_DATA` stands for the data folder. One sentence a line, unless
  /// ``examples`` says otherwise.
  public var file: String?
  /// A data set of the catalog, by its published name, under the data folder.
  public var dataset: String?
  /// Which sentence of a line is used, counted from 1: a column of a tab-separated file, or a
  /// sentence of a data set's example. Absent where a line is a sentence.
  public var column: Int?
  /// What an example is; absent where it is one sentence, which passes the encoder twice.
  public var examples: Examples?
  /// The seed of the built-in generator's sentences.
  public var syntheticSeed: UInt64?
  /// How many examples are used: the first of the file or of the generator.
  public var sentences: Int

  var problem: String? {
    let sources = [file != nil, dataset != nil, syntheticSeed != nil].count { $0 }
    if sources != 1 {
      return "needs one of 'file', 'dataset' and 'synthetic-seed', and has \(sources) of them"
    }
    if let dataset, DatasetCatalog.dataset(named: dataset) == nil {
      return "has the dataset '\(dataset)'; known: "
        + DatasetCatalog.all.map { $0.name }.joined(separator: ", ")
    }
    if let column {
      if syntheticSeed != nil { return "has 'column', which belongs to a 'file' or 'dataset'" }
      if examples != nil {
        return "has 'column', which chooses one sentence, and 'examples', which takes all; say one"
      }
      if let problem = NumberRule.problem("column", column, atLeast: 1) { return problem }
    }
    if examples != nil, syntheticSeed != nil {
      return
        "has 'examples', which belongs to a 'file' or 'dataset': generated sentences are single"
    }
    return NumberRule.problem("sentences", sentences, atLeast: 2)
  }
}

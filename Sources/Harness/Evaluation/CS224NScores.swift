public import Statistics

/// The scores of CS 224N's default final project on its three tasks.
///
///     mean = (sentiment + paraphrase + (similarity + 1) / 2) / 3
///
/// Pearson's correlation is brought from −1…1 to 0…1 before it is averaged with accuracies.
///
/// - Source: the scoring of the project, which arXiv:2501.13758 reports.
public struct CS224NScores: Codable, Sendable, Equatable {
  /// The accuracy on SST, 0…1.
  public var sentiment: Double
  /// The accuracy on Quora's pairs, 0…1.
  public var paraphrase: Double
  /// Pearson's correlation on STS, −1…1.
  public var similarity: Double

  public init(sentiment: Double, paraphrase: Double, similarity: Double) {
    self.sentiment = sentiment
    self.paraphrase = paraphrase
    self.similarity = similarity
  }

  /// The mean of the three tasks, 0…1.
  public var mean: Double { (sentiment + paraphrase + (similarity + 1) / 2) / 3 }
}

/// The share of predictions that are right.
///
/// - Throws: ``StatisticError`` for no predictions, or other counts on the two sides.
public func accuracy<Label: Equatable>(
  _ predictions: [Label], _ gold: [Label]
) throws(StatisticError) -> Double {
  guard predictions.count == gold.count else {
    throw .unequalCounts(predictions.count, gold.count)
  }
  guard !gold.isEmpty else { throw .tooFew(found: 0, needed: 1) }
  let right = zip(predictions, gold).count { $0 == $1 }
  return Double(right) / Double(gold.count)
}

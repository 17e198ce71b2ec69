import Files
package import Evaluation
import Foundation
import Statistics

/// The gold scores of a task's pairs, in numbers alone.
///
/// Scores of the STS tasks may be passed on (CC BY-SA 4.0, SICK's CC BY-NC-SA 3.0); sentences are not
/// here, only which pairs have the same one.
public struct GoldScores: Codable, Sendable, Equatable {
  public struct Subset: Codable, Sendable, Equatable {
    public var name: String
    public var pairs: Int
  }

  public var task: String
  /// In order.
  public var subsets: [Subset]
  /// Twice the average rank of each gold score, as ``PackedPairs/ranks``.
  public var ranks: String
  /// The different gold scores, from the lowest.
  public var values: [Double]
  /// The numbers of the two sentences of each pair, 32 bits each, base64; nil where the runs do not say.
  public var sentences: String?

  package init(
    task: String, subsets: [(subset: String, pairs: [PairScore])],
    sentences: [PairScores.Sentences]?
  ) {
    let gold = subsets.flatMap { $0.pairs.map(\.gold) }
    let ranks = doubledRanks(gold)
    self.task = task
    self.subsets = subsets.map { Subset(name: $0.subset, pairs: $0.pairs.count) }
    self.ranks = PackedRanks.packed(ranks)
    values = PackedRanks.groups(ranks).map { gold[$0[0]] }
    self.sentences = sentences.map {
      PackedNumbers.packed($0.flatMap { [UInt32($0.first), UInt32($0.second)] })
    }
  }

  var pairs: Int { subsets.reduce(0) { $0 + $1.pairs } }

  /// The gold score of each pair.
  ///
  /// - Throws: ``EvidenceError``.
  package func unpacked(at place: String) throws(EvidenceError) -> [Double] {
    guard subsets.allSatisfy({ $0.pairs >= 0 && $0.pairs <= RankCorrelation.mostPairs }) else {
      throw EvidenceError(place: place + ".subsets", problem: "a count of pairs is none")
    }
    let ranks = try PackedRanks.unpacked(ranks, count: pairs, at: place + ".ranks")
    let groups = PackedRanks.groups(ranks)
    guard groups.count == values.count, zip(values, values.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw EvidenceError(
        place: place + ".values",
        problem: "there are \(values.count) of them, which do not rise or are not one for each of"
          + " \(groups.count) ranks")
    }
    var gold = [Double](repeating: 0, count: pairs)
    for (value, group) in zip(values, groups) {
      for place in group { gold[place] = value }
    }
    guard doubledRanks(gold) == ranks else {
      throw EvidenceError(place: place + ".ranks", problem: "these are no ranks of \(pairs) values")
    }
    return gold
  }

  /// The sentences of each pair; nil where the runs did not say.
  ///
  /// - Throws: ``EvidenceError``.
  package func unpackedSentences(at place: String) throws(EvidenceError) -> [PairScores.Sentences]?
  {
    guard let sentences else { return nil }
    let numbers = try PackedNumbers.unpacked(
      sentences, as: UInt32.self, count: 2 * pairs, at: place + ".sentences")
    return (0..<pairs).map {
      PairScores.Sentences(first: Int(numbers[2 * $0]), second: Int(numbers[2 * $0 + 1]))
    }
  }
}

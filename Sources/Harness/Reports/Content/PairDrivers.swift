package import Evaluation
import Files
package import Statistics

/// The sentence pairs of a task that move its score between the runs of a method.
public struct PairDrivers: Codable, Sendable, Equatable {
  public var variant: String
  public var task: String
  public var runs: Int
  public var pairs: Int
  /// The share of the variance between runs that these pairs bring and others would not, 0…1.
  public var shareOfPairs: Double
  /// How many pairs, the largest shares first, make up half of the variance.
  public var pairsOfHalf: Int
  /// The pairs of the largest shares.
  public var largest: [Driver]

  /// A pair by its place in the data; no sentence is shown.
  public struct Driver: Codable, Sendable, Equatable {
    public var subset: String
    /// From 1, as the file of scores counts.
    public var row: Int
    public var gold: Double
    /// Over runs, and its standard deviation.
    public var cosine: Double
    public var deviation: Double
    /// Of the variance of the score between runs; all pairs' sum to 1.
    public var share: Double
  }

  static let listed = 8

  /// Nil where there is nothing to show: fewer than two runs, or all of the same score.
  ///
  /// - Inputs: `runs`, the subsets of each run with their pairs, the same in each.
  package init?(
    variant: String, task: String, runs: [[(subset: String, pairs: [PairScore])]],
    correlation: Correlation
  ) {
    let flat = runs.map { $0.flatMap(\.pairs) }
    guard let first = flat.first, flat.allSatisfy({ $0.count == first.count }),
      let found = try? PairContributions(
        gold: first.map(\.gold), cosines: flat.map { $0.map(\.cosine) }, correlation: correlation),
      let share = found.shareOfPairs
    else { return nil }
    let places = runs[0].flatMap { subset in
      subset.pairs.indices.map { (subset: subset.subset, row: $0 + 1) }
    }
    let order = found.shares.indices.sorted {
      (found.shares[$1], $0) < (found.shares[$0], $1)
    }
    var sum = 0.0
    let half = order.firstIndex { pair in
      sum += found.shares[pair]
      return sum >= 0.5
    }
    self.variant = variant
    self.task = task
    self.runs = runs.count
    pairs = first.count
    shareOfPairs = share
    pairsOfHalf = (half ?? 0) + 1
    largest = order.prefix(Self.listed).map { pair in
      let cosines = flat.map { $0[pair].cosine }
      return Driver(
        subset: places[pair].subset, row: places[pair].row, gold: first[pair].gold,
        cosine: (try? mean(cosines)) ?? 0, deviation: (try? standardDeviation(cosines)) ?? 0,
        share: found.shares[pair])
    }
  }
}

extension Document {
  /// What the pairs bring to the spread of the baseline, or of the only method.
  static func drivers(_ summary: StudySummary) -> [Part] {
    guard let found = summary.drivers.first(where: { $0.variant == summary.baseline }) else {
      return []
    }
    let task = PlainText.visible(found.task)
    let whose = summary.variants.count > 1 ? " of \(PlainText.visible(found.variant))" : ""
    return [
      .paragraph(
        "Pairs as one more random factor: of the variance of the score\(whose) on \(task) between"
          + " runs, \(Numeral.percent(found.shareOfPairs))\u{A0}% is what its"
          + " \(Numeral.grouped(found.pairs)) pairs bring and others would not;"
          + " \(Numeral.count(found.pairsOfHalf, "pair")) make up half of it all."),
      .table(
        .drivers(found),
        caption: "The pairs of \(task) that move the score\(whose) most between n ="
          + " \(Numeral.count(found.runs, "run")): place in the data, gold score, cosine ±"
          + " standard deviation over runs, and share of the variance of the score. The shares of"
          + " all pairs sum to 100 %; a pair that moves against the score has a negative one."),
    ]
  }
}

extension Table {
  static func drivers(_ drivers: PairDrivers) -> Table {
    Table(
      columns: [Column("subset", isNumeric: false)]
        + ["row", "gold", "cosine", "share, %"].map { Column($0, isNumeric: true) },
      rows: drivers.largest.map { pair in
        [
          Cell(pair.subset), Cell("\(pair.row)"), Cell(Numeral.fixed(pair.gold, decimals: 2)),
          Cell(
            Numeral.fixed(pair.cosine, decimals: 3),
            detail: "± \(Numeral.fixed(pair.deviation, decimals: 3))"),
          Cell(Numeral.percent(pair.share, decimals: 1)),
        ]
      })
  }
}

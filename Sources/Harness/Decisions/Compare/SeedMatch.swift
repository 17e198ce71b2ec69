import Model
package import Runs
package import Statistics

/// Which runs of two sides are held against each other: those under the same seeds, where two are.
///
/// Runs whose seeds are the same in every stream are a pair. Where fewer than two are, runs are paired
/// that have the same seed in some stream that varies on both sides (one data order under two
/// initializations), if none has two such partners. Else all runs count, as in Welch's test, which
/// takes the sides as independent: of a single pair the side with more runs leaves its run out.
package struct SeedMatch: Sendable {
  /// The places of the runs compared, pair by pair where they are paired.
  package let a: [Int]
  package let b: [Int]
  /// `paired`, `crossed` or `unpaired`.
  package let source: Difference.Source
  /// The runs that have the same seeds, where they are one pair, too few to show a spread.
  package let single: (a: Int, b: Int)?
  /// How many runs of `a` share some seed with one of `b`, and count as independent all the same.
  package let sharing: Int
  private let layouts: (a: SeedLayout, b: SeedLayout)

  /// The runs of a side share seeds in no known layout.
  package struct NoLayout: Error {
    package let isOfFirst: Bool
  }

  /// - Inputs: the seeds of each run; `fewest`, the pairs without which nothing is paired;
  ///   `areForeign`, whether different programs trained: a seed of another one draws nothing of what the
  ///   same number draws here.
  package init(
    _ a: [RunSettings.Seeds], _ b: [RunSettings.Seeds], fewest: Int, areForeign: Bool = false
  ) throws(NoLayout) {
    let same = areForeign ? [] : SeedKeys.common(a, b)
    let links = areForeign ? [] : Self.links(a, b)
    var pairs = same.count >= fewest ? same : []
    if pairs.isEmpty, Self.isOneToOne(links), links.count >= fewest { pairs = links }
    var places = (a: Array(a.indices), b: Array(b.indices))
    single = pairs.isEmpty ? same.first.map { (a: $0.0, b: $0.1) } : nil
    if !pairs.isEmpty {
      places = (pairs.map(\.0), pairs.map(\.1))
    } else if let single, max(a.count, b.count) > 2 {
      if a.count > b.count {
        places.a.removeAll { $0 == single.a }
      } else {
        places.b.removeAll { $0 == single.b }
      }
    }
    (self.a, self.b) = places
    let (own, other) = (places.a.map { a[$0] }, places.b.map { b[$0] })
    sharing =
      pairs.isEmpty && single == nil && !areForeign
      ? Set(Self.links(own, other).map(\.0)).count : 0
    guard let first = SeedLayout(own) else { throw NoLayout(isOfFirst: true) }
    guard let second = SeedLayout(other) else { throw NoLayout(isOfFirst: false) }
    layouts = (first, second)
    source = pairs.isEmpty ? .unpaired : first == .independent ? .paired : .crossed
  }

  /// The number of pairs; nil where runs are not paired.
  package var pairs: Int? { source == .unpaired ? nil : a.count }

  package var isCrossed: (a: Bool, b: Bool) {
    (layouts.a != .independent, layouts.b != .independent)
  }

  /// The difference a − b of one score.
  ///
  /// - Inputs: the scores of the runs compared, in the order of `a` and of `b`.
  /// - Throws: `StatisticError`.
  package func difference(
    _ own: [Double], _ other: [Double], varianceFromPairs: Double?
  ) throws(StatisticError) -> Difference {
    source == .unpaired
      ? try Difference(unpaired: own, layouts.a, other, layouts.b)
      : try Difference(
        paired: own, other, layout: layouts.a, varianceFromPairs: varianceFromPairs)
  }

  /// Runs that have the same seed in a stream of which both sides have several.
  private static func links(
    _ a: [RunSettings.Seeds], _ b: [RunSettings.Seeds]
  ) -> [(Int, Int)] {
    let varying = RandomStream.Name.allCases.filter { name in
      [a, b].allSatisfy { side in Set(side.map { $0.seed(name) }).count > 1 }
    }
    return a.indices.flatMap { own in
      b.indices.filter { other in
        varying.contains { a[own].seed($0) == b[other].seed($0) }
      }.map { (own, $0) }
    }
  }

  private static func isOneToOne(_ links: [(Int, Int)]) -> Bool {
    Set(links.map(\.0)).count == links.count && Set(links.map(\.1)).count == links.count
  }
}

extension SeedLayout {
  /// The layout of runs; nil where the standard error of the mean is undefined.
  package init?(_ seeds: [RunSettings.Seeds]) {
    self.init(
      streams: RandomStream.Name.allCases.map { name in seeds.map { $0.seed(name) } },
      runs: seeds.count)
  }
}

package import Evaluation

/// How the cosines of a task's pairs lie by gold score, over all runs of a method.
public struct PairDensity: Codable, Sendable, Equatable {
  public var variant: String
  public var task: String
  /// The runs whose pairs were counted together.
  public var runs: Int
  /// The sentence pairs of each run.
  public var pairs: Int
  /// The lowest bin of cosines that holds any pair: bin b begins at cosine b · ``cosineWidth``.
  public var firstBin: Int
  /// Pairs by gold bin, from 0 in steps of ``goldWidth``, and by cosine bin, from ``firstBin``.
  public var counts: [[Int]]

  package static let cosineWidth = 0.02
  package static let goldWidth = 0.25
  /// Gold bins in one level of 0–1 … 4–5; the last bin holds 5 itself.
  package static let binsPerLevel = 4
  package static let levels = 5

  /// - Inputs: `runs`, the pairs of each run; gold scores in 0…5, cosines in −1…1.
  package init(variant: String, task: String, runs: [[PairScore]]) {
    let all = runs.flatMap { $0 }
    let bins = all.map { Self.bin($0.cosine, width: Self.cosineWidth, within: -1...1) }
    let first = bins.min() ?? 0
    let width = (bins.max() ?? 0) - first + 1
    let rows = Self.levels * Self.binsPerLevel
    var counts = [[Int]](repeating: [Int](repeating: 0, count: width), count: rows)
    for (pair, bin) in zip(all, bins) {
      let gold = Self.bin(pair.gold, width: Self.goldWidth, within: 0...5)
      counts[min(max(gold, 0), rows - 1)][bin - first] += 1
    }
    self.variant = variant
    self.task = task
    self.runs = runs.count
    self.pairs = runs.first?.count ?? 0
    self.firstBin = first
    self.counts = counts
  }

  /// The bin of a value; one outside its range, which a rounding may leave, is in the last on its side,
  /// and one that is no number in the first.
  private static func bin(_ value: Double, width: Double, within range: ClosedRange<Double>) -> Int
  {
    let value = value.isNaN ? range.lowerBound : value
    return Int(
      (min(max(value, range.lowerBound - width / 2), range.upperBound) / width).rounded(.down))
  }

  /// The cosine at the middle of a column of ``counts``.
  package func cosine(ofColumn column: Int) -> Double {
    (Double(firstBin + column) + 0.5) * Self.cosineWidth
  }

  /// Pairs of a level of gold scores by cosine bin.
  package func level(_ level: Int) -> [Int] {
    let rows = counts[(level * Self.binsPerLevel)..<((level + 1) * Self.binsPerLevel)]
    return (counts.first ?? []).indices.map { column in rows.reduce(0) { $0 + $1[column] } }
  }

  /// The cosine below which a share `p` of counted pairs lies, even within a bin; nil for none.
  package func quantile(of counts: [Int], at p: Double) -> Double? {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    let wanted = p * Double(total)
    var below = 0.0
    for (column, count) in counts.enumerated() where count > 0 {
      if below + Double(count) >= wanted {
        let inside = (wanted - below) / Double(count)
        return (Double(firstBin + column) + inside) * Self.cosineWidth
      }
      below += Double(count)
    }
    return nil
  }
}

/// How close two scores are when they may differ by rounding alone.
///
/// Scores that are equal in exact numbers differ by the order in which their terms were added: a
/// correlation of n pairs by some √n 2⁻⁵³, 10⁻¹⁴ for ten thousand pairs. The tolerance is 2⁻⁴² of the
/// largest score, 2·10⁻¹³. A Spearman correlation moves by at least 6/n³ when two ranks change places,
/// which is more for every task of up to 30,000 pairs.
///
/// Where a source has rounded scores, two are equal too when the scores before may have been: closer than
/// both can be off. Of two scores on one grid of decimals those are the equal ones.
public struct ScoreResolution: Sendable, Equatable {
  /// The largest distance of scores that count as equal.
  public let tolerance: Double

  /// - Inputs: all scores that are compared with each other, as they were computed.
  public init(_ scores: [[Double]]) { self.init(scores, rounding: 0) }

  /// - Inputs: `rounding`, how far two scores together may be off as their sources rounded them.
  public init(_ scores: [[Double]], rounding: Double) {
    precondition(rounding >= 0, "scores are off by no less than 0, not \(rounding)")
    let largest = scores.joined().reduce(0) { max($0, abs($1)) }
    let ofSums = largest * 0x1p-42
    // At twice a half unit two rounded scores are neighbors on their grid, and differ.
    tolerance = max(ofSums, rounding - ofSums)
  }

  public func areEqual(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= tolerance }

  /// 1 where `a` is the higher, 0 where `b` is, ½ where they are equal.
  public func win(_ a: Double, over b: Double) -> Double {
    areEqual(a, b) ? 0.5 : a > b ? 1 : 0
  }

  /// a − b of each, differences of equal scores as 0 and equal differences as the same number.
  ///
  /// - Precondition: as many of both.
  public func differences(_ a: [Double], _ b: [Double]) -> [Double] {
    precondition(a.count == b.count, "\(a.count) and \(b.count) paired scores")
    let plain = zip(a, b).map { areEqual($0, $1) ? 0 : $0 - $1 }
    return Self.joined(plain, within: 2 * tolerance)
  }

  /// The scores with equal ones as the same number, so that they have neither difference nor spread.
  public func joined(_ scores: [[Double]]) -> [[Double]] {
    let flat = Self.joined(scores.flatMap { $0 }, within: tolerance)
    var start = 0
    return scores.map { row in
      defer { start += row.count }
      return Array(flat[start..<start + row.count])
    }
  }

  /// The values with sizes in one chain of neighbors as the middle one of them; signs and zeros stay.
  ///
  /// Sizes, because signed ranks compare them; the chain does not depend on the order of the values, and
  /// not on their signs, so that signs are as even as they were.
  private static func joined(_ values: [Double], within step: Double) -> [Double] {
    let order = values.indices.filter { values[$0] != 0 }
      .sorted { (abs(values[$0]), $0) < (abs(values[$1]), $1) }
    var result = values
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, abs(values[order[end]]) - abs(values[order[end - 1]]) <= step {
        end += 1
      }
      let middle = abs(values[order[start + (end - start) / 2]])
      for place in order[start..<end] { result[place] = values[place] < 0 ? -middle : middle }
      start = end
    }
    return result
  }
}

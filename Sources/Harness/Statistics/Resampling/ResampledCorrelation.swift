package import Model

/// A correlation that can be taken again of resampled pairs without sorting again.
public enum Correlation: String, Codable, Sendable, CaseIterable {
  case spearman
  case pearson

  /// The correlation of two sides.
  ///
  /// - Throws: ``StatisticError``.
  public func of(_ x: [Double], _ y: [Double]) throws(StatisticError) -> Double {
    switch self {
    case .spearman: try Statistics.spearman(x, y)
    case .pearson: try Statistics.pearson(x, y)
    }
  }
}

/// The correlations of several runs with one gold side on pairs that are drawn again and again.
package struct ResampledCorrelations: Sendable {
  private let gold: ResampledSide
  private let runs: [ResampledSide]
  private let pairs: Int

  /// - Inputs: `gold` (m); `cosines`, (m) for each run.
  package init(gold: [Double], cosines: [[Double]], _ correlation: Correlation) {
    pairs = gold.count
    self.gold = ResampledSide(gold, correlation)
    runs = cosines.map { ResampledSide($0, correlation) }
  }

  /// One a run on pairs drawn so often; nil where a side is constant.
  ///
  /// - Inputs: `weights` (m), whole numbers.
  package func values(_ weights: [Double]) -> [Double?] {
    var (x, y) = ([Double](repeating: 0, count: pairs), [Double](repeating: 0, count: pairs))
    let total = weights.reduce(0, +)
    gold.centered(weights, total: total, into: &x)
    var squares = 0.0
    for (weight, value) in zip(weights, x) { squares += weight * value * value }
    return runs.map { side in
      side.centered(weights, total: total, into: &y)
      return weightedCorrelation(x, y, weights: weights, squaresOfX: squares)
    }
  }
}

/// One side of the pairs of a correlation, sorted once.
///
/// A resample is how often each pair was drawn. With weights w the rank of a value is
///
///     Σ w of smaller values + (Σ w of equal values + 1) / 2
///
/// which is one walk in the order of the values, kept from the start.
///
/// - Complexity: O(m log m) once for m pairs, then O(m) a resample.
struct ResampledSide: Sendable {
  private let kind: Correlation
  private let values: [Double]
  /// The largest distance from the mean that is rounding: of equal values there is nothing else.
  private let resolution: Double
  /// The pairs in ascending order of value, and where each run of equal values ends.
  private let order: [Int32]
  private let ends: [Int32]

  init(_ values: [Double], _ kind: Correlation) {
    self.kind = kind
    // Around the mean, so that an offset costs Pearson's sums no digits.
    let center = values.reduce(0) { $0 + $1 / Double(values.count) }
    self.values = kind == .pearson ? values.map { $0 - center } : []
    resolution = self.values.reduce(0) { max($0, abs($1)) } * 0x1p-48
    guard kind == .spearman else {
      (order, ends) = ([], [])
      return
    }
    let sorted = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    order = sorted.map { Int32($0) }
    ends = sorted.indices.filter { place in
      place + 1 == sorted.count || values[sorted[place]] != values[sorted[place + 1]]
    }.map { Int32($0 + 1) }
  }

  /// Ranks or values less their mean, a score for each pair; those of weight zero mean nothing.
  func centered(_ weights: [Double], total: Double, into scores: inout [Double]) {
    switch kind {
    case .spearman:
      let middle = (total + 1) / 2
      var (below, start) = (0.0, 0)
      for end in ends {
        var own = 0.0
        for place in start..<Int(end) { own += weights[Int(order[place])] }
        let rank = below + (own + 1) / 2 - middle
        for place in start..<Int(end) { scores[Int(order[place])] = rank }
        below += own
        start = Int(end)
      }
    case .pearson:
      var sum = 0.0
      for (weight, value) in zip(weights, values) { sum += weight * value }
      let mean = sum / total
      for index in values.indices {
        let distance = values[index] - mean
        scores[index] = abs(distance) <= resolution ? 0 : distance
      }
    }
  }
}

/// Weighted sums of products of two centered sides: their correlation, or nil where one is constant.
func weightedCorrelation(
  _ x: [Double], _ y: [Double], weights: [Double], squaresOfX: Double
) -> Double? {
  var (xy, yy) = (0.0, 0.0)
  for index in weights.indices {
    let weighted = weights[index] * y[index]
    xy += weighted * x[index]
    yy += weighted * y[index]
  }
  guard squaresOfX > 0, yy > 0 else { return nil }
  return max(-1, min(1, xy / (squaresOfX.squareRoot() * yy.squareRoot())))
}

/// How often each of `count` things is drawn in `count` draws with replacement.
package func drawnWeights(_ count: Int, stream: RandomStream) -> [Double] {
  var weights = [Double](repeating: 0, count: count)
  for draw in 0..<count { weights[stream.integer(at: draw, below: count)] += 1 }
  return weights
}

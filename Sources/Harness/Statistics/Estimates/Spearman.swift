/// Spearman's rank correlation: Pearson's correlation of the ranks, ties averaged.
///
/// - Throws: ``StatisticError``; a constant side has no correlation.
/// - Source: Spearman 1904, American Journal of Psychology 15; ties as in SciPy's `spearmanr`.
public func spearman(_ x: [Double], _ y: [Double]) throws(StatisticError) -> Double {
  guard x.count == y.count else { throw .unequalCounts(x.count, y.count) }
  for (side, values) in [("x", x), ("y", y)] {
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(side: side, index: bad)
    }
  }
  return try pearson(ranks(x), ranks(y))
}

/// The rank of each value, from 1; equal values share the mean of their ranks.
public func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
    start = end
  }
  return ranks
}

/// Spearman's rank correlation: Pearson's correlation of the ranks, ties averaged.
///
/// The sums are whole numbers and the result is the Double nearest to the exact root
/// (``RankCorrelation``): correlations that are equal are equal to the bit.
///
/// - Throws: ``StatisticError``; a constant side has no correlation.
/// - Source: Spearman 1904, American Journal of Psychology 15; ties as in SciPy's `spearmanr`.
public func spearman(_ x: [Double], _ y: [Double]) throws(StatisticError) -> Double {
  try RankCorrelation(x, y).value
}

/// The rank of each value, from 1; equal values share the mean of their ranks.
public func ranks(_ values: [Double]) -> [Double] {
  doubledRanks(values).map { Double($0) / 2 }
}

/// Twice the rank of each value, which is whole: equal values share the mean of their ranks.
public func doubledRanks(_ values: [Double]) -> [Int] {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var ranks = [Int](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = start + end + 1 }
    start = end
  }
  return ranks
}

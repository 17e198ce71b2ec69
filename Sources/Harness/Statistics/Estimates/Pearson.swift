/// Pearson's product-moment correlation.
///
///     r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² · Σ (y − ȳ)²)
///
/// Deviations are taken in a second pass and divided by the largest, so that neither an offset nor
/// the scale of the data costs digits.
///
/// - Throws: ``StatisticError``; a constant side has no correlation.
/// - Source: Pearson 1895, Proceedings of the Royal Society 58.
public func pearson(_ x: [Double], _ y: [Double]) throws(StatisticError) -> Double {
  guard x.count == y.count else { throw .unequalCounts(x.count, y.count) }
  guard x.count >= 2 else { throw .tooFew(found: x.count, needed: 2) }
  let dx = try deviations(x, side: "x")
  let dy = try deviations(y, side: "y")
  var (xy, xx, yy) = (0.0, 0.0, 0.0)
  for (a, b) in zip(dx, dy) {
    xy += a * b
    xx += a * a
    yy += b * b
  }
  return max(-1, min(1, xy / (xx.squareRoot() * yy.squareRoot())))
}

/// x − mean(x), over the largest of them in magnitude.
private func deviations(_ x: [Double], side: String) throws(StatisticError) -> [Double] {
  if let bad = x.firstIndex(where: { !$0.isFinite }) { throw .notFinite(side: side, index: bad) }
  guard x.contains(where: { $0 != x[0] }) else { throw .constantInput(side: side) }
  let count = Double(x.count)
  // The mean of x / n cannot overflow; the second pass removes what rounding left of the offset.
  let mean = x.reduce(0) { $0 + $1 / count }
  let rest = x.reduce(0) { $0 + ($1 - mean) / count }
  let deviations = x.map { $0 - mean - rest }
  let largest = deviations.reduce(0) { max($0, abs($1)) }
  guard largest > 0 else { throw .constantInput(side: side) }
  return deviations.map { $0 / largest }
}

public import Model

/// How close positive pairs lie: the mean squared distance of normalized embeddings.
///
///     alignment = E ‖x − y‖²
///
/// - Inputs: `first` and `second` (N, H), normalized rows; row i of one belongs to row i of the other.
/// - Throws: ``StatisticError`` for no pairs and for numbers that are not finite.
/// - Source: arXiv:2005.10242, equation 4; SimCSE takes the STS-B pairs with a gold score above 4.
public func alignment(
  _ first: Tensor<Float>, _ second: Tensor<Float>
) throws(StatisticError) -> Double {
  guard first.rows == second.rows else { throw .unequalCounts(first.rows, second.rows) }
  guard first.rows > 0 else { throw .tooFew(found: 0, needed: 1) }
  try requireFinite(first, "first")
  try requireFinite(second, "second")
  var total = 0.0
  for (a, b) in zip(first.scalars, second.scalars) {
    let difference = Double(a) - Double(b)
    total += difference * difference
  }
  return total / Double(first.rows)
}

/// How evenly embeddings fill the sphere: the log of the mean Gaussian potential over all pairs.
///
///     uniformity = log E exp(−2 ‖x − y‖²)      over pairs of different rows
///
/// - Inputs: `x` (N, H), normalized rows.
/// - Throws: ``StatisticError`` for fewer than two rows and for numbers that are not finite.
/// - Source: arXiv:2005.10242, equation 6, t = 2.
/// - Complexity: O(N²·H), as products of blocks of rows.
public func uniformity(
  _ x: Tensor<Float>, compute: Compute
) throws(StatisticError) -> Double {
  let (n, width) = (x.rows, x.columns)
  guard n >= 2 else { throw .tooFew(found: n, needed: 2) }
  try requireFinite(x, "x")
  var total = 0.0
  for start in stride(from: 0, to: n, by: 256) {
    let end = min(start + 256, n)
    let block = Tensor(Array(x.scalars[start * width..<end * width]), shape: [end - start, width])
    let cosines = compute.product(block, transposed: false, x, transposed: true)
    for row in start..<end {
      // ‖x − y‖² = 2 − 2 cos for rows of length 1; eight exponentials at a time, added in order.
      for first in stride(from: row + 1, to: n, by: 8) {
        let columns = first..<min(first + 8, n)
        var exponents = SIMD8<Double>()
        for column in columns {
          let distance = max(0, 2 - 2 * Double(cosines[row - start, column]))
          exponents[column - first] = -2 * distance
        }
        let potentials = Double.exponential(exponents)
        for lane in 0..<columns.count { total += potentials[lane] }
      }
    }
  }
  return Double.logarithm(total / (Double(n) * Double(n - 1) / 2))
}

private func requireFinite(_ x: Tensor<Float>, _ side: String) throws(StatisticError) {
  if let bad = x.scalars.firstIndex(where: { !$0.isFinite }) {
    throw .notFinite(side: side, index: bad)
  }
}

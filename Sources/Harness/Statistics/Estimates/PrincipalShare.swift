public import Model

/// How much of the variance of embeddings lies along one direction: the share of the first principal
/// component.
///
///     share = λ₁ / Σ λ,   λ the eigenvalues of the covariance of the rows
///
/// 1/H where embeddings fill all directions alike; close to 1 in a narrow cone.
///
/// - Inputs: `x` (N, H).
/// - Throws: ``StatisticError`` for fewer than two rows, or rows that are all the same.
/// - Complexity: O(N·H²), and O(H²) for each step of the power method.
public func firstPrincipalShare(
  _ x: Tensor<Float>, compute: Compute
) throws(StatisticError) -> Double {
  let (n, width) = (x.rows, x.columns)
  guard n >= 2 else { throw .tooFew(found: n, needed: 2) }
  if let bad = x.scalars.firstIndex(where: { !$0.isFinite }) {
    throw .notFinite(side: "x", index: bad)
  }
  var means = [Double](repeating: 0, count: width)
  for (index, value) in x.scalars.enumerated() { means[index % width] += Double(value) }
  let centered = Tensor<Double>(
    x.scalars.enumerated().map { Double($1) - means[$0 % width] / Double(n) }, shape: x.shape)
  let covariance = compute.product(centered, transposed: true, centered, transposed: false)
  let trace = (0..<width).reduce(0.0) { $0 + covariance[$1, $1] }
  guard trace > 0 else { throw .constantInput(side: "x") }
  let direction = principalDirection(ofProducts: covariance.scalars, width: width)
  let variance = (0..<width).reduce(0.0) { sum, row in
    sum + direction[row] * (0..<width).reduce(0.0) { $0 + covariance[row, $1] * direction[$1] }
  }
  return variance / trace
}

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
/// - Complexity: O(N·H²), and O(H²) for each of at most 1,000 power iterations.
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
  // Begins along the feature with the greatest variance, whose part in the first component is not 0
  // where one is.
  let start = (0..<width).reduce(0) { covariance[$1, $1] > covariance[$0, $0] ? $1 : $0 }
  var direction = Tensor<Double>(
    (0..<width).map { covariance[start, $0] }, shape: [width, 1])
  var eigenvalue = 0.0
  for _ in 0..<1_000 {
    let length = direction.scalars.reduce(0) { $0 + $1 * $1 }.squareRoot()
    direction = direction.scaled(by: 1 / length)
    let image = compute.product(covariance, transposed: false, direction, transposed: false)
    let next = zip(image.scalars, direction.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    direction = image
    if abs(next - eigenvalue) <= 1e-12 * next { return next / trace }
    eigenvalue = next
  }
  return eigenvalue / trace
}

public import Model

/// Vectors about their mean, turned to their principal axes.
///
///     y = (x − μ) Uᵀ,   the rows of U the eigenvectors of (x − μ)ᵀ (x − μ)
///
/// A turn and a shift change no distance: a layer with a squared penalty and a free offset fits the same,
/// in fewer steps, because the axes do not vary together. Vectors of more than 800 numbers are shifted
/// alone, since their axes cost more than the steps.
///
/// - Inputs: `x` (N, D).
/// - Output: (N, K), K the axes along which they vary.
/// - Complexity: O(N·D² + D³).
public func principalAxes(of x: Tensor<Double>, compute: Compute) -> Tensor<Double> {
  let (n, width) = (x.rows, x.columns)
  var means = [Double](repeating: 0, count: width)
  for row in 0..<n {
    for (column, value) in x.row(row).enumerated() { means[column] += value / Double(n) }
  }
  let centered = Tensor<Double>(
    (0..<n).flatMap { row in zip(x.row(row), means).map { $0 - $1 } }, shape: x.shape)
  guard width <= widestTurned, centered.scalars.allSatisfy(\.isFinite) else { return centered }
  let axes = SymmetricEigenvectors(
    compute.product(centered, transposed: true, centered, transposed: false))
  // Where nothing but rounding varies no axis is defined, and what lies along it is left out.
  let least = smallestShare * (axes.values.first ?? 0)
  let kept = axes.values.count { $0 > least }
  guard kept > 0 else { return centered }
  let rows = Tensor(Array(axes.vectors.scalars.prefix(kept * width)), shape: [kept, width])
  return compute.product(centered, transposed: false, rows, transposed: true)
}

/// Variances below this share of the largest are rounding of numbers in single precision.
private let smallestShare = 1e-12
/// Beyond it Jacobi's rotations take minutes.
private let widestTurned = 800

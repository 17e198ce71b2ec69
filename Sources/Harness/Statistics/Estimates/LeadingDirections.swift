public import Model

/// The right singular vectors of a sparse matrix with the largest singular values.
///
///     A ≈ Σ σₖ uₖ vₖᵀ,   k = 1 … K
///
/// Subspace iteration on AᵀA with a block of 2K + 10 columns, orthonormalized by Cholesky's factor of
/// their products, and turned to the eigenvectors of what AᵀA is on them. It ends when every
/// |AᵀA vₖ − σₖ² vₖ| is at most 1e-10 of the largest σ².
///
/// - Randomness: the block begins with the same draws whenever it is as large.
/// - Source: Halko, Martinsson and Tropp, SIAM Review 53 (2011), algorithm 4.4; the truncated
///   decomposition is that of latent semantic analysis.
/// - Complexity: O((entries + C·K) · K) a step, some 50 to 200 steps.
public struct LeadingDirections: Sendable {
  /// The singular values (K), largest first.
  public let values: [Double]
  /// Row c has the numbers of column c of A in every vector (C, K); in each vector the number of largest
  /// magnitude is positive.
  public let vectors: Tensor<Double>

  /// - Inputs: `matrix` (N, C); `count`, K.
  /// - Throws: ``LeadingDirectionsError`` where the matrix has fewer directions, or those at the end are
  ///   too much alike to be separated.
  public init(
    _ matrix: SparseRows, count: Int, compute: Compute
  ) throws(LeadingDirectionsError) {
    precondition(count >= 1, "\(count) directions")
    let most = min(matrix.rows, matrix.columns)
    guard count <= most else { throw LeadingDirectionsError(asked: count, found: most) }
    let width = min(2 * count + 10, most)
    let noise = RandomStream(seed: 0, label: "leading-directions").normal(matrix.columns * width)
    var block = Self.orthonormal(Tensor(noise, shape: [matrix.columns, width]), compute)
    for step in 1...Self.mostSteps {
      block = Self.orthonormal(matrix.transposedProduct(matrix.product(block)), compute)
      guard step % Self.stepsBetweenChecks == 0 else { continue }
      block = Self.orthonormal(block, compute)
      let image = matrix.product(block)
      let inner = SymmetricEigenvectors(
        compute.product(image, transposed: true, image, transposed: false))
      block = compute.product(block, transposed: false, inner.vectors, transposed: true)
      let largest = inner.values.first ?? 0
      let found = inner.values.count { $0 > Self.smallestShare * largest }
      guard found >= count else { throw LeadingDirectionsError(asked: count, found: found) }
      let moved = matrix.transposedProduct(matrix.product(block))
      let residual = Self.residual(moved, block, inner.values, count: count)
      guard residual <= Self.closeness * largest else { continue }
      values = inner.values.prefix(count).map { $0.squareRoot() }
      vectors = Self.signed(block, count: count)
      return
    }
    throw LeadingDirectionsError(asked: count, found: nil)
  }

  private static let mostSteps = 2000
  private static let stepsBetweenChecks = 10
  /// Of the largest σ².
  private static let closeness = 1e-10
  /// A σ² below this share of the largest is rounding.
  private static let smallestShare = 1e-13

  /// The columns made orthonormal; one that depends on those before it becomes 0.
  private static func orthonormal(_ y: Tensor<Double>, _ compute: Compute) -> Tensor<Double> {
    // Y = Q R with RᵀR = YᵀY, so Q = Y R⁻¹.
    var r = compute.product(y, transposed: true, y, transposed: false)
    let width = r.rows
    let sizes = (0..<width).map { r[$0, $0] }
    var kept = [Bool](repeating: true, count: width)
    r.scalars.writing { r in
      for i in 0..<width {
        for k in 0..<i where kept[k] {
          let factor = r[k * width + i]
          for j in i..<width { r[i * width + j] -= factor * r[k * width + j] }
        }
        let pivot = r[i * width + i]
        kept[i] = pivot > 1e-12 * sizes[i] && sizes[i] > 0
        let scale = kept[i] ? 1 / pivot.squareRoot() : 0
        for j in i..<width { r[i * width + j] *= scale }
      }
    }
    // R⁻¹ by columns; a dropped column stays 0.
    var inverse = Tensor<Double>(zeros: [width, width])
    for column in 0..<width where kept[column] {
      inverse[column, column] = 1 / r[column, column]
      for row in (0..<column).reversed() where kept[row] {
        var sum = 0.0
        for k in row + 1...column where kept[k] { sum += r[row, k] * inverse[k, column] }
        inverse[row, column] = -sum / r[row, row]
      }
    }
    return compute.product(y, transposed: false, inverse, transposed: false)
  }

  /// The largest |AᵀA vₖ − σₖ² vₖ|.
  private static func residual(
    _ moved: Tensor<Double>, _ block: Tensor<Double>, _ values: [Double], count: Int
  ) -> Double {
    var squares = [Double](repeating: 0, count: count)
    for row in 0..<block.rows {
      for column in 0..<count {
        let difference = moved[row, column] - values[column] * block[row, column]
        squares[column] += difference * difference
      }
    }
    return (squares.max() ?? 0).squareRoot()
  }

  private static func signed(_ block: Tensor<Double>, count: Int) -> Tensor<Double> {
    var signs = [Double](repeating: 1, count: count)
    for column in 0..<count {
      let largest = (0..<block.rows).map { block[$0, column] }.reduce(0) {
        abs($1) > abs($0) ? $1 : $0
      }
      if largest < 0 { signs[column] = -1 }
    }
    return Tensor(
      (0..<block.rows).flatMap { row in signs.indices.map { signs[$0] * block[row, $0] } },
      shape: [block.rows, count])
  }
}

/// Why a matrix does not give as many directions as were asked for.
public struct LeadingDirectionsError: Error, Sendable, Equatable {
  public let asked: Int
  /// How many there are; nil where the last could not be separated from those behind it.
  public let found: Int?
}

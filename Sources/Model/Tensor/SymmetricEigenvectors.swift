/// The eigenvalues and eigenvectors of a symmetric matrix that has no negative eigenvalue.
///
///     A = Σ λₖ vₖ vₖᵀ
///
/// One-sided Jacobi: pairs of rows of A are turned until all rows are orthogonal; row k is then λₖ vₖ.
/// Directions of a repeated eigenvalue, and those of an eigenvalue of about 10⁻¹⁶ of the largest, are
/// not defined; the others are found to rounding.
///
/// - Source: Hestenes, Journal of the Society for Industrial and Applied Mathematics 6 (1958);
///   Golub and Van Loan, Matrix Computations, section 8.6.
/// - Complexity: O(H³) a sweep over all pairs, some ten sweeps.
public struct SymmetricEigenvectors: Sendable {
  /// The eigenvalues (H), largest first.
  public let values: [Double]
  /// The eigenvectors (H, H), a row each; the number of largest magnitude in a row is positive.
  public let vectors: Tensor<Double>

  /// - Inputs: `matrix` (H, H).
  /// - Precondition: the matrix is square.
  public init(_ matrix: Tensor<Double>) {
    let width = matrix.columns
    precondition(matrix.rows == width, "a matrix of shape \(matrix.shape) is not square")
    var turned = matrix
    turned.scalars.writing { rows in
      for _ in 0..<Self.mostSweeps where Self.turnsPairs(of: rows, width: width) == 0 { break }
    }
    let lengths = (0..<width).map { row in
      turned.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    let order = lengths.indices.sorted {
      lengths[$0] != lengths[$1] ? lengths[$0] > lengths[$1] : $0 < $1
    }
    values = order.map { lengths[$0] }
    var vectors: [Double] = []
    for row in order {
      let numbers = turned.row(row)
      let largest = numbers.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      let scale = lengths[row] > 0 ? (largest < 0 ? -1 : 1) / lengths[row] : 0
      vectors += numbers.map { $0 * scale }
    }
    self.vectors = Tensor(vectors, shape: [width, width])
  }

  /// Convergence is quadratic in the end: more than about ten sweeps are not seen.
  private static let mostSweeps = 60
  /// Rows with a cosine below this are orthogonal but for rounding.
  private static let orthogonalCosine = 1e-14

  /// Turns each pair of rows that is not orthogonal; how many were turned.
  private static func turnsPairs(of rows: Writing<Double>, width: Int) -> Int {
    var turns = 0
    for first in 0..<width {
      for second in first + 1..<max(width, first + 1) {
        let (p, q) = (rows.advanced(by: first * width), rows.advanced(by: second * width))
        let (alpha, beta) = (product(p, p, width), product(q, q, width))
        let gamma = product(p, q, width)
        guard abs(gamma) > orthogonalCosine * (alpha * beta).squareRoot() else { continue }
        let zeta = (beta - alpha) / (2 * gamma)
        let tangent = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        turn(p, q, width, cosine: cosine, sine: cosine * tangent)
        turns += 1
      }
    }
    return turns
  }

  private static func product(_ a: Writing<Double>, _ b: Writing<Double>, _ count: Int) -> Double {
    rowSum(count, { a.lanes($0) * b.lanes($0) }, { a[$0] * b[$0] })
  }

  // p ← cosine · p − sine · q,  q ← sine · p + cosine · q
  private static func turn(
    _ p: Writing<Double>, _ q: Writing<Double>, _ count: Int, cosine: Double, sine: Double
  ) {
    forEachLane(count) {
      let (x, y) = (p.lanes($0), q.lanes($0))
      p.store(cosine * x - sine * y, at: $0)
      q.store(sine * x + cosine * y, at: $0)
    } rest: {
      let (x, y) = (p[$0], q[$0])
      p[$0] = cosine * x - sine * y
      q[$0] = sine * x + cosine * y
    }
  }
}

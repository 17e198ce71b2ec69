import Model

/// A symmetric positive definite matrix, factored as L Lᵀ.
///
/// - Source: Golub and Van Loan, "Matrix Computations" (2013), algorithm 4.2.2.
struct PositiveDefinite {
  let size: Int
  /// The lower triangle L, (size, size) by rows; above the diagonal zero.
  private let factor: [Double]

  /// Nil for a matrix that is not positive definite within a part 10⁻¹³ of its diagonal.
  ///
  /// - Inputs: `matrix` (size, size) by rows; the lower triangle is read.
  init?(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "\(matrix.count) numbers, not \(size)²")
    var factor = matrix
    for i in 0..<size {
      for j in 0...i {
        var sum = factor[i * size + j]
        for k in 0..<j { sum -= factor[i * size + k] * factor[j * size + k] }
        if i == j {
          guard sum > 1e-13 * abs(matrix[i * size + i]) else { return nil }
          factor[i * size + i] = sum.squareRoot()
        } else {
          factor[i * size + j] = sum / factor[j * size + j]
        }
      }
      for j in i + 1..<max(size, i + 1) { factor[i * size + j] = 0 }
    }
    self.size = size
    self.factor = factor
  }

  /// ln of the determinant.
  var logDeterminant: Double {
    (0..<size).reduce(0) { $0 + 2 * Double.logarithm(factor[$1 * size + $1]) }
  }

  /// The solution x of L Lᵀ x = `right`.
  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for i in 0..<size {
      for k in 0..<i { x[i] -= factor[i * size + k] * x[k] }
      x[i] /= factor[i * size + i]
    }
    for i in stride(from: size - 1, through: 0, by: -1) {
      for k in i + 1..<max(size, i + 1) { x[i] -= factor[k * size + i] * x[k] }
      x[i] /= factor[i * size + i]
    }
    return x
  }

  /// The inverse, (size, size) by rows.
  var inverse: [Double] {
    // Row i of `triangle` is row i of L⁻¹; the inverse is L⁻ᵀ L⁻¹.
    var triangle = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for k in 0..<i {
        let weight = factor[i * size + k]
        for j in 0...k { triangle[i * size + j] -= weight * triangle[k * size + j] }
      }
      triangle[i * size + i] = 1
      let pivot = factor[i * size + i]
      for j in 0...i { triangle[i * size + j] /= pivot }
    }
    var inverse = [Double](repeating: 0, count: size * size)
    for k in 0..<size {
      for i in 0...k {
        let weight = triangle[k * size + i]
        for j in 0...k { inverse[i * size + j] += weight * triangle[k * size + j] }
      }
    }
    return inverse
  }
}

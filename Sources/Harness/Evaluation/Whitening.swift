public import Model

extension EmbeddingMap {
  /// Whitening: embeddings of mean 0 whose features have variance 1 and no correlation.
  ///
  ///     Σ = (x − μ)ᵀ (x − μ) / N = U Λ Uᵀ,   y = (x − μ) · U · Λ^(−½)
  ///
  /// Directions are in the order of their variance. One whose variance is rounding is left out:
  /// layer normalization alone takes one from every encoder whose last block is pooled.
  ///
  /// - Inputs: `embeddings` (N, H); `dimensions`, how many directions are kept, nil for all.
  /// - Throws: ``WhiteningError`` for fewer directions than are asked for.
  /// - Source: arXiv:2103.15316, section 3 and algorithm 1.
  /// - Complexity: O(N·H² + H³).
  public static func whitening(
    _ embeddings: Tensor<Float>, dimensions: Int?, compute: Compute
  ) throws(WhiteningError) -> EmbeddingMap {
    let (n, width) = (embeddings.rows, embeddings.columns)
    if let bad = embeddings.scalars.firstIndex(where: { !$0.isFinite }) {
      throw WhiteningError("embedding \(bad / width) is not finite; train at a lower learning rate")
    }
    let mean = means(embeddings)
    let eigenvectors = SymmetricEigenvectors(
      covariance(embeddings, about: mean, compute: compute))
    let least = smallestShare * (eigenvectors.values.first ?? 0)
    let found = eigenvectors.values.count { $0 > least }
    let kept = dimensions ?? found
    guard kept <= found, kept > 0 else {
      throw WhiteningError(
        "\(kept) dimensions were asked for, but the embeddings of \(n) sentences vary in \(found) "
          + "directions; fit it on more sentences, or ask for fewer dimensions")
    }
    var (weight, bias) = ([Float](), [Float]())
    for direction in 0..<kept {
      let scale = 1 / eigenvectors.values[direction].squareRoot()
      let row = eigenvectors.vectors.row(direction).map { Float($0 * scale) }
      weight += row
      bias.append(Float(-zip(row, mean).reduce(0.0) { $0 + Double($1.0) * $1.1 }))
    }
    return EmbeddingMap(weight: Tensor(weight, shape: [kept, width]), bias: bias)
  }

  /// Variances below this share of the largest are rounding of numbers in single precision.
  private static let smallestShare = 1e-10
  /// Rows that are centered at a time.
  private static let block = 4096

  private static func means(_ x: Tensor<Float>) -> [Double] {
    var sums = [Double](repeating: 0, count: x.columns)
    for row in 0..<x.rows {
      for (column, value) in x.row(row).enumerated() { sums[column] += Double(value) }
    }
    return sums.map { $0 / Double(x.rows) }
  }

  private static func covariance(
    _ x: Tensor<Float>, about mean: [Double], compute: Compute
  ) -> Tensor<Double> {
    let width = x.columns
    var sum = Tensor<Double>(zeros: [width, width])
    for start in stride(from: 0, to: x.rows, by: block) {
      let rows = start..<min(start + block, x.rows)
      let centered = Tensor(
        rows.flatMap { row in zip(x.row(row), mean).map { Double($0) - $1 } },
        shape: [rows.count, width])
      sum.add(
        compute.product(centered, transposed: true, centered, transposed: false), compute: compute)
    }
    return sum.scaled(by: 1 / Double(x.rows))
  }
}

/// Why embeddings cannot be whitened.
public struct WhiteningError: Error, CustomStringConvertible, Equatable {
  public let description: String

  init(_ problem: String) { description = "whitening: " + problem }
}

extension Compute {
  /// The product of every row of one matrix with some rows of another: a · b[rows]ᵀ.
  ///
  /// The rows are read where they lie, so that a large matrix is visited block by block without a
  /// copy. By ``MatrixProduct/exact`` the bits of an output depend on its two rows alone.
  ///
  /// - Inputs: `a` (M, K); `b` (N, K).
  /// - Output: (M, rows.count).
  /// - Precondition: both have K columns, and `b` has the rows.
  public func products(
    of a: Tensor<Float>, withRows rows: Range<Int>, of b: Tensor<Float>
  ) -> Tensor<Float> {
    let (m, n, k) = (a.rows, rows.count, a.columns)
    precondition(b.columns == k, "rows of \(k) and rows of \(b.columns) have no product")
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= b.rows,
      "rows \(rows) of a matrix of \(b.rows) rows")
    if product == .exact, m <= Self.mostChainedRows { return chained(of: a, withRows: rows, of: b) }
    return Tensor.filling([m, n]) { c in
      a.reading { a in
        b.reading { b in
          unsafe multiply(
            m: m, n: n, k: k, a.pointer, stride: k, transposed: false,
            b.advanced(by: rows.lowerBound * k).pointer, stride: k, transposed: true,
            into: c.pointer, stride: n, from: .zero)
        }
      }
    }
  }

  /// Up to here packing the large matrix costs more than reading it once a row.
  private static var mostChainedRows: Int { 3 }

  private func chained(
    of a: Tensor<Float>, withRows rows: Range<Int>, of b: Tensor<Float>
  ) -> Tensor<Float> {
    let (m, n, k) = (a.rows, rows.count, a.columns)
    return Tensor.filling([m, n]) { c in
      a.reading { a in
        b.reading { b in
          forEachBlock(n, size: 512) { block in
            let part = b.advanced(by: (rows.lowerBound + block.lowerBound) * k)
            for row in 0..<m {
              _ = chains(
                of: a.advanced(by: row * k), withRows: part, count: block.count, depth: k,
                into: c.advanced(by: row * n + block.lowerBound))
            }
          }
        }
      }
    }
  }
}

/// The sum of each column, row after row: (N, C) → (C).
package func columnSums<Scalar: BLASScalar>(
  _ x: Tensor<Scalar>, compute: Compute
) -> Tensor<Scalar> {
  let (n, c) = (x.rows, x.columns)
  return Tensor.filling([c]) { sums in
    x.reading { x in
      compute.forEachBlock(c, size: 64) { columns in
        sumColumns(columns, of: x, rows: n, stride: c, into: sums)
      }
    }
  }
}

/// Σ over rows of a · b, column by column, one chain in rising row: (N, C), (N, C) → (C).
package func productSums<Scalar: BLASScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, compute: Compute
) -> Tensor<Scalar> {
  let (n, c) = (a.rows, a.columns)
  return Tensor<Scalar>.filling([c]) { sums in
    a.reading { a in
      b.reading { b in
        compute.forEachBlock(c, size: 64) { columns in
          sumColumns(columns, ofProducts: a, b, rows: n, stride: c, into: sums)
        }
      }
    }
  }
}

@inline(never)
private func sumColumns<Scalar: BLASScalar>(
  _ columns: Range<Int>, of x: Reading<Scalar>, rows: Int, stride: Int, into sums: Writing<Scalar>
) {
  summed(rows: rows, stride: stride, columns, into: sums) { sum, index in
    sum + x.lanes(index)
  } rest: { sum, index in
    sum + x[index]
  }
}

@inline(never)
private func sumColumns<Scalar: BLASScalar>(
  _ columns: Range<Int>, ofProducts a: Reading<Scalar>, _ b: Reading<Scalar>, rows: Int,
  stride: Int, into sums: Writing<Scalar>
) {
  summed(rows: rows, stride: stride, columns, into: sums) { sum, index in
    sum.addingProduct(a.lanes(index), b.lanes(index))
  } rest: { sum, index in
    sum.addingProduct(a[index], b[index])
  }
}

/// Runs down some columns, thirty-two at a time where there are as many.
@inline(__always)
private func summed<Scalar: BLASScalar>(
  rows: Int, stride: Int, _ columns: Range<Int>, into sums: Writing<Scalar>,
  _ lanes: (SIMD8<Scalar>, Int) -> SIMD8<Scalar>, rest: (Scalar, Int) -> Scalar
) {
  var column = columns.lowerBound
  while column &+ 32 <= columns.upperBound {
    var (a, b) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
    var (c, d) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
    for row in 0..<rows {
      let index = row &* stride &+ column
      a = lanes(a, index)
      b = lanes(b, index &+ 8)
      c = lanes(c, index &+ 16)
      d = lanes(d, index &+ 24)
    }
    sums.store(a, at: column)
    sums.store(b, at: column &+ 8)
    sums.store(c, at: column &+ 16)
    sums.store(d, at: column &+ 24)
    column &+= 32
  }
  while column &+ 8 <= columns.upperBound {
    var a = SIMD8<Scalar>.zero
    for row in 0..<rows { a = lanes(a, row &* stride &+ column) }
    sums.store(a, at: column)
    column &+= 8
  }
  while column < columns.upperBound {
    var sum: Scalar = 0
    for row in 0..<rows { sum = rest(sum, row &* stride &+ column) }
    sums[column] = sum
    column &+= 1
  }
}

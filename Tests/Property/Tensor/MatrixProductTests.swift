import Model
import Testing

@Suite struct MatrixProductTests {
  /// Sizes about the edges of tiles (6 × 16, in Double 6 × 8), of blocks of rows (96) and along K
  /// (384), of packed columns (1,536) and of spans of K (1,536).
  static let sizes: [ProductSize] =
    [
      (1, 1, 1), (1, 16, 5), (5, 7, 6), (6, 16, 17), (7, 15, 16), (16, 17, 7), (17, 1, 15),
      (31, 8, 33), (12, 32, 64), (97, 33, 40), (192, 64, 3), (13, 19, 383), (7, 17, 384),
      (6, 9, 385), (19, 31, 769), (5, 18, 1536), (8, 3, 1541), (3, 1553, 9), (129, 47, 130),
    ].map { ProductSize(m: $0.0, n: $0.1, k: $0.2) }

  @Test(arguments: sizes)
  func `exact is a plain chain of fused multiply-adds, bit for bit`(_ size: ProductSize) {
    #expect(mismatches(of: Float.self, size).isEmpty)
    #expect(mismatches(of: Double.self, size).isEmpty)
  }

  // Both sums of K products err by at most K · ε/2 · Σ|a||b| to first order, so they differ by
  // K · ε · Σ|a||b|; one more ε for the old value and for terms of second order.
  @Test(arguments: sizes)
  func `exact and openblas agree within rounding, each element`(_ size: ProductSize) {
    #expect(largestError(of: Float.self, size) <= 1)
    #expect(largestError(of: Double.self, size) <= 1)
  }

  @Test(arguments: MatrixProduct.allCases)
  func `no number of threads changes a bit`(_ product: MatrixProduct) {
    let problem = ProductProblem<Float>(
      m: 700, n: 83, k: 401, aTransposed: false, bTransposed: true)
    let alone = problem.result(Compute(product: product, threads: 1), accumulating: true)
    for threads in 2...8 {
      let compute = Compute(product: product, threads: threads)
      #expect(problem.result(compute, accumulating: true) == alone)
    }
  }

  // Sixteen lanes are a vector of AVX-512, here two of eight; four are one of arm64.
  @Test(arguments: sizes)
  func `tiles of vectors half and twice as wide give the same bits`(_ size: ProductSize) {
    func expectEqual<Narrow: SIMD, Wide: SIMD>(_ narrow: Narrow.Type, _ wide: Wide.Type)
    where
      Narrow: BitwiseCopyable & SendableMetatype, Wide: BitwiseCopyable & SendableMetatype,
      Narrow.Scalar: BLASScalar, Wide.Scalar == Narrow.Scalar
    {
      let compute = Compute(product: .exact, threads: 2)
      let a = Tensor<Narrow.Scalar>(
        randomScalars(size.m * size.k, "a"), shape: [size.m, size.k])
      let b = Tensor<Narrow.Scalar>(
        randomScalars(size.n * size.k, "b"), shape: [size.n, size.k])
      let usual = compute.product(a, transposed: false, b, transposed: true)
      #expect(compute.exactProduct(a, b, by: narrow) == usual)
      #expect(compute.exactProduct(a, b, by: wide) == usual)
    }
    expectEqual(SIMD4<Float>.self, SIMD16<Float>.self)
    expectEqual(SIMD2<Double>.self, SIMD8<Double>.self)
  }

  @Test(arguments: [1, 2, 5, 6, 7, 95, 96, 97, 200])
  func `a row does not depend on where it stands or on how many others there are`(rows: Int) {
    let (n, k) = (37, 401)
    let compute = Compute(product: .exact, threads: 2)
    let weight = Tensor(randomScalars(n * k, "weight") as [Float], shape: [n, k])
    let batch = Tensor(randomScalars(rows * k, "batch") as [Float], shape: [rows, k])
    let together = compute.product(batch, transposed: false, weight, transposed: true)
    for row in 0..<rows {
      let single = Tensor(batch.row(row), shape: [1, k])
      let alone = compute.product(single, transposed: false, weight, transposed: true)
      #expect(alone.scalars == together.row(row))
    }
  }

  @Test(arguments: [40, 1553])
  func `a column does not depend on where it stands or on how many others there are`(n: Int) {
    let (m, k) = (9, 390)
    let compute = Compute(product: .exact, threads: 1)
    let a = Tensor(randomScalars(m * k, "a") as [Float], shape: [m, k])
    let b = Tensor(randomScalars(n * k, "b") as [Float], shape: [n, k])
    let together = compute.product(a, transposed: false, b, transposed: true)
    for column in [0, 1, 15, 16, 17, n - 2, n - 1] {
      let single = Tensor(b.row(column), shape: [1, k])
      let alone = compute.product(a, transposed: false, single, transposed: true)
      #expect(alone.scalars == (0..<m).map { together[$0, column] })
    }
  }

  @Test(arguments: MatrixProduct.allCases)
  func `a sum of no products is zero, or what stood there`(_ product: MatrixProduct) {
    let problem = ProductProblem<Float>(m: 7, n: 5, k: 0, aTransposed: false, bTransposed: false)
    let compute = Compute(product: product, threads: 2)
    let cleared = problem.result(compute, accumulating: false)
    #expect(problem.inside(cleared).allSatisfy { $0 == 0 })
    #expect(problem.result(compute, accumulating: true) == problem.c)
    let empty = Tensor<Float>(zeros: [3, 0])
    let zeros = compute.product(empty, transposed: false, empty, transposed: true)
    #expect(zeros == Tensor(zeros: [3, 3]))
    #expect(compute.product(empty, transposed: true, empty, transposed: false).count == 0)
  }

  @Test(arguments: MatrixProduct.allCases)
  func `a product keeps the leading axes of its left factor`(_ product: MatrixProduct) {
    let compute = Compute(product: product, threads: 1)
    let a = Tensor<Double>([1, 2, 3, 4, 5, 6], shape: [1, 3, 2])
    let b = Tensor<Double>([1, 10], shape: [1, 2])
    let column = compute.product(a, transposed: false, b, transposed: true)
    #expect(column == Tensor([21, 43, 65], shape: [1, 3, 1]))
    let square = compute.product(a, transposed: true, a, transposed: false)
    #expect(square == Tensor([35, 44, 44, 56], shape: [2, 2]))
  }

  @Test func `factors that disagree on K are refused`() async {
    await #expect(processExitsWith: .failure) {
      let a = Tensor<Float>(zeros: [2, 3])
      let compute = Compute(product: .exact, threads: 1)
      _ = compute.product(a, transposed: false, a, transposed: false)
    }
  }

  // MARK: Findings

  /// Every layout in which `exact` differs from the plain loop.
  private func mismatches<Scalar: BLASScalar>(
    of type: Scalar.Type, _ size: ProductSize
  ) -> [String] {
    var found: [String] = []
    for layout in 0..<8 {
      let problem = ProductProblem<Scalar>(size, layout: layout)
      let accumulating = layout & 4 != 0
      let result = problem.result(Compute(product: .exact, threads: 2), accumulating: accumulating)
      if result != problem.chained(accumulating: accumulating) {
        found.append("\(type) layout \(layout)")
      }
    }
    return found
  }

  /// The largest difference of the backends over all layouts, in units of the bound.
  private func largestError<Scalar: BLASScalar>(
    of type: Scalar.Type, _ size: ProductSize
  ) -> Double {
    var largest = 0.0
    for layout in 0..<8 {
      let problem = ProductProblem<Scalar>(size, layout: layout)
      let accumulating = layout & 4 != 0
      let exact = problem.result(Compute(product: .exact, threads: 2), accumulating: accumulating)
      let blas = problem.result(Compute(product: .openblas, threads: 2), accumulating: accumulating)
      let bound = problem.magnitudes(accumulating: accumulating)
      for (index, bound) in bound.enumerated() where exact[index] != blas[index] {
        let limit = Double(size.k + 1) * Double(Scalar.ulpOfOne) * Double(bound)
        largest = max(largest, abs(Double(exact[index] - blas[index])) / limit)
      }
    }
    return largest
  }
}

/// The sizes of one product.
struct ProductSize: CustomTestStringConvertible, Sendable {
  let m: Int
  let n: Int
  let k: Int

  var testDescription: String { "(\(m), \(k)) · (\(k), \(n))" }
}

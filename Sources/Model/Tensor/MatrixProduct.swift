/// The seam behind which matrix products are computed.
public enum MatrixProduct: String, CaseIterable, Codable, Sendable {
  /// Swift SIMD: one fixed chain of fused multiply-adds along K for each output.
  case exact
  /// OpenBLAS on one thread for each block of rows.
  case openblas
}

extension Compute {
  /// Multiplies matrices in memory: `C = op(A) · op(B)`, or `C += …`, by where the sums begin.
  ///
  /// - Inputs: op(A) (m, k); op(B) (k, n); C (m, n), all row-major. A `stride` is the distance
  ///   from one stored row to the next; a transposed factor is stored as (k, m) or (n, k).
  /// - Precondition: no stride is shorter than a stored row, and C overlaps neither factor.
  @inline(never)
  package func multiply<Scalar: BLASScalar>(
    m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Scalar>, stride aStride: Int, transposed aTransposed: Bool,
    _ b: UnsafePointer<Scalar>, stride bStride: Int, transposed bTransposed: Bool,
    into c: UnsafeMutablePointer<Scalar>, stride cStride: Int, from start: SumStart<Scalar>
  ) {
    precondition(m >= 0 && n >= 0 && k >= 0, "a product of (\(m), \(k)) and (\(k), \(n))")
    let aColumns = aTransposed ? m : k
    let bColumns = bTransposed ? k : n
    precondition(aStride >= aColumns, "A has rows of \(aColumns) at a stride of \(aStride)")
    precondition(bStride >= bColumns, "B has rows of \(bColumns) at a stride of \(bStride)")
    precondition(cStride >= n, "C has rows of \(n) at a stride of \(cStride)")
    guard m > 0, n > 0 else { return }
    guard k > 0 else {
      for row in 0..<m { unsafe start.fill(c + row * cStride, count: n) }
      return
    }
    let call = unsafe ProductCall(
      m: m, n: n, k: k, a: a, aStride: aStride, aTransposed: aTransposed,
      b: b, bStride: bStride, bTransposed: bTransposed,
      c: c, cStride: cStride, start: start)
    switch product {
    case .exact: Scalar.exactProduct(call, on: self)
    case .openblas: Scalar.blasProduct(call, on: self)
    }
  }

  /// The product op(a) · op(b) of two matrices.
  ///
  /// - Inputs: op(a) (M, K); op(b) (K, N); the rows of a tensor are all its axes but the last.
  /// - Output: (M, N); the leading axes of `a` are kept when it is not transposed.
  /// - Precondition: both agree on K.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func product<Scalar: BLASScalar>(
    _ a: Tensor<Scalar>, transposed aTransposed: Bool,
    _ b: Tensor<Scalar>, transposed bTransposed: Bool
  ) -> Tensor<Scalar> {
    let (m, k) = aTransposed ? (a.columns, a.rows) : (a.rows, a.columns)
    let (rows, n) = bTransposed ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(k == rows, "a product of (\(m), \(k)) and (\(rows), \(n))")
    let scalars = unsafe [Scalar](unsafeUninitializedCapacity: m * n) { c, count in
      count = m * n
      guard k > 0 else { return unsafe c.initialize(repeating: 0) }
      unsafe a.scalars.withUnsafeBufferPointer { a in
        unsafe b.scalars.withUnsafeBufferPointer { b in
          // Only an empty array has no address, and then C is empty too.
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          unsafe multiply(
            m: m, n: n, k: k, a, stride: aTransposed ? m : k, transposed: aTransposed,
            b, stride: bTransposed ? k : n, transposed: bTransposed,
            into: c, stride: n, from: .zero)
        }
      }
    }
    return Tensor(scalars, shape: (aTransposed ? [m] : Array(a.shape.dropLast())) + [n])
  }

  /// The `exact` product a · bᵀ by tiles of two vectors of another width, such as a processor with
  /// wider registers would have: the same bits, as each output is one chain along K.
  ///
  /// For tests and for measuring: ``product(_:transposed:_:transposed:)`` chooses the width.
  ///
  /// - Inputs: `a` (M, K); `b` (N, K), both with elements.
  /// - Output: (M, N).
  package func exactProduct<Vector: SIMD & BitwiseCopyable & SendableMetatype>(
    _ a: Tensor<Vector.Scalar>, _ b: Tensor<Vector.Scalar>, by: Vector.Type
  ) -> Tensor<Vector.Scalar> where Vector.Scalar: BLASScalar {
    let (m, n, k) = (a.rows, b.rows, a.columns)
    precondition(b.columns == k && m > 0 && n > 0 && k > 0, "(\(m), \(k)) times (\(n), \(k))")
    return Tensor.filling([m, n]) { c in
      a.reading { a in
        b.reading { b in
          ExactProduct<Vector>.multiply(
            unsafe ProductCall(
              m: m, n: n, k: k, a: a.pointer, aStride: k, aTransposed: false, b: b.pointer,
              bStride: k, bTransposed: true, c: c.pointer, cStride: n, start: .zero), on: self)
        }
      }
    }
  }
}

/// Where the sums of a matrix product begin.
public enum SumStart<Scalar: BLASScalar>: Sendable {
  /// At 0: C is written.
  case zero
  /// At what C holds: C is added to.
  case output
  /// At a row of C's width, the same for every row: a bias.
  case row(SharedReadPointer<Scalar>)

  /// Writes the start into one row of C.
  func fill(_ row: UnsafeMutablePointer<Scalar>, count: Int) {
    switch self {
    case .zero: unsafe row.update(repeating: 0, count: count)
    case .output: break
    case .row(let bias): unsafe row.update(from: bias.base, count: count)
    }
  }
}

/// One matrix product to carry out: sizes, memory, and how it is read.
///
/// Sizes are positive. Threads may share it: they read the factors and write disjoint parts of C.
@safe public struct ProductCall<Scalar: BLASScalar>: Sendable {
  let m: Int
  let n: Int
  let k: Int
  private let a: SharedReadPointer<Scalar>
  let aStride: Int
  let aTransposed: Bool
  private let b: SharedReadPointer<Scalar>
  let bStride: Int
  let bTransposed: Bool
  private let c: SharedPointer<Scalar>
  let cStride: Int
  let start: SumStart<Scalar>

  init(
    m: Int, n: Int, k: Int, a: UnsafePointer<Scalar>, aStride: Int, aTransposed: Bool,
    b: UnsafePointer<Scalar>, bStride: Int, bTransposed: Bool,
    c: UnsafeMutablePointer<Scalar>, cStride: Int, start: SumStart<Scalar>
  ) {
    self.m = m
    self.n = n
    self.k = k
    self.a = unsafe SharedReadPointer(a)
    self.aStride = aStride
    self.aTransposed = aTransposed
    self.b = unsafe SharedReadPointer(b)
    self.bStride = bStride
    self.bTransposed = bTransposed
    self.c = unsafe SharedPointer(c)
    self.cStride = cStride
    self.start = start
  }

  /// Where op(A) has its element at a row and a place along K.
  func a(row: Int, _ depth: Int) -> UnsafePointer<Scalar> {
    unsafe a.base + (aTransposed ? depth &* aStride &+ row : row &* aStride &+ depth)
  }

  /// Where op(B) has its element at a place along K and a column.
  func b(_ depth: Int, column: Int) -> UnsafePointer<Scalar> {
    unsafe b.base + (bTransposed ? column &* bStride &+ depth : depth &* bStride &+ column)
  }

  /// Where C has its element at a row and column.
  func c(row: Int, _ column: Int) -> UnsafeMutablePointer<Scalar> {
    unsafe c.base + (row &* cStride &+ column)
  }
}

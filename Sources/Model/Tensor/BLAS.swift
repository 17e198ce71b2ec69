internal import COpenBLAS

/// OpenBLAS on one thread a call: the yardstick of speed and the oracle of `exact`.
///
/// The bits of a row depend on its place in its block, but not on the number of threads:
/// blocks have 128 rows for any number of threads.
package enum BLAS {
  /// How the library was built: version, options, processor.
  package static var build: String { unsafe String(cString: openblas_get_config()) }

  /// The name of the kernels chosen for this processor.
  package static var kernel: String { unsafe String(cString: openblas_get_corename()) }

  /// The rows of C that one call computes.
  static let blockRows = 128

  /// Evaluated once: work is split here, so the library's own threads stay asleep.
  private static let singleThread: Void = openblas_set_num_threads(1)

  static func multiply(_ call: ProductCall<Float>, on compute: Compute) {
    singleThread
    compute.forEachBlock(call.m, size: blockRows) { rows in
      let adds = begin(call, rows)
      unsafe cblas_sgemm(
        CblasRowMajor, transposition(call.aTransposed), transposition(call.bTransposed),
        Int32(rows.count), Int32(call.n), Int32(call.k),
        1, call.a(row: rows.lowerBound, 0), Int32(call.aStride),
        call.b(0, column: 0), Int32(call.bStride),
        adds ? 1 : 0, call.c(row: rows.lowerBound, 0), Int32(call.cStride))
    }
  }

  static func multiply(_ call: ProductCall<Double>, on compute: Compute) {
    singleThread
    compute.forEachBlock(call.m, size: blockRows) { rows in
      let adds = begin(call, rows)
      unsafe cblas_dgemm(
        CblasRowMajor, transposition(call.aTransposed), transposition(call.bTransposed),
        Int32(rows.count), Int32(call.n), Int32(call.k),
        1, call.a(row: rows.lowerBound, 0), Int32(call.aStride),
        call.b(0, column: 0), Int32(call.bStride),
        adds ? 1 : 0, call.c(row: rows.lowerBound, 0), Int32(call.cStride))
    }
  }

  /// Writes a bias into C; whether the product is to be added to what C holds.
  private static func begin<Scalar>(_ call: ProductCall<Scalar>, _ rows: Range<Int>) -> Bool {
    switch call.start {
    case .zero: return false
    case .output: return true
    case .row:
      for row in rows { unsafe call.start.fill(call.c(row: row, 0), count: call.n) }
      return true
    }
  }

  private static func transposition(_ transposed: Bool) -> CBLAS_TRANSPOSE {
    transposed ? CblasTrans : CblasNoTrans
  }
}

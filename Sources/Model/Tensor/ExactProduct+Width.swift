extension Compute {
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

/// The seam behind which matrix products are computed.
public enum MatrixProduct: String, CaseIterable, Codable, Sendable {
  /// Swift SIMD: one fixed chain of fused multiply-adds along K for each output.
  case exact
  /// OpenBLAS on one thread for each block of rows.
  case openblas
}

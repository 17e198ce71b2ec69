/// The scalar types a study runs in (`Float`) and a gradient check runs in (`Double`).
public protocol BLASScalar: ElementaryFunctions, SIMDScalar, BinaryFloatingPoint, BitwiseCopyable,
  Codable, Sendable
where
  SIMD2Storage: BitwiseCopyable, SIMD4Storage: BitwiseCopyable,
  SIMD8Storage: BitwiseCopyable & Sendable
{
  /// A product by ``MatrixProduct/exact``; compiled for the type, whoever calls.
  static func exactProduct(_ call: ProductCall<Self>, on compute: Compute)
  /// A product by ``MatrixProduct/openblas``.
  static func blasProduct(_ call: ProductCall<Self>, on compute: Compute)
}

extension Float: BLASScalar {
  public static func exactProduct(_ call: ProductCall<Float>, on compute: Compute) {
    ExactProduct<SIMD8<Float>>.multiply(call, on: compute)
  }

  public static func blasProduct(_ call: ProductCall<Float>, on compute: Compute) {
    BLAS.multiply(call, on: compute)
  }
}

extension Double: BLASScalar {
  public static func exactProduct(_ call: ProductCall<Double>, on compute: Compute) {
    ExactProduct<SIMD4<Double>>.multiply(call, on: compute)
  }

  public static func blasProduct(_ call: ProductCall<Double>, on compute: Compute) {
    BLAS.multiply(call, on: compute)
  }
}

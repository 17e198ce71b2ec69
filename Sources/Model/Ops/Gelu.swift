/// The Gaussian error linear unit, exact form.
///
///     y = x · Φ(x) = ½ x (1 + erf(x / √2))
///
/// - Source: arXiv:1606.08415, section 2.
public enum Gelu: ScalarFunction {
  @inline(__always)
  public static func value<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar> {
    0.5 * x * (1 + Scalar.errorFunction(x * Scalar(0.5).squareRoot()))
  }

  // Φ(x) + x φ(x),  φ(x) = exp(−x²/2) / √(2π)
  @inline(__always)
  public static func valueAndDerivative<Scalar: BLASScalar>(
    _ x: SIMD8<Scalar>
  ) -> (value: SIMD8<Scalar>, derivative: SIMD8<Scalar>) {
    let density = Scalar.exponential(-0.5 * x * x) * (1 / (2 * Scalar.pi).squareRoot())
    let twice = 1 + Scalar.errorFunction(x * Scalar(0.5).squareRoot())
    return (0.5 * x * twice, 0.5 * twice + x * density)
  }
}

/// The Gaussian error linear unit, tanh form.
///
///     y = ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
///
/// - Source: arXiv:1606.08415, section 2; `gelu_new` of Hugging Face.
public enum GeluTanh: ScalarFunction {
  @inline(__always)
  public static func value<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar> {
    0.5 * x * (1 + Scalar.hyperbolicTangent(inner(x)))
  }

  // ½ (1 + t) + ½ x (1 − t²) √(2/π) (1 + 3 · 0.044715 x²)
  @inline(__always)
  public static func valueAndDerivative<Scalar: BLASScalar>(
    _ x: SIMD8<Scalar>
  ) -> (value: SIMD8<Scalar>, derivative: SIMD8<Scalar>) {
    let t = Scalar.hyperbolicTangent(inner(x))
    let slope = (2 / Scalar.pi).squareRoot() * (1 + Scalar(0.134145) * x * x)
    return (0.5 * x * (1 + t), 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope)
  }

  @inline(__always)
  private static func inner<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar> {
    (2 / Scalar.pi).squareRoot() * (x + Scalar(0.044715) * x * x * x)
  }
}

/// The hyperbolic tangent.
public enum Tanh: ScalarFunction {
  @inline(__always)
  public static func value<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar> {
    Scalar.hyperbolicTangent(x)
  }

  // 1 − tanh²(x)
  @inline(__always)
  public static func valueAndDerivative<Scalar: BLASScalar>(
    _ x: SIMD8<Scalar>
  ) -> (value: SIMD8<Scalar>, derivative: SIMD8<Scalar>) {
    let t = Scalar.hyperbolicTangent(x)
    return (t, 1 - t * t)
  }
}

/// The logistic function, written so that no exponential overflows.
///
///     y = 1 / (1 + exp(−x)) = ½ (1 + tanh(x / 2))
public enum Sigmoid: ScalarFunction {
  @inline(__always)
  public static func value<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar> {
    0.5 + 0.5 * Scalar.hyperbolicTangent(0.5 * x)
  }

  // y (1 − y)
  @inline(__always)
  public static func valueAndDerivative<Scalar: BLASScalar>(
    _ x: SIMD8<Scalar>
  ) -> (value: SIMD8<Scalar>, derivative: SIMD8<Scalar>) {
    let y = value(x)
    return (y, y * (1 - y))
  }
}

/// The functions that enter a run, written here so that no C library can change a bit.
///
/// They use only operations that IEEE 754 rounds exactly (+, −, ×, ÷, √, fused multiply-add) and
/// integer work on bit patterns, so a result is the same on every processor.
public protocol ElementaryFunctions: SIMDScalar, Codable, Hashable {
  /// eˣ of eight numbers; 0 at −∞.
  static func exponential(_ x: SIMD8<Self>) -> SIMD8<Self>
  /// erf x = 2/√π ∫₀ˣ exp(−t²) dt of eight numbers.
  static func errorFunction(_ x: SIMD8<Self>) -> SIMD8<Self>
  /// tanh x of eight numbers.
  static func hyperbolicTangent(_ x: SIMD8<Self>) -> SIMD8<Self>
  /// The natural logarithm; −∞ at 0, NaN below.
  static func logarithm(_ x: Self) -> Self
  /// The greater of each two lanes; comparisons are vector instructions for known types alone.
  static func greater(_ a: SIMD8<Self>, _ b: SIMD8<Self>) -> SIMD8<Self>
  /// 0 where a lane of `places` is −1, x where it is 0.
  static func cleared(_ x: SIMD8<Self>, where places: SIMD8<Int32>) -> SIMD8<Self>
}

extension ElementaryFunctions {
  /// eˣ: the same bits as in a vector.
  public static func exponential(_ x: Self) -> Self { exponential(SIMD8(repeating: x))[0] }
  /// erf x: the same bits as in a vector.
  public static func errorFunction(_ x: Self) -> Self { errorFunction(SIMD8(repeating: x))[0] }
  /// tanh x: the same bits as in a vector.
  public static func hyperbolicTangent(_ x: Self) -> Self {
    hyperbolicTangent(SIMD8(repeating: x))[0]
  }
}

/// In single precision: polynomials fitted by `ci/reference/elementary_functions.py`.
extension Float: ElementaryFunctions {
  /// eˣ within 1 unit in the last place.
  ///
  ///     x = n ln 2 + r,  |r| ≤ ln 2 / 2;   eˣ = 2ⁿ (1 + r + r² q(r))
  ///
  /// - Source: Cody and Waite, "Software Manual for the Elementary Functions" (1980), chapter 6.
  @inline(__always)
  public static func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // Beyond these the result is 0 or ∞; a NaN passes both comparisons.
    let low = x.replacing(with: -104, where: x .< -104)
    let bounded = low.replacing(with: 89, where: low .> 89)
    // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits.
    let shift = SIMD8<Float>(repeating: 0x1.8p23)
    let shifted = shift.addingProduct(bounded, SIMD8(repeating: 0x1.715476p0))
    let n = shifted - shift
    // ln 2 in two parts, the first of so few bits that n times it is exact.
    var r = bounded.addingProduct(n, SIMD8(repeating: -0x1.62e4p-1))
    r = r.addingProduct(n, SIMD8(repeating: -0x1.7f7d1cp-20))
    var q = SIMD8<Float>(repeating: 0.00138144673)
    q = step(q, r, 0.00836878032)
    q = step(q, r, 0.0416683942)
    q = step(q, r, 0.166665201)
    q = step(q, r, 0.499999934)
    let mantissa = 1 + r.addingProduct(r * r, q)
    let whole = unsafe unsafeBitCast(shifted, to: SIMD8<Int32>.self) &- 0x4B40_0000
    // Two factors, so that neither leaves the range of exponents.
    let half = whole &>> 1
    return mantissa * powerOfTwo(half) * powerOfTwo(whole &- half)
  }

  /// One step of Horner's rule: c + sum · x, rounded once.
  @inline(__always)
  private static func step(
    _ sum: SIMD8<Float>, _ x: SIMD8<Float>, _ c: Float
  ) -> SIMD8<Float> {
    SIMD8(repeating: c).addingProduct(sum, x)
  }

  /// 2ⁿ, n in −126 … 127.
  @inline(__always)
  private static func powerOfTwo(_ n: SIMD8<Int32>) -> SIMD8<Float> {
    unsafe unsafeBitCast((n &+ 127) &<< 23, to: SIMD8<Float>.self)
  }

  /// erf x, absolute error below 10⁻⁷.
  ///
  ///     x P(x²)                        for |x| < 1
  ///     sign(x) (1 − exp(−x²) Q(t))    beyond, t = 1 / (|x| + 2)
  @inline(__always)
  public static func errorFunction(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let square = x * x
    var p = SIMD8<Float>(repeating: 7.85384530e-5)
    p = step(p, square, -0.000801018845)
    p = step(p, square, 0.00518832705)
    p = step(p, square, -0.0268538116)
    p = step(p, square, 0.112835851)
    p = step(p, square, -0.376126258)
    p = step(p, square, 1.12837917)
    let near = x * p
    let size = magnitude(x)
    let t = 1 / (size + 2)
    var q = SIMD8<Float>(repeating: 14.9286273)
    q = step(q, t, -29.4213109)
    q = step(q, t, 17.3654885)
    q = step(q, t, -1.33292960)
    q = step(q, t, 2.68727656)
    q = step(q, t, 1.05531598)
    q = step(q, t, 0.568237149)
    q = step(q, t, -8.95185313e-5)
    let bounded = size.replacing(with: 4.1, where: size .> 4.1)
    let far = 1 - exponential(-bounded * bounded) * q
    let beyond = far.replacing(with: 1, where: size .>= 4.1)
    return near.replacing(with: signed(beyond, as: x), where: size .>= 1)
  }

  /// tanh x within 2 units in the last place.
  ///
  ///     x + x³ P(x²)              for |x| < 0.625
  ///     sign(x) (1 − 2 / (exp(2 |x|) + 1))    beyond
  @inline(__always)
  public static func hyperbolicTangent(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let square = x * x
    var p = SIMD8<Float>(repeating: 0.00212274771)
    p = step(p, square, -0.00815628126)
    p = step(p, square, 0.0216926066)
    p = step(p, square, -0.0539453781)
    p = step(p, square, 0.133331959)
    p = step(p, square, -0.333333306)
    let near = x.addingProduct(x * square, p)
    let size = magnitude(x)
    let far = 1 - 2 / (exponential(2 * size) + 1)
    return near.replacing(with: signed(far, as: x), where: size .>= 0.625)
  }

  @inline(__always)
  private static func magnitude(_ x: SIMD8<Float>) -> SIMD8<Float> {
    unsafe unsafeBitCast(
      unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
  }

  /// A magnitude with the sign of another number.
  @inline(__always)
  private static func signed(_ size: SIMD8<Float>, as x: SIMD8<Float>) -> SIMD8<Float> {
    let sign = unsafe unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x8000_0000
    return unsafe unsafeBitCast(
      unsafeBitCast(size, to: SIMD8<UInt32>.self) | sign, to: SIMD8<Float>.self)
  }

  @inline(__always)
  public static func greater(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    a.replacing(with: b, where: b .> a)
  }

  /// ln x: the Double's, rounded.
  public static func logarithm(_ x: Float) -> Float { Float(Double.logarithm(Double(x))) }

  @inline(__always)
  public static func cleared(
    _ x: SIMD8<Float>, where places: SIMD8<Int32>
  ) -> SIMD8<Float> {
    unsafe unsafeBitCast(
      unsafeBitCast(x, to: SIMD8<Int32>.self) & ~places, to: SIMD8<Float>.self)
  }
}

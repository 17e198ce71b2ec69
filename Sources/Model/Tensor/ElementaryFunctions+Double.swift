/// In double precision: series that need no fitting. Of speed matters only the exponential's, of which
/// uniformity takes millions; else Double serves gradient checks, random normals and statistics.
extension Double: ElementaryFunctions {
  @inline(__always)
  private static func each(
    _ x: SIMD8<Double>, _ function: (Double) -> Double
  ) -> SIMD8<Double> {
    var y = x
    for lane in 0..<8 { y[lane] = function(x[lane]) }
    return y
  }

  /// eˣ within 1 unit in the last place: reduction by ln 2, then Taylor's series to the 13th power.
  ///
  /// - Source: Cody and Waite, "Software Manual for the Elementary Functions" (1980), chapter 6.
  public static func exponential(_ x: SIMD8<Double>) -> SIMD8<Double> {
    // Beyond these the result is 0 or ∞; a NaN passes both comparisons.
    let low = x.replacing(with: -746, where: x .< -746)
    let bounded = low.replacing(with: 710, where: low .> 710)
    // Adding 1.5 · 2⁵² rounds to a whole number and leaves it in the low bits.
    let shift = SIMD8<Double>(repeating: 0x1.8p52)
    let shifted = shift + bounded * 0x1.71547652b82fep0
    let n = shifted - shift
    let r = bounded.addingProduct(-n, SIMD8(repeating: ln2High))
      .addingProduct(-n, SIMD8(repeating: ln2Low))
    var sum = SIMD8<Double>(repeating: 1)
    for k in stride(from: 13.0, through: 1, by: -1) { sum = 1 + sum * r / k }
    let whole = unsafe unsafeBitCast(shifted, to: SIMD8<Int64>.self) &- 0x4338_0000_0000_0000
    // Two factors, so that neither leaves the range of exponents.
    let half = whole &>> 1
    return sum * powerOfTwo(half) * powerOfTwo(whole &- half)
  }

  /// 2ⁿ, n in −1022 … 1023.
  @inline(__always)
  private static func powerOfTwo(_ n: SIMD8<Int64>) -> SIMD8<Double> {
    unsafe unsafeBitCast((n &+ 1023) &<< 52, to: SIMD8<Double>.self)
  }

  public static func errorFunction(_ x: SIMD8<Double>) -> SIMD8<Double> { each(x, erf) }
  public static func hyperbolicTangent(_ x: SIMD8<Double>) -> SIMD8<Double> { each(x, tanh) }

  public static func cleared(
    _ x: SIMD8<Double>, where places: SIMD8<Int32>
  ) -> SIMD8<Double> {
    var y = x
    for lane in 0..<8 where places[lane] != 0 { y[lane] = 0 }
    return y
  }

  /// ln 2 in two parts, the first of so few bits that a small whole number times it is exact.
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  private static func exp(_ x: Double) -> Double {
    exponential(SIMD8(repeating: x))[0]
  }

  /// erf x: below 3 the series of positive terms, beyond it the continued fraction of erfc.
  ///
  ///     erf x = 2/√π exp(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 ⋯ (2n + 1))
  ///     erfc x = exp(−x²) / √π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …
  ///
  /// - Source: NIST Handbook of Mathematical Functions, 7.6.2 and 7.9.1.
  private static func erf(_ x: Double) -> Double {
    let size = abs(x)
    if x.isNaN { return x }
    if size >= 6 { return x < 0 ? -1 : 1 }
    let density = exp(-size * size)
    if size < 3 {
      var (term, sum) = (x, x)
      for n in 1...70 {
        term *= 2 * x * x / Double(2 * n + 1)
        sum += term
      }
      return 2 / Double.pi.squareRoot() * density * sum
    }
    var tail = size
    for n in stride(from: 60, through: 1, by: -1) { tail = size + Double(n) / 2 / tail }
    let value = 1 - density / (Double.pi.squareRoot() * tail)
    return x < 0 ? -value : value
  }

  /// tanh x: below 1 Lambert's continued fraction, beyond it 1 − 2 / (exp(2x) + 1).
  ///
  /// - Source: NIST Handbook of Mathematical Functions, 4.39.1.
  private static func tanh(_ x: Double) -> Double {
    let size = abs(x)
    if size >= 1 {
      let value = 1 - 2 / (exp(2 * size) + 1)
      return x < 0 ? -value : value
    }
    var tail = 23.0
    for n in stride(from: 21.0, through: 1, by: -2) { tail = n + x * x / tail }
    return x / tail
  }

  @inline(__always)
  public static func greater(_ a: SIMD8<Double>, _ b: SIMD8<Double>) -> SIMD8<Double> {
    a.replacing(with: b, where: b .> a)
  }

  /// ln x: x = 2ᵏ m, ½√2 ≤ m < √2, and the series of 2 artanh((m − 1) / (m + 1)).
  public static func logarithm(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x < 0 { return .nan }
    if x == 0 { return -.infinity }
    var (k, m) = (Int(x.exponent), x.significand)
    if m > 2.squareRoot() {
      k += 1
      m /= 2
    }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = 0.0
    for n in stride(from: 25, through: 3, by: -2) { sum = (sum + 1 / Double(n)) * square }
    return Double(k) * ln2High + (2 * s + (2 * s * sum + Double(k) * ln2Low))
  }

  /// The sine and cosine of 2πu: the quarter turn nearest to u, then Taylor's series of the rest.
  ///
  /// - Precondition: `u` is in 0 … 1.
  public static func sineAndCosine(ofTurns u: Double) -> (sine: Double, cosine: Double) {
    precondition(u >= 0 && u <= 1, "\(u) is not in 0 … 1")
    let quarter = (4 * u).rounded()
    let angle = 2 * Double.pi * (u - quarter / 4)
    let square = angle * angle
    var (sine, cosine) = (1.0, 1.0)
    for n in stride(from: 9, through: 1, by: -1) {
      sine = 1 - sine * square / Double(2 * n * (2 * n + 1))
      cosine = 1 - cosine * square / Double(2 * n * (2 * n - 1))
    }
    sine *= angle
    switch Int(quarter) % 4 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }
}

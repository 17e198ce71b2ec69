extension RandomStream {
  /// The first `count` of a stream of standard normal draws in single precision, made eight at a time.
  ///
  ///     √(−2 ln u) · cos 2πv  and  √(−2 ln u) · sin 2πv
  ///
  /// They are other draws than ``normal(_:)``: 24 bits each for u in (0, 1] and v in [0, 1), so that
  /// none is beyond 5.8. A step may want a hundred thousand of them.
  ///
  /// Draw 32 g + 8 p + l comes from lane l of the blocks 8 g … 8 g + 7: of words 0 and 1 where p is 0
  /// (cosine) or 1 (sine), of words 2 and 3 where p is 2 or 3.
  ///
  /// - Source: Box and Muller, Annals of Mathematical Statistics 29 (1958).
  public func singleNormals(_ count: Int) -> [Float] {
    let groups = (count + 31) / 32
    var draws = [Float](repeating: 0, count: 32 * groups)
    draws.writing { draws in
      for group in 0..<groups {
        let words = PhiloxLanes(
          firstBlock: UInt32(truncatingIfNeeded: group &* 8), 0, 0, 2, key: key)
        for half in 0..<2 {
          let radius = (-2 * Self.logarithm(Self.unit(words[2 * half], plus: 1))).squareRoot()
          let (sine, cosine) = Self.sineAndCosine(
            ofTurns: Self.unit(words[2 * half + 1], plus: 0))
          draws.store(radius * cosine, at: group &* 32 &+ half &* 16)
          draws.store(radius * sine, at: group &* 32 &+ half &* 16 &+ 8)
        }
      }
    }
    return draws.count == count ? draws : Array(draws[..<count])
  }

  /// The upper 24 bits of each word, more by `plus`, over 2²⁴: exact.
  @inline(__always)
  private static func unit(_ words: SIMD8<UInt32>, plus: Int32) -> SIMD8<Float> {
    let whole = unsafe unsafeBitCast(words &>> 8, to: SIMD8<Int32>.self) &+ plus
    return SIMD8<Float>(whole) * 0x1p-24
  }

  /// ln x for 2⁻²⁴ ≤ x ≤ 1, within a few units in the last place.
  ///
  /// x = 2ᵏ m, ½√2 ≤ m < √2, and the series of 2 artanh s, s = (m − 1) / (m + 1).
  @inline(__always)
  static func logarithm(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let bits = unsafe unsafeBitCast(x, to: SIMD8<Int32>.self)
    // The bits of ½√2: subtracting them leaves in the exponent how often m doubles.
    let k = (bits &- 0x3F35_04F3) &>> 23
    let m = unsafe unsafeBitCast(bits &- (k &<< 23), to: SIMD8<Float>.self)
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = square * Float(1.0 / 9) + Float(1.0 / 7)
    sum = sum * square + Float(1.0 / 5)
    sum = sum * square + Float(1.0 / 3)
    let exponent = SIMD8<Float>(k)
    let low = 2 * s + (2 * s * square * sum + exponent * Float(-0x1.05c610p-29))
    return low + exponent * Float(0x1.62e430p-1)
  }

  /// The sine and cosine of 2πv for 0 ≤ v < 1: the nearest quarter turn, and Taylor's series.
  @inline(__always)
  static func sineAndCosine(
    ofTurns v: SIMD8<Float>
  ) -> (sine: SIMD8<Float>, cosine: SIMD8<Float>) {
    // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits.
    let shift = SIMD8<Float>(repeating: 0x1.8p23)
    let shifted = 4 * v + shift
    let quarter = unsafe unsafeBitCast(shifted, to: SIMD8<Int32>.self)
    let angle = (v - (shifted - shift) * 0.25) * Float(2 * Double.pi)
    let square = angle * angle
    var sine = square * Float(1.0 / 362_880) - Float(1.0 / 5040)
    sine = sine * square + Float(1.0 / 120)
    sine = sine * square - Float(1.0 / 6)
    sine = angle + angle * square * sine
    var cosine = square * Float(-1.0 / 3_628_800) + Float(1.0 / 40_320)
    cosine = cosine * square - Float(1.0 / 720)
    cosine = cosine * square + Float(1.0 / 24)
    cosine = 1 + square * (cosine * square - 0.5)
    let isOdd = (quarter & 1) .== SIMD8<Int32>(repeating: 1)
    return (
      signed(sine.replacing(with: cosine, where: isOdd), (quarter & 2) &<< 30),
      signed(cosine.replacing(with: sine, where: isOdd), ((quarter &+ 1) & 2) &<< 30)
    )
  }

  @inline(__always)
  private static func signed(_ x: SIMD8<Float>, _ sign: SIMD8<Int32>) -> SIMD8<Float> {
    unsafe unsafeBitCast(unsafeBitCast(x, to: SIMD8<Int32>.self) ^ sign, to: SIMD8<Float>.self)
  }
}

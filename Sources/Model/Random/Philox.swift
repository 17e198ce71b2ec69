/// Philox4x32-10, the counter-based generator under every random draw.
///
/// A block of four words is a pure function of a key and a counter; there is no state to save.
///
/// - Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3.
public enum Philox {
  /// A 64-bit key, as two words.
  public typealias Key = SIMD2<UInt32>

  /// The four words at `counter` under `key`.
  public static func block(counter: SIMD4<UInt32>, key: Key) -> SIMD4<UInt32> {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      counter = round(counter, key)
      key &+= weyl
    }
    return counter
  }

  /// Added to the key between rounds: the golden ratio and √3 − 1, as 32-bit fractions.
  static let weyl = Key(0x9E37_79B9, 0xBB67_AE85)

  @inline(__always)
  private static func round(_ c: SIMD4<UInt32>, _ key: Key) -> SIMD4<UInt32> {
    let p0 = UInt64(c[0]) &* 0xD251_1F53
    let p1 = UInt64(c[2]) &* 0xCD9E_8D57
    return SIMD4(
      UInt32(truncatingIfNeeded: p1 >> 32) ^ c[1] ^ key[0],
      UInt32(truncatingIfNeeded: p1),
      UInt32(truncatingIfNeeded: p0 >> 32) ^ c[3] ^ key[1],
      UInt32(truncatingIfNeeded: p0))
  }
}

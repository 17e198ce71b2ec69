package import Foundation

/// A fast 64-bit checksum of bytes, against damage and not against an adversary.
///
/// Four chains `h ← (h ⊕ word) · p` take turns, then are folded. Every step is a bijection of the
/// chain and of the word, so that damage within one word is always seen; other damage goes unseen
/// once in 2⁶⁴. The number of bytes counts too.
///
/// - Complexity: one pass at about the speed of memory.
package struct Checksum {
  /// Sixteen hexadecimal digits.
  package static func digest(of data: Data) -> String {
    let text = String(value(of: data), radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  private static func value(of data: Data) -> UInt64 {
    let primes: (UInt64, UInt64) = (0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F)
    func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
      let product = (hash ^ word) &* primes.0
      return (product ^ (product >> 32)) &* primes.1
    }
    return unsafe data.withUnsafeBytes { bytes in
      let (count, whole) = (bytes.count, bytes.count & ~31)
      var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
      var at = 0
      func word(_ at: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      }
      while at < whole {
        // Rotated, for a product alone never carries a high bit downward.
        a = rotated(a ^ word(at)) &* primes.0
        b = rotated(b ^ word(at &+ 8)) &* primes.0
        c = rotated(c ^ word(at &+ 16)) &* primes.0
        d = rotated(d ^ word(at &+ 24)) &* primes.0
        at &+= 32
      }
      var hash = UInt64(count)
      for chain in [a, b, c, d] { hash = mixed(hash, chain) }
      while at < count {
        hash = mixed(hash, UInt64(unsafe bytes[at]))
        at &+= 1
      }
      return hash
    }
  }

  private static func rotated(_ word: UInt64) -> UInt64 { word << 31 | word >> 33 }
}

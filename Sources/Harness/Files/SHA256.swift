public import Foundation

/// The SHA-256 digest, fed piece by piece.
///
/// - Source: FIPS 180-4, section 6.2.
public struct SHA256: Sendable {
  private var state = SIMD8<UInt32>(
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A,
    0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19)
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  public init() {}

  /// The digest of a whole, as 64 hexadecimal digits.
  public static func hexDigest(of data: Data) -> String {
    var hash = SHA256()
    unsafe data.withUnsafeBytes { unsafe hash.update($0) }
    return hash.finalize()
  }

  /// Feeds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  private mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(64 - pending.count, bytes.count)
      unsafe pending.append(contentsOf: bytes[..<start])
      guard pending.count == 64 else { return }
      let block = pending
      pending = []
      unsafe block.withUnsafeBytes { unsafe compress($0, blocks: 1) }
    }
    let whole = (bytes.count - start) / 64
    unsafe compress(UnsafeRawBufferPointer(rebasing: bytes[start...]), blocks: whole)
    unsafe pending.append(contentsOf: bytes[(start + 64 * whole)...])
  }

  /// The digest of all that was fed, as 64 hexadecimal digits.
  public mutating func finalize() -> String {
    let bits = length &* 8
    var padding: [UInt8] = [0x80]
    padding += [UInt8](repeating: 0, count: (119 - Int(length % 64)) % 64)
    padding += (0..<8).reversed().map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
    update(padding)
    return state.indices.map { index in
      let digits = String(state[index], radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// One round: `a` … `h` take turns by name, so that none is moved; `z` is b ^ c, then a ^ b.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
    _ g: UInt32, _ h: inout UInt32, _ z: inout UInt32, _ word: UInt32
  ) {
    let early = h &+ word &+ (g ^ (e & (f ^ g)))
    let first = early &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25))
    let y = a ^ b
    d = d &+ first
    h = first &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ (b ^ (y & z))
    z = y
  }

  /// The words of eight blocks at a time, which do not depend on the digest so far, then the rounds of
  /// each block.
  private mutating func compress(_ bytes: UnsafeRawBufferPointer, blocks: Int) {
    guard blocks > 0, let source = bytes.baseAddress else { return }
    unsafe withUnsafeTemporaryAllocation(of: SIMD8<UInt32>.self, capacity: 64) { words in
      guard let words = words.baseAddress else { return }
      unsafe words.initialize(repeating: .zero, count: 64)
      for first in stride(from: 0, to: blocks, by: 8) {
        let count = min(8, blocks &- first)
        unsafe Self.schedule(source + 64 &* first, blocks: count, into: words)
        for lane in 0..<count {
          unsafe digest(UnsafeRawPointer(words) + 4 &* lane)
        }
      }
    }
  }

  /// 64 rounds over the words of one block, 32 bytes apart.
  @inline(__always)
  private mutating func digest(_ words: UnsafeRawPointer) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    var z = b ^ c
    var index = 0
    while index < 64 {
      func word(_ offset: Int) -> UInt32 {
        unsafe words.load(fromByteOffset: 32 &* (index &+ offset), as: UInt32.self)
      }
      Self.round(a, b, c, &d, e, f, g, &h, &z, word(0))
      Self.round(h, a, b, &c, d, e, f, &g, &z, word(1))
      Self.round(g, h, a, &b, c, d, e, &f, &z, word(2))
      Self.round(f, g, h, &a, b, c, d, &e, &z, word(3))
      Self.round(e, f, g, &h, a, b, c, &d, &z, word(4))
      Self.round(d, e, f, &g, h, a, b, &c, &z, word(5))
      Self.round(c, d, e, &f, g, h, a, &b, &z, word(6))
      Self.round(b, c, d, &e, f, g, h, &a, &z, word(7))
      index &+= 8
    }
    state &+= SIMD8(a, b, c, d, e, f, g, h)
  }

  /// The 64 words of up to eight blocks, a block in each lane, with the constants of the rounds added.
  @inline(__always)
  private static func schedule(
    _ source: UnsafeRawPointer, blocks: Int, into words: UnsafeMutablePointer<SIMD8<UInt32>>
  ) {
    let scalars = UnsafeMutableRawPointer(words)
    for block in 0..<blocks {
      for index in 0..<16 {
        let word = unsafe UInt32(
          bigEndian: source.loadUnaligned(
            fromByteOffset: 64 &* block &+ 4 &* index, as: UInt32.self))
        unsafe scalars.storeBytes(
          of: word, toByteOffset: 32 &* index &+ 4 &* block, as: UInt32.self)
      }
    }
    for index in 16..<64 {
      let (x, y) = unsafe (words[index &- 15], words[index &- 2])
      let s0 = rotated(x, 7) ^ rotated(x, 18) ^ x &>> 3
      let s1 = rotated(y, 17) ^ rotated(y, 19) ^ y &>> 10
      unsafe words[index] = words[index &- 16] &+ s0 &+ words[index &- 7] &+ s1
    }
    for index in 0..<64 {
      unsafe words[index] &+= SIMD8(repeating: constants[index])
    }
  }

  @inline(__always)
  private static func rotated(_ x: SIMD8<UInt32>, _ by: UInt32) -> SIMD8<UInt32> {
    x &>> SIMD8(repeating: by) | x &<< SIMD8(repeating: 32 &- by)
  }

  @inline(__always)
  private static func rotated(_ x: UInt32, _ by: UInt32) -> UInt32 { x >> by | x << (32 &- by) }

  /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
    0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
    0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
    0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
    0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
    0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
    0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
    0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
    0xC671_78F2,
  ]
}

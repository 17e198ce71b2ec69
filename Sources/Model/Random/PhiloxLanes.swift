/// Philox4x32-10 on eight neighboring counters at once.
struct PhiloxLanes {
  private let x0, x1, x2, x3: SIMD8<UInt32>

  /// The blocks whose first counter word is `firstBlock` … `firstBlock + 7`.
  @inline(__always)
  init(firstBlock: UInt32, _ c1: UInt32, _ c2: UInt32, _ c3: UInt32, key: Philox.Key) {
    var x0 = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7) &+ firstBlock
    var x1 = SIMD8(repeating: c1)
    var x2 = SIMD8(repeating: c2)
    var x3 = SIMD8(repeating: c3)
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let p0 = Self.product(x0, 0xD251_1F53)
      let p1 = Self.product(x2, 0xCD9E_8D57)
      x0 = p1.high ^ x1 ^ k0
      x2 = p0.high ^ x3 ^ k1
      x1 = p1.low
      x3 = p0.low
      k0 &+= Philox.weyl[0]
      k1 &+= Philox.weyl[1]
    }
    (self.x0, self.x1, self.x2, self.x3) = (x0, x1, x2, x3)
  }

  /// Word 0 … 3 of each block.
  @inline(__always)
  subscript(_ word: Int) -> SIMD8<UInt32> {
    switch word {
    case 0: x0
    case 1: x1
    case 2: x2
    default: x3
    }
  }

  /// Both halves of eight 64-bit products.
  ///
  /// Even and odd lanes are multiplied separately, each as the low half of a 64-bit lane: that is the
  /// one form in which AVX2 has the instruction.
  @inline(__always)
  private static func product(
    _ x: SIMD8<UInt32>, _ factor: UInt64
  ) -> (low: SIMD8<UInt32>, high: SIMD8<UInt32>) {
    let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
    let pairs = wide(x)
    let even = (pairs & low) &* factor
    let odd = (pairs &>> 32) &* factor
    return (
      narrow((even & low) | (odd &<< 32)), narrow((even &>> 32) | (odd & ~low))
    )
  }

  @inline(__always)
  private static func wide(_ x: SIMD8<UInt32>) -> SIMD4<UInt64> {
    unsafe unsafeBitCast(x, to: SIMD4<UInt64>.self)
  }

  @inline(__always)
  private static func narrow(_ x: SIMD4<UInt64>) -> SIMD8<UInt32> {
    unsafe unsafeBitCast(x, to: SIMD8<UInt32>.self)
  }
}

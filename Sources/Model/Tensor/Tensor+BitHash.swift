extension Tensor<Float> {
  /// A hash of all bits, in order: to compare runs cheaply; no protection against an adversary.
  ///
  /// A single changed number always changes it; other changes go unseen once in 2³². Blocks of
  /// 4,096 numbers are hashed separately in sixteen chains `h ← (h ⊕ bits) · p` and folded in order, so
  /// the hash does not depend on threads.
  ///
  /// - Complexity: one pass at about the speed of memory.
  public func bitHash(compute: Compute) -> UInt32 {
    let (count, size) = (count, 4096)
    var sums = [Float](repeating: 0, count: (count + size - 1) / size)
    reading { own in
      sums.writing { sums in
        compute.forEachBlock(count, size: size) { block in
          let hash = blockHash(own.advanced(by: block.lowerBound), count: block.count)
          sums[block.lowerBound / size] = Float(bitPattern: hash)
        }
      }
    }
    return sums.reduce(UInt32(truncatingIfNeeded: count)) { mixed($0, $1.bitPattern) }
  }
}

private func blockHash(_ x: Reading<Float>, count: Int) -> UInt32 {
  func bits(_ index: Int) -> SIMD8<UInt32> {
    unsafe unsafeBitCast(x.lanes(index), to: SIMD8<UInt32>.self)
  }
  var a = SIMD8<UInt32>(repeating: 0x9E37_79B9)
  var b = SIMD8<UInt32>(repeating: 0x85EB_CA6B)
  var index = 0
  while index &+ 16 <= count {
    a = (a ^ bits(index)) &* 0x01B3_0193
    b = (b ^ bits(index &+ 8)) &* 0x2C1B_3C6D
    index &+= 16
  }
  var hash = UInt32(truncatingIfNeeded: count)
  while index < count {
    hash = mixed(hash, x[index].bitPattern)
    index &+= 1
  }
  for lane in 0..<8 { hash = mixed(mixed(hash, a[lane]), b[lane]) }
  return hash
}

/// One step of a hash over words; every step is a bijection of each argument.
private func mixed(_ hash: UInt32, _ word: UInt32) -> UInt32 {
  let mixed = (hash ^ word) &* 0x85EB_CA6B
  return (mixed ^ (mixed >> 15)) &* 0xC2B2_AE35
}

extension DropoutMask {
  /// Drops elements: `output[i] = input[i] · factor` where kept, else 0; `output` may be `input`.
  ///
  /// Both pointers are at the first of `elements`. The bits are those of ``keeps(_:at:)``.
  package func apply<Scalar: BLASScalar>(
    _ input: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>,
    elements: Range<Int>, at position: Position
  ) {
    let factor = Scalar(keptFactor)
    visit(elements, at: position) { offset, kept in
      let lanes = unsafe UnsafeRawPointer(input + offset).loadUnaligned(as: SIMD8<Scalar>.self)
      unsafe UnsafeMutableRawPointer(output + offset).storeBytes(
        of: Scalar.masked(lanes, factor: factor, kept: kept), as: SIMD8<Scalar>.self)
    } rest: { offset, kept in
      unsafe output[offset] = kept ? input[offset] * factor : 0
    }
  }

  /// The factor of each element: 1 / (1 − rate) where kept, else 0.
  package func factors<Scalar: BLASScalar>(
    elements: Range<Int>, at position: Position, into output: UnsafeMutablePointer<Scalar>
  ) {
    let factor = Scalar(keptFactor)
    let one = SIMD8<Scalar>(repeating: 1)
    visit(elements, at: position) { offset, kept in
      unsafe UnsafeMutableRawPointer(output + offset).storeBytes(
        of: Scalar.masked(one, factor: factor, kept: kept), as: SIMD8<Scalar>.self)
    } rest: { offset, kept in
      unsafe output[offset] = kept ? factor : 0
    }
  }

  /// Visits elements eight at a time where eight neighbours of one part lie in the range.
  @inline(__always)
  private func visit(
    _ elements: Range<Int>, at position: Position,
    _ lanes: (_ offset: Int, _ kept: SIMDMask<SIMD8<Int32>>) -> Void,
    rest: (_ offset: Int, _ kept: Bool) -> Void
  ) {
    var group = elements.lowerBound / 64
    while group &* 64 < elements.upperBound {
      let words = PhiloxLanes(
        firstBlock: UInt32(truncatingIfNeeded: group &* 8),
        position.site | position.view << 24, position.example, position.step, key: key)
      for part in 0..<8 {
        let first = group &* 64 &+ part &* 8
        let word = words[part / 2]
        let bits = part % 2 == 0 ? word & 0xFFFF : word &>> 16
        let kept = unsafe unsafeBitCast(bits, to: SIMD8<Int32>.self) .>= Int32(threshold)
        if first >= elements.lowerBound, first &+ 8 <= elements.upperBound {
          lanes(first &- elements.lowerBound, kept)
        } else {
          for lane in 0..<8 where elements.contains(first &+ lane) {
            rest(first &+ lane &- elements.lowerBound, kept[lane])
          }
        }
      }
      group &+= 1
    }
  }
}

/// Philox4x32-10 on eight neighbouring counters at once.
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
      let p0 = SIMD8<UInt64>(truncatingIfNeeded: x0) &* 0xD251_1F53
      let p1 = SIMD8<UInt64>(truncatingIfNeeded: x2) &* 0xCD9E_8D57
      let (y0, y2) = (
        SIMD8<UInt32>(truncatingIfNeeded: p1 &>> 32) ^ x1 ^ k0,
        SIMD8<UInt32>(truncatingIfNeeded: p0 &>> 32) ^ x3 ^ k1
      )
      x1 = SIMD8(truncatingIfNeeded: p1)
      x3 = SIMD8(truncatingIfNeeded: p0)
      x0 = y0
      x2 = y2
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
}

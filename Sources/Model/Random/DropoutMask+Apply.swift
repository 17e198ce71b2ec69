extension DropoutMask {
  /// Drops elements: `output[i] = input[i] · factor` where kept, else 0; `output` may be `input`.
  ///
  /// Both pointers are at the first of `elements`. The bits are those of ``keeps(_:at:)``.
  @inline(never)
  package func apply<Scalar: BLASScalar>(
    _ input: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>,
    elements: Range<Int>, at position: Position
  ) {
    let factor = Scalar(keptFactor)
    visit(elements, at: position) { offset, dropped in
      let lanes = unsafe UnsafeRawPointer(input + offset).loadUnaligned(as: SIMD8<Scalar>.self)
      unsafe UnsafeMutableRawPointer(output + offset).storeBytes(
        of: Scalar.cleared(lanes * factor, where: dropped), as: SIMD8<Scalar>.self)
    } rest: { offset, kept in
      unsafe output[offset] = kept ? input[offset] * factor : 0
    }
  }

  /// The factor of each element: 1 / (1 − rate) where kept, else 0.
  @inline(never)
  package func factors<Scalar: BLASScalar>(
    elements: Range<Int>, at position: Position, into output: UnsafeMutablePointer<Scalar>
  ) {
    let factor = Scalar(keptFactor)
    let whole = SIMD8<Scalar>(repeating: factor)
    visit(elements, at: position) { offset, dropped in
      unsafe UnsafeMutableRawPointer(output + offset).storeBytes(
        of: Scalar.cleared(whole, where: dropped), as: SIMD8<Scalar>.self)
    } rest: { offset, kept in
      unsafe output[offset] = kept ? factor : 0
    }
  }

  /// The factors of the first `count` elements.
  func factors(count: Int, at position: Position) -> [Float] {
    var factors = [Float](repeating: 0, count: count)
    factors.writing { output in
      unsafe self.factors(elements: 0..<count, at: position, into: output.pointer)
    }
    return factors
  }

  /// Visits elements eight at a time where eight neighbors of one part lie in the range.
  @inline(__always)
  private func visit(
    _ elements: Range<Int>, at position: Position,
    _ lanes: (_ offset: Int, _ dropped: SIMD8<Int32>) -> Void,
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
        // −1 where the draw is below the threshold, else 0; comparisons of vectors are slow.
        let dropped =
          unsafe (unsafeBitCast(bits, to: SIMD8<Int32>.self) &- Int32(threshold)) &>> 31
        if first >= elements.lowerBound, first &+ 8 <= elements.upperBound {
          lanes(first &- elements.lowerBound, dropped)
        } else {
          for lane in 0..<8 where elements.contains(first &+ lane) {
            rest(first &+ lane &- elements.lowerBound, dropped[lane] == 0)
          }
        }
      }
      group &+= 1
    }
  }
}

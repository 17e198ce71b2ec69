/// The 16-bit draws under dropout masks, for masks whose rate differs from element to element.
///
/// The layout is that of ``DropoutMask``: with one rate for all elements the masks are the same.
public struct DropoutDraws: Sendable, Equatable {
  private let key: Philox.Key

  public init(stream: RandomStream) { key = stream.key }

  /// The draws of elements `0 ..< count`, each in 0 ..< 65,536.
  public func draws(_ count: Int, at position: DropoutMask.Position) -> [UInt16] {
    var draws: [UInt16] = []
    draws.reserveCapacity((count + 63) / 64 * 64)
    var group = 0
    while group &* 64 < count {
      let words = PhiloxLanes(
        firstBlock: UInt32(truncatingIfNeeded: group &* 8),
        position.site | position.view << 24, position.example, position.step, key: key)
      for part in 0..<8 {
        let word = words[part / 2]
        let bits = part % 2 == 0 ? word & 0xFFFF : word &>> 16
        for lane in 0..<8 { draws.append(UInt16(truncatingIfNeeded: bits[lane])) }
      }
      group &+= 1
    }
    draws.removeLast(draws.count - count)
    return draws
  }
}

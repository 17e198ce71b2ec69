extension RandomStream {
  /// Draw `index` from the standard normal distribution.
  ///
  ///     √(−2 ln u) · cos 2πv  at even,  √(−2 ln u) · sin 2πv  at odd indices
  ///
  /// One block gives the 128 bits of u in (0, 1] and v in [0, 1) of a pair.
  ///
  /// - Source: Box and Muller, Annals of Mathematical Statistics 29 (1958).
  public func normal(at index: Int) -> Double {
    let pair = normalPair(at: index / 2)
    return index % 2 == 0 ? pair.0 : pair.1
  }

  /// The first `count` draws of ``normal(at:)``.
  public func normal(_ count: Int) -> [Double] {
    var draws: [Double] = []
    draws.reserveCapacity(count + 1)
    for pair in 0..<(count + 1) / 2 {
      let (even, odd) = normalPair(at: pair)
      draws.append(even)
      draws.append(odd)
    }
    if draws.count > count { draws.removeLast() }
    return draws
  }

  private func normalPair(at index: Int) -> (Double, Double) {
    let words = Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), 0, 1),
      key: key)
    func unit(_ low: UInt32, _ high: UInt32) -> Double {
      Double((UInt64(low) | UInt64(high) << 32) >> 11) * 0x1p-53
    }
    let radius = (-2 * Double.logarithm(1 - unit(words[0], words[1]))).squareRoot()
    let (sine, cosine) = Double.sineAndCosine(ofTurns: unit(words[2], words[3]))
    return (radius * cosine, radius * sine)
  }
}

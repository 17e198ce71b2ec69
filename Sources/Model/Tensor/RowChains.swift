/// The products of one row with the rows of a matrix that is read once and too large for any cache.
///
/// Each is one chain of fused multiply-adds along K from 0, as in ``MatrixProduct/exact``: the same bits.
/// Eight rows fill the lanes of a vector, four places along K at a time; nothing is packed. Meanwhile
/// the eight rows after them are touched a cache line at a time in the order of memory, which fetches
/// them: read in the order of the chains, no prefetcher sees a pattern.
///
/// - Inputs: `row` (K); `rows` (count, K), one after another.
/// - Output: `products` (count).
/// - Returns: the fetched bits folded together, so that fetching is not optimized away; no meaning.
@inline(never)
package func chains(
  of row: Reading<Float>, withRows rows: Reading<Float>, count: Int, depth: Int,
  into products: Writing<Float>
) -> UInt32 {
  var touched: UInt32 = 0
  let whole = depth & ~3
  var first = 0
  while first &+ 8 <= count {
    let eight = rows.advanced(by: first &* depth)
    let next = first &+ 16 <= count ? eight.advanced(by: 8 &* depth) : eight
    var sums = SIMD8<Float>.zero
    var place = 0
    while place < whole {
      let from = eight.advanced(by: place)
      let a = twoFours(from, 4 &* depth)
      let b = twoFours(from.advanced(by: depth), 4 &* depth)
      let c = twoFours(from.advanced(by: 2 &* depth), 4 &* depth)
      let d = twoFours(from.advanced(by: 3 &* depth), 4 &* depth)
      let (ac, bd) = (lowPairs(a, c), lowPairs(b, d))
      let (highAC, highBD) = (highPairs(a, c), highPairs(b, d))
      sums.addProduct(lowPairs(ac, bd), SIMD8(repeating: row[place]))
      sums.addProduct(highPairs(ac, bd), SIMD8(repeating: row[place &+ 1]))
      sums.addProduct(lowPairs(highAC, highBD), SIMD8(repeating: row[place &+ 2]))
      sums.addProduct(highPairs(highAC, highBD), SIMD8(repeating: row[place &+ 3]))
      let line = next.advanced(by: 8 &* place)
      touched ^= line[0].bitPattern ^ line[16].bitPattern
      place &+= 4
    }
    while place < depth {
      for lane in 0..<8 {
        sums[lane] = sums[lane].addingProduct(eight[lane &* depth &+ place], row[place])
      }
      place &+= 1
    }
    products.store(sums, at: first)
    first &+= 8
  }
  while first < count {
    var sum: Float = 0
    for place in 0..<depth {
      sum = sum.addingProduct(rows[first &* depth &+ place], row[place])
    }
    products[first] = sum
    first &+= 1
  }
  return touched
}

/// Four scalars, and four from a distance behind them.
@inline(__always)
private func twoFours(_ source: Reading<Float>, _ distance: Int) -> SIMD8<Float> {
  return SIMD8(lowHalf: source.fourLanes(0), highHalf: source.fourLanes(distance))
}

/// The first two lanes of each half, from both in turn: one instruction.
@inline(__always)
private func lowPairs(_ x: SIMD8<Float>, _ y: SIMD8<Float>) -> SIMD8<Float> {
  SIMD8(x[0], y[0], x[1], y[1], x[4], y[4], x[5], y[5])
}

/// The last two lanes of each half, from both in turn.
@inline(__always)
private func highPairs(_ x: SIMD8<Float>, _ y: SIMD8<Float>) -> SIMD8<Float> {
  SIMD8(x[2], y[2], x[3], y[3], x[6], y[6], x[7], y[7])
}

import Model
import Testing

@Suite struct DropoutMaskTests {
  typealias Position = DropoutMask.Position
  let stream = RandomStream(seed: 11, name: .dropout)
  let position = Position(step: 3, view: 1, example: 5, site: 2)

  @Test(arguments: [0..<1, 0..<64, 3..<200, 63..<65, 64..<640, 130..<131, 7..<1003])
  func `the fast form keeps what the definition keeps`(_ elements: Range<Int>) {
    let mask = DropoutMask(rate: 0.3, stream: stream)
    var factors = [Float](repeating: -1, count: elements.count)
    unsafe factors.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe mask.factors(elements: elements, at: position, into: base)
    }
    for (place, element) in elements.enumerated() {
      #expect(factors[place] == (mask.keeps(element, at: position) ? Float(1 / 0.7) : 0))
    }
  }

  @Test(arguments: [0.0, 0.01, 0.1, 0.5, 0.9])
  func `the share of dropped elements is the rate, within five deviations`(_ rate: Double) {
    let count = 200_000
    let dropped = kept(DropoutMask(rate: rate, stream: stream), position, count).filter { !$0 }
    let deviation = (rate * (1 - rate) * Double(count)).squareRoot()
    #expect(abs(Double(dropped.count) - rate * Double(count)) <= 5 * deviation)
  }

  /// The statistic is n φ² of the two-by-two table, chi-square with one degree of freedom.
  @Test func `masks of another view, step, site, example or seed are independent`() {
    let mask = DropoutMask(rate: 0.3, stream: stream)
    let base = kept(mask, position, 100_000)
    let others = [
      kept(mask, Position(step: 3, view: 0, example: 5, site: 2), 100_000),
      kept(mask, Position(step: 4, view: 1, example: 5, site: 2), 100_000),
      kept(mask, Position(step: 3, view: 1, example: 5, site: 3), 100_000),
      kept(mask, Position(step: 3, view: 1, example: 6, site: 2), 100_000),
      kept(
        DropoutMask(rate: 0.3, stream: RandomStream(seed: 12, name: .dropout)), position, 100_000),
      Array(base.dropFirst()) + [true],
    ]
    for other in others {
      #expect(chiSquare(base, other) < 25)
    }
    #expect(chiSquare(base, base) > 90_000)
  }

  private func kept(_ mask: DropoutMask, _ position: Position, _ count: Int) -> [Bool] {
    (0..<count).map { mask.keeps($0, at: position) }
  }

  private func chiSquare(_ a: [Bool], _ b: [Bool]) -> Double {
    var table = [[0.0, 0.0], [0.0, 0.0]]
    for (x, y) in zip(a, b) { table[x ? 1 : 0][y ? 1 : 0] += 1 }
    let total = Double(a.count)
    var statistic = 0.0
    for row in 0..<2 {
      for column in 0..<2 {
        let expected =
          (table[row][0] + table[row][1]) * (table[0][column] + table[1][column]) / total
        statistic += (table[row][column] - expected) * (table[row][column] - expected) / expected
      }
    }
    return statistic
  }
}

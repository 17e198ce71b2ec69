import Files
import Statistics
import Testing

@Suite struct NumeralTests {
  @Test(arguments: [
    (0.748, "74.80"), (1, "100.00"), (-0.1234, "−12.34"), (-0.00001, "0.00"), (0, "0.00"),
  ])
  func `a score × 100 has two decimals and a true minus sign`(score: Double, text: String) {
    #expect(Numeral.hundredfold(score) == text)
  }

  @Test(arguments: [
    (0.0074, "+0.74"), (-0.0161, "−1.61"), (0.00004, "+0.004"), (-0.00004, "−0.004"), (0, "0.00"),
    (0.0000071, "+0.0007"), (-1e-9, "0.00"), (0.00006, "+0.006"), (.infinity, "∞"),
  ])
  func `a difference × 100 has its sign and the digits that show it, unless it is only rounding`(
    value: Double, text: String
  ) {
    #expect(Numeral.signedHundredfold(value) == text)
  }

  @Test(arguments: [(1, "1 seed"), (999, "999 seeds"), (25_362, "25,362 seeds")])
  func `a count with its noun parts its thousands`(count: Int, text: String) {
    #expect(Numeral.count(count, "seed") == text)
  }

  @Test func `no score is a dash, never a number`() {
    #expect(Numeral.hundredfold(nil) == "–")
    #expect(Numeral.exact(nil, empty: "") == "")
  }

  @Test(arguments: [0.1, 1.0 / 3, Double.leastNonzeroMagnitude, -0.7123456789012345])
  func `exact decimals give the same number again`(value: Double) {
    #expect(Double(Numeral.exact(value, empty: "")) == value)
  }

  // With mean 1e8, E[x²] − E[x]² would lose every digit of this variance of 1.
  @Test func `a deviation survives a large mean`() throws {
    let spread = try #require(Spread([1e8 - 1, 1e8, 1e8 + 1]))
    #expect(spread == Spread([1e8, nil, 1e8 + 1, 1e8 - 1]))
    #expect(spread.mean == 1e8)
    #expect(spread.deviation == 1)
    #expect(Spread([nil]) == nil)
    #expect(Spread([0.5])?.deviation == nil)
  }
}

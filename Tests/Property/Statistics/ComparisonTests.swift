import Model
import Statistics
import Support
import Testing

@Suite struct ComparisonTests {
  static let stream = RandomStream(seed: 7, label: "comparisons")
  let low = stream.fork("low").normal(30)
  let high = stream.fork("high").normal(30).map { $0 + 1.5 }

  static func order(
    _ a: [Double], _ b: [Double], threads: Int = 1
  ) throws -> AlmostStochasticOrder {
    try AlmostStochasticOrder(
      a, b, rounding: 0, level: 0.95, resamples: 200, stream: stream.fork("order"),
      compute: Compute(product: .exact, threads: threads))
  }

  @Test func `few runs name no winner by almost stochastic order`() throws {
    let needed = AlmostStochasticOrder.leastRuns
    for count in [1, 5, needed - 1] {
      #expect(throws: StatisticError.tooFew(found: count, needed: needed)) {
        try Self.order((0..<count).map { Double($0) + 1000 }, low)
      }
    }
    #expect(try Self.order(high, low).isGreater)
    #expect(try Self.order(Array(high.prefix(needed)), low).violation < 0.5)
  }

  @Test func `a violation and that of the methods swapped add up to one`() throws {
    let (a, b) = (try Self.order(high, low), try Self.order(low, high))
    #expect(abs(a.violation + b.violation - 1) < 1e-12)
    #expect(a.isGreater && !b.isGreater)
    #expect(try Self.order(high, low, threads: 3) == a)
    #expect(try Self.order(low, low).violation == 0.5)
    #expect(try Self.order(low.map { $0 + 9 }, low).violation == 0)
  }

  @Test func `superiority swapped is turned around, and depends on order alone`() throws {
    let a = try Superiority.independent(high, low, rounding: 0, level: 0.9)
    let b = try Superiority.independent(low, high, rounding: 0, level: 0.9)
    #expect(abs(a.probability + b.probability - 1) < 1e-12)
    #expect(abs(a.interval.lower + b.interval.upper - 1) < 1e-9)
    func cubed(_ values: [Double]) -> [Double] { values.map { $0 * $0 * $0 } }
    #expect(try Superiority.independent(cubed(high), cubed(low), rounding: 0, level: 0.9) == a)
    let paired = try Superiority.paired(high, low, rounding: 0, level: 0.9)
    #expect(try Superiority.paired(cubed(high), cubed(low), rounding: 0, level: 0.9) == paired)
  }

  @Test func `superiority of every run still has an interval`() throws {
    let all = try Superiority.independent([3, 4, 5], [0, 1, 2], rounding: 0, level: 0.95)
    #expect(all.probability == 1 && all.interval.upper == 1)
    #expect(all.interval.lower > 0.2 && all.interval.lower < 0.9)
    let none = try Superiority.paired([1, 1], [1, 1], rounding: 0, level: 0.95)
    #expect(none.probability == 0.5)
  }

  @Test func `signed ranks do not care which method comes first`() throws {
    let (a, b) = (
      try WilcoxonSignedRank(high, low, rounding: 0), try WilcoxonSignedRank(low, high, rounding: 0)
    )
    #expect(a.p == b.p && a.statistic + b.statistic == 30 * 31 / 2)
    #expect(try WilcoxonSignedRank([1, 2], [1, 2], rounding: 0).p == 1)
    // Five differences of one sign: two of 2⁵ choices are as uneven.
    #expect(try WilcoxonSignedRank([2, 4, 6, 8, 10], [1, 2, 3, 4, 5], rounding: 0).p == 2.0 / 32)
  }

  @Test func `adjusted p-values keep order, grow and stay within one`() {
    let values = [0.2, 0.01, 0.01, 0.7, 0.04]
    let adjusted = holmAdjusted(values)
    #expect(zip(adjusted, values).allSatisfy { $0 >= $1 && $0 <= 1 })
    #expect(adjusted[1] == adjusted[2] && adjusted[1] == 0.05)
    #expect(holmAdjusted([]).isEmpty && holmAdjusted([0.3]) == [0.3])
  }

  @Test func `malformed scores are refused`() {
    #expect(throws: StatisticError.unequalCounts(2, 1)) {
      try Difference(paired: [1, 2], [1])
    }
    #expect(throws: StatisticError.tooFew(found: 1, needed: 2)) {
      try Difference(paired: [1], [1])
    }
    #expect(throws: StatisticError.notFinite(side: "b", index: 1)) {
      try Superiority.independent([1, 2], [1, .nan], rounding: 0, level: 0.95)
    }
    #expect(throws: StatisticError.notFinite(side: "a", index: 0)) {
      try WilcoxonSignedRank([.infinity, 2], [1, 1], rounding: 0)
    }
  }
}

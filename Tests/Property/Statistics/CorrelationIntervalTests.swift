import Model
import Statistics
import Support
import Testing

@Suite struct CorrelationIntervalTests {
  static let stream = RandomStream(seed: 2, label: "correlation")
  let x = stream.fork("x").normal(50)
  let y = zip(stream.fork("x").normal(50), stream.fork("y").normal(50)).map { $0 + $1 }

  func interval(
    _ x: [Double], _ y: [Double], _ kind: Correlation, threads: Int = 1
  ) throws -> CorrelationInterval {
    try CorrelationInterval(
      x, y, kind, resamples: 300, level: 0.95, stream: Self.stream.fork("resamples"),
      compute: Compute(product: .exact, threads: threads))
  }

  @Test(arguments: Correlation.allCases)
  func `intervals hold the correlation and do not depend on threads`(_ kind: Correlation) throws {
    let one = try interval(x, y, kind)
    #expect(one.fisher.contains(one.correlation) && one.bootstrap.contains(one.correlation))
    #expect(try interval(x, y, kind, threads: 3) == one)
    let turned = try interval(x, y.map { -$0 }, kind)
    #expect(abs(turned.fisher.lower + one.fisher.upper) < 1e-12)
    #expect(abs(turned.bootstrap.lower + one.bootstrap.upper) < 1e-12)
  }

  @Test func `ties are counted`() throws {
    let result = try interval([1, 1, 2, 3, 3, 3, 4], [1, 2, 3, 4, 5, 6, 7], .spearman)
    #expect(result.tiesInX == TieCount([5, 5, 6, 6, 6]) && result.tiesInX.values == 5)
    #expect(result.tiesInX.groups == 2 && result.tiesInY.values == 0)
  }

  @Test func `a perfect correlation has no length, and three pairs no interval`() throws {
    let perfect = try interval(x, x, .spearman)
    #expect(perfect.fisher.lower == 1 && perfect.bootstrap.lower > 1 - 1e-12)
    #expect(throws: StatisticError.tooFew(found: 3, needed: 4)) {
      try interval([1, 2, 3], [1, 3, 2], .pearson)
    }
    #expect(throws: StatisticError.constantInput(side: "x")) {
      try interval([1, 1, 1, 1], [1, 3, 2, 4], .pearson)
    }
  }
}

import Model
import Statistics
import Support
import Testing

/// What is equal in exact numbers stays equal, however it was rounded.
@Suite struct ScoreResolutionTests {
  /// Differences of +0.1 five times and −0.1 once, as rounding leaves them.
  let a = [0.3, 0.7, 0.2, 0.9, 0.4, 0.1]
  let b = [0.2, 0.6, 0.1, 0.8, 0.30000000000000004, 0.2]

  @Test func `six tied differences have the signed-rank p of tied ones`() throws {
    #expect(Set(zip(a, b).map { $0 - $1 }.map { abs($0) }).count > 1)
    #expect(try WilcoxonSignedRank(a, b, rounding: 0).p == 0.21875)
    #expect(Set(ScoreResolution([a, b]).differences(a, b).map { abs($0) }).count == 1)
  }

  @Test func `scores that only rounding separates have no difference`() throws {
    let a = [0.2602085450240507, 0.41, 0.5]
    let b = [0.26020854502405066, 0.41000000000000003, 0.49999999999999994]
    let paired = try Difference(paired: a, b)
    #expect(paired.estimate == 0 && paired.p() == 1 && paired.deviation == 0)
    #expect(try WilcoxonSignedRank(a, b, rounding: 0).p == 1)
    #expect(try Superiority.paired(a, b, rounding: 0, level: 0.95).probability == 0.5)
    let all = [a[0], b[0]]
    let independent = try Superiority.independent(
      all, all.reversed(), rounding: 0, level: 0.95)
    #expect(independent.probability == 0.5)
    let joined = ScoreResolution([a, b]).joined([a, b])
    #expect(joined[0] == joined[1] && SampleMoments([joined[0][0], joined[1][0]]).variance == 0)
  }

  /// A source that prints two decimals of a point is off by up to 0.00005.
  @Test func `rounded scores tie where the scores before may have been equal, and only there`()
    throws
  {
    let (one, both) = (0.00005, 0.0001)
    // On one grid neighbors differ, as their sources did.
    let grid = ScoreResolution([[0.8123, 0.8122]], rounding: both)
    #expect(!grid.areEqual(0.8123, 0.8122) && grid.areEqual(0.8123, 0.8123))
    // Beside a score that is not rounded, what lies within half a unit may be the same.
    let mixed = ScoreResolution([[0.8123, 0.81233]], rounding: one)
    #expect(mixed.areEqual(0.8123, 0.81233) && !mixed.areEqual(0.8123, 0.81236))
    let (rounded, exact) = ([0.8123, 0.7941, 0.8012], [0.81233, 0.79413, 0.8003])
    let paired = try Superiority.paired(rounded, exact, rounding: one, level: 0.95)
    #expect(paired.probability == 2.0 / 3)
    #expect(
      try Superiority.independent([0.8123, 0.9], [0.81233, 0.1], rounding: one, level: 0.95)
        .probability == 0.875)
    // Two of three differences are open, and left out.
    let signed = try WilcoxonSignedRank(rounded, exact, rounding: one)
    #expect(signed.count == 1 && signed.p == 1)
    #expect(try WilcoxonSignedRank(rounded, exact, rounding: 0).count == 3)
  }

  /// Sizes 3, 2 and 1 units of a grid on which each may be off by one: no rank is known, so signs decide.
  @Test func `sizes that rounding may have exchanged share a rank`() throws {
    let (a, b) = ([0.8123, 0.8122, 0.8121, 0.8117], [0.812, 0.812, 0.812, 0.812])
    #expect(try WilcoxonSignedRank(a, b, rounding: 0.0001).statistic == 7.5)
    #expect(try WilcoxonSignedRank(a, b, rounding: 0).statistic == 6.5)
  }

  @Test func `quantiles that only rounding separates violate no order`() throws {
    let a = (0..<10).map { 0.5 + 0.01 * Double($0) }
    let b = a.enumerated().map { $0.offset % 2 == 0 ? $0.element.nextUp : $0.element.nextDown }
    func order(_ x: [Double], _ y: [Double], _ rounding: Double) throws -> AlmostStochasticOrder {
      try AlmostStochasticOrder(
        x, y, rounding: rounding, level: 0.95, resamples: 100,
        stream: RandomStream(seed: 3, label: "order"), compute: oneThread)
    }
    #expect(a != b)
    #expect(try order(a, b, 0).violation == 0.5)
    let higher = a.map { $0 + 0.00004 }
    #expect(try order(higher, a, 0).violation == 0)
    #expect(try order(higher, a, 0.0001).violation == 0.5)
  }

  @Test func `what is larger than rounding is kept, and zeros stay zeros`() {
    let resolution = ScoreResolution([[1, 0.5]])
    let differences = resolution.differences([1, 0.5, 0.5], [1 - 1e-12, 0.5, 0.5 - 3e-13])
    #expect(differences[0] > 9e-13 && differences[1] == 0 && differences[2] > 2e-13)
    #expect(resolution.win(1, over: 1 - 1e-12) == 1 && resolution.win(1, over: 1 - 1e-15) == 0.5)
  }

  @Test func `equal values have their value as mean and no variance`() {
    let moments = SampleMoments([0.1, 0.1, 0.1])
    #expect(moments.mean == 0.1 && moments.variance == 0 && moments.populationDeviation == 0)
  }

  @Test func `a variance around 1e8 keeps its digits, and n and n − 1 differ by their ratio`() {
    let moments = SampleMoments([4, 7, 13, 16].map { $0 + 1e8 })
    #expect(moments.variance == 30 && moments.mean == 1e8 + 10)
    #expect(abs(moments.populationDeviation - 22.5.squareRoot()) < 1e-12)
    let back = SampleMoments.deviation(
      ofPopulationDeviation: moments.populationDeviation, count: 4)
    #expect(abs(back - moments.deviation) < 1e-12)
    // Table 2 of the thesis prints 1.31 where table 6, of the same five scores, prints 1.47.
    let printed = (1.305...1.315, 1.465...1.475)
    let ends = [printed.0.lowerBound, printed.0.upperBound].map {
      SampleMoments.deviation(ofPopulationDeviation: $0, count: 5)
    }
    #expect(ends[0] < printed.1.upperBound && ends[1] > printed.1.lowerBound)
  }
}

import Model
import Statistics
import Support
import Testing

@Suite struct SeedPairErrorTests {
  static let stream = RandomStream(seed: 6, label: "seeds and pairs")

  @Test
  func `an interval is never narrower than that of seeds alone, and without pairs it is that`() {
    for seeds in [2, 3, 5, 10] {
      for pairs in [0, 0.02, 0.14, 1, 30] {
        for level in [0.9, 0.95, 1 - 0.05 / 27] {
          let error = SeedPairError(
            difference: 1, varianceFromSeeds: 0.1, varianceFromPairs: 0.1 * pairs, seeds: seeds)
          let alone =
            0.1.squareRoot()
            * StudentT(degreesOfFreedom: Double(seeds - 1))
            .twoSidedQuantile(level: level)
          let own = error.interval(level: level).halfWidth
          #expect(pairs == 0 ? abs(own / alone - 1) < 1e-12 : own >= alone * (1 - 1e-12))
        }
      }
    }
  }

  @Test(arguments: [0.05, 0.3, 0.9])
  func `p is 1 − the level whose interval ends at the bound`(distance: Double) {
    for (seeds, pairs) in [(3, 0.01), (5, 0.05), (10, 0.0), (4, 2.0)] {
      let error = SeedPairError(
        difference: 0.2 + distance, varianceFromSeeds: 0.03, varianceFromPairs: pairs,
        seeds: seeds)
      let p = error.p(against: 0.2)
      #expect(abs(error.interval(level: 1 - p).lower - 0.2) < 1e-9)
    }
  }

  @Test func `no variance and no seeds' variance have their limits`() {
    func error(_ difference: Double, _ seeds: Double, _ pairs: Double) -> SeedPairError {
      SeedPairError(
        difference: difference, varianceFromSeeds: seeds, varianceFromPairs: pairs, seeds: 5)
    }
    #expect(error(0, 0, 0).p(against: 0) == 1 && error(0.1, 0, 0).p(against: 0) == 0)
    #expect(error(0.3, 0.1, 0.1).p(against: 0.1 + 0.2) == 1)
    let normal = error(1.959963984540054, 0, 1)
    #expect(abs(normal.p(against: 0) - 0.05) < 1e-12)
    #expect(abs(normal.interval(level: 0.95).lower) < 1e-12)
  }

  /// Nominal is an upper bound for the joint interval; the band above it is four standard errors.
  @Test(arguments: [(3, 0.02), (3, 0.14), (5, 0.14), (5, 0.5), (10, 0.25)])
  func `without a difference no more are called than the level says, also at Holm's first step`(
    seeds: Int, share: Double
  ) {
    let studies = 20_000
    let pairs = share / (1 - share) / Double(seeds)
    for tail in [0.05, 0.05 / 27] {
      let critical = SeedPairError.Critical(seeds: seeds, tail: tail)
      let own = Self.stream.fork("null").fork(seeds)
      var calls = 0
      for study in 0..<studies {
        let drawn = own.fork(study).normal(seeds + 1)
        let moments = SampleMoments(Array(drawn.prefix(seeds)))
        let difference = moments.mean + pairs.squareRoot() * drawn[seeds]
        let reach = critical.halfWidth(moments.variance / Double(seeds), pairs)
        if abs(difference) > reach { calls += 1 }
      }
      let rate = Double(calls) / Double(studies)
      let error = (tail * (1 - tail) / Double(studies)).squareRoot()
      #expect(rate <= tail + 4 * error && rate >= 0.45 * tail - 4 * error, "\(tail): \(rate)")
    }
  }

  /// 27 methods without a difference share the seeds' and the pairs' luck of one baseline: 2 to 5 % of
  /// studies call any; the band is four standard errors of 2,000.
  @Test(arguments: [0.14, 0.25, 0.5])
  func `of 27 null methods that share a baseline any is called in at most 5 %`(share: Double) {
    let (methods, seeds, studies) = (27, 5, 2_000)
    let pairs = share / (1 - share) / Double(seeds)
    let critical = SeedPairError.Critical(seeds: seeds, tail: 0.05 / Double(methods))
    let half = 0.5.squareRoot()
    let calls = (0..<studies).filter { study in
      let drawn = Self.stream.fork("family").fork(study).normal((methods + 1) * (seeds + 1))
      func runs(_ method: Int) -> ArraySlice<Double> {
        drawn[method * (seeds + 1)..<(method + 1) * (seeds + 1)]
      }
      let baseline = Array(runs(0))
      return (1...methods).contains { method in
        let own = zip(runs(method), baseline).map { half * ($0 - $1) }
        let moments = SampleMoments(Array(own.prefix(seeds)))
        let difference = moments.mean + pairs.squareRoot() * own[seeds]
        return abs(difference) > critical.halfWidth(moments.variance / Double(seeds), pairs)
      }
    }
    let rate = Double(calls.count) / Double(studies)
    #expect(rate < 0.05 + 0.0195 && rate > 0.002, "\(rate)")
  }

  @Test func `power with pairs or a margin meets the noncentral t where they vanish`() throws {
    let plain = SeedPlan(difference: 0.6, deviation: 1, level: 0.95)
    let joint = SeedPlan(
      difference: 0.6, deviation: 1, varianceFromPairs: 1e-12, margin: nil, level: 0.95)
    for seeds in [2, 5, 12, 40] {
      #expect(abs(plain.power(seeds: seeds) - joint.power(seeds: seeds)) < 1e-4)
    }
    // Pairs that no seed shrinks: 80 % is out of reach.
    let bound = SeedPlan(
      difference: 0.6, deviation: 1, varianceFromPairs: 0.09, margin: nil, level: 0.95)
    #expect(bound.furtherSeeds(after: 5, power: 0.8, most: 10_000) == nil)
    let more = try #require(plain.furtherSeeds(after: 5, power: 0.8, most: 1_000))
    #expect(plain.power(seeds: 5 + more) >= 0.8 && plain.power(seeds: 4 + more) < 0.8)
  }

  /// At the first of Holm's steps over a gate's 16 tests, "8 in 10" by the central t is 0.67 at 1.9
  /// degrees of freedom and 0.76 at 8.
  @Test(arguments: [(1.9, 0.67), (8, 0.76)])
  func `the smallest difference by the central t has less power than it says`(
    degrees: Double, power: Double
  ) {
    let student = StudentT(degreesOfFreedom: degrees)
    let level = 1 - 0.05 / 16
    let central = student.upperQuantile((1 - level) / 2) + student.upperQuantile(0.2)
    #expect(abs(student.power(of: central, error: 1, level: level) - power) < 0.005)
    let right = student.smallestDifference(error: 1, power: 0.8, level: level)
    #expect(abs(student.power(of: right, error: 1, level: level) - 0.8) < 1e-9 && right > central)
  }
}

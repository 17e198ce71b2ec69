import Decisions
import Model
import Statistics
import Support
import Testing

@Suite struct DifferenceTests {
  let a = [0.751, 0.742, 0.763, 0.748]
  let b = [0.744, 0.731, 0.752, 0.739]

  @Test func `the error over seeds and pairs is never narrower than that over seeds`() throws {
    for pairs in [0, 1e-6, 1e-5, 1e-3] {
      let joint = try Difference(paired: a, b, varianceFromPairs: pairs)
      let (wide, seeds) = (joint.interval(level: 0.99), joint.overSeeds.interval(level: 0.99))
      #expect(wide.lower <= seeds.lower && wide.upper >= seeds.upper)
      #expect(joint.p() >= joint.overSeeds.p() * (1 - 1e-9))
    }
  }

  @Test func `p is below what the level leaves exactly where the interval leaves out the bound`()
    throws
  {
    let difference = try Difference(paired: a, b, varianceFromPairs: 1e-6)
    let unpaired = try Difference(unpaired: a, .independent, b, .independent)
    for own in [difference, difference.overSeeds, unpaired] {
      let interval = own.interval(level: 0.95)
      for bound in [-0.02, -0.001, 0, 0.004, 0.0095, 0.011, 0.02, 0.05] {
        #expect((own.p(against: bound) <= 0.05) == !interval.contains(bound))
      }
    }
  }

  @Test func `crossed seeds are less certain than as many of their own`() throws {
    let x = RandomStream(seed: 3, label: "crossed").normal(9)
    let luck = RandomStream(seed: 4, label: "crossed").normal(3)
    let scores = x.indices.map { x[$0] / 4 + luck[$0 / 3] }
    let layout = SeedLayout.crossed(rows: (0..<9).map { $0 / 3 }, columns: (0..<9).map { $0 % 3 })
    let crossed = try Difference(paired: scores, x.map { _ in 0 }, layout: layout)
    let plain = try Difference(paired: scores, x.map { _ in 0 })
    #expect(crossed.source == .crossed && plain.source == .paired)
    #expect(crossed.estimate == plain.estimate && crossed.standardError > plain.standardError)
  }

  @Test func `one run beside several is taken to spread as they do`() throws {
    let one = try Difference(unpaired: [0.76], .independent, b, .independent)
    let variance = SampleMoments(b).variance
    #expect(abs(one.standardError - (variance * 1.25).squareRoot()) < 1e-15)
    #expect(one.degreesOfFreedom == 3 && one.source == .unpaired)
    #expect(throws: StatisticError.tooFew(found: 1, needed: 2)) {
      try Difference(unpaired: [0.76], .independent, [0.7], .independent)
    }
  }

  @Test func `scores that only rounding separates have no difference and no error`() throws {
    let (x, y) = ([0.1 + 0.2, 0.3], [0.3, 0.1 + 0.2])
    for difference in [
      try Difference(paired: x, y), try Difference(unpaired: x, .independent, y, .independent),
    ] {
      #expect(difference.estimate == 0 && difference.standardError == 0 && difference.p() == 1)
      #expect(difference.p(against: 0.1) == 0 && difference.furtherSeeds(level: 0.95) == nil)
    }
  }
}

/// Scores that their source has rounded.
@Suite struct RoundedDifferenceTests {
  private static let scores = (
    a: [0.7512, 0.7423, 0.7634, 0.7485, 0.7556], b: [0.7508, 0.7421, 0.7631, 0.7482, 0.7551]
  )

  private func difference(_ rounding: Double) throws -> Difference {
    try Difference(paired: Self.scores.a, Self.scores.b).rounded(by: rounding)
  }

  @Test func `by nothing it is the difference itself`() throws {
    let plain = try Difference(paired: Self.scores.a, Self.scores.b)
    #expect(try difference(0) == plain && plain.rounding == 0)
  }

  @Test func `within rounding no difference is better, beyond it one is, in both directions`()
    throws
  {
    // Five differences of 2 to 5 ten-thousandths.
    #expect(try difference(0).verdict(level: 0.95, margin: nil) == .better)
    let within = try difference(4e-4)
    #expect(within.p() == 1 && within.interval(level: 0.95).contains(0))
    #expect(within.verdict(level: 0.95, margin: nil) == .unresolved(furtherSeeds: nil))
    let mirrored = try Difference(paired: Self.scores.b, Self.scores.a).rounded(by: 4e-4)
    #expect(mirrored.p() == 1)
    let beyond = try Difference(
      paired: Self.scores.a.map { $0 + 0.002 }, Self.scores.b
    ).rounded(by: 4e-4)
    #expect(beyond.verdict(level: 0.95, margin: nil) == .better)
    #expect(beyond.overSeeds.rounding == 4e-4)
  }

  @Test func `the interval holds that of every score before rounding`() throws {
    let stream = RandomStream(seed: 5, label: "rounding")
    let plain = try difference(0).interval(level: 0.9)
    for trial in 0..<20 {
      let draws = stream.fork(trial).uniform(2)
      // Every score of a side moved alike, by at most half a ten-thousandth.
      let shifts = draws.map { 1e-4 * ($0 - 0.5) }
      let moved = try Difference(
        paired: Self.scores.a.map { $0 + shifts[0] }, Self.scores.b.map { $0 + shifts[1] }
      ).interval(level: 0.9)
      let wide = try difference(1e-4).interval(level: 0.9)
      #expect(wide.lower <= moved.lower && wide.upper >= moved.upper)
      #expect(abs(wide.lower - (plain.lower - 1e-4)) < 1e-15)
    }
  }

  @Test func `scores that rounding made equal keep the spread that it may have hidden`() throws {
    let equal = try Difference(
      paired: [0.75, 0.76, 0.77], [0.7497, 0.7597, 0.7697]
    )
    #expect(equal.standardError == 0 && equal.p() == 0)
    let rounded = equal.rounded(by: 1e-4)
    #expect(abs(rounded.standardError - 1e-4 / 3) < 1e-12)
    #expect(rounded.p() > 0.01 && rounded.p() < 0.1)
  }

  @Test func `sentence pairs count as before`() throws {
    let joint = try Difference(paired: Self.scores.a, Self.scores.b, varianceFromPairs: 1e-8)
    let rounded = joint.rounded(by: 1e-4)
    let (own, wide) = (joint.interval(level: 0.95), rounded.interval(level: 0.95))
    #expect(abs(wide.lower - (own.lower - 1e-4)) < 1e-15 && wide.upper > own.upper)
    #expect(rounded.p() > joint.p() && joint.rounded(by: 1e-3).p() == 1)
    #expect(
      rounded.smallestDifference(level: 0.95, power: 0.8)
        == joint.smallestDifference(level: 0.95, power: 0.8) + 2e-4)
  }
}

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

import Statistics
import Support
import Testing

/// The joint error of seeds and pairs by SciPy: `ci/reference/statistics_seeds_and_pairs.py`.
@Suite struct SeedPairErrorTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let relative, power: Double }
    struct Errors: Decodable {
      let numbers, halfWidths: [Double]
      let p: Double
    }
    struct Plan: Decodable {
      let numbers: [Double]
      let power: Double
    }
    let tolerance: Tolerance
    let errors: [Errors]
    let plans: [Plan]
  }

  @Test func `half-widths and p-values are SciPy's`() throws {
    let reference: Reference = try Fixture.read("statistics_seeds_and_pairs")
    for item in reference.errors {
      let numbers = item.numbers
      let error = SeedPairError(
        difference: numbers[0], varianceFromSeeds: numbers[2], varianceFromPairs: numbers[3],
        seeds: Int(numbers[1]))
      for (tail, expected) in zip([0.05, 0.1, 0.05 / 27], item.halfWidths) {
        let own = error.interval(level: 1 - tail).halfWidth
        #expect(abs(own / expected - 1) <= reference.tolerance.relative, "\(numbers)")
      }
      #expect(abs(error.p(against: 0) / item.p - 1) <= reference.tolerance.relative, "\(numbers)")
    }
    #expect(reference.errors.count >= 7)
  }

  @Test func `powers of plans are SciPy's`() throws {
    let reference: Reference = try Fixture.read("statistics_seeds_and_pairs")
    for item in reference.plans {
      let plan = SeedPlan(
        difference: item.numbers[0], deviation: item.numbers[1],
        varianceFromPairs: item.numbers[2], margin: item.numbers[3], level: item.numbers[4])
      let own = plan.power(seeds: Int(item.numbers[5]))
      #expect(abs(own - item.power) <= reference.tolerance.power, "\(item.numbers) \(own)")
    }
    #expect(reference.plans.count >= 5)
  }
}

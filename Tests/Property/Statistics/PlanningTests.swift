import Model
import Statistics
import Support
import Testing

@Suite struct PlanningTests {
  @Test func `power grows with seeds and difference, and starts at the error of the test`() {
    let plan = SeedPlan(difference: 0.6, deviation: 1, level: 0.95)
    let curve = plan.powerCurve(2...40).map(\.power)
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 < $1 })
    let none = SeedPlan(difference: 0, deviation: 1, level: 0.95)
    #expect(abs(none.power(seeds: 7) - 0.05) < 1e-12)
    let turned = SeedPlan(difference: -0.6, deviation: 1, level: 0.95)
    #expect(turned.power(seeds: 9) == plan.power(seeds: 9))
  }

  @Test(arguments: [0.5, 0.8, 0.95])
  func `the seeds planned are the fewest that reach the power`(power: Double) throws {
    let plan = SeedPlan(difference: 0.6, deviation: 1, level: 0.95)
    let seeds = try #require(plan.seeds(power: power, most: 500))
    #expect(plan.power(seeds: seeds) >= power && plan.power(seeds: seeds - 1) < power)
    #expect(plan.seeds(power: power, most: seeds - 1) == nil)
    let smallest = StudentT(degreesOfFreedom: Double(seeds - 1)).smallestDifference(
      error: 1 / Double(seeds).squareRoot(), power: power, level: 0.95)
    #expect(smallest <= 0.6 && smallest > 0.5)
  }

  @Test func `the best of one run is the mean, and of all the best`() throws {
    let scores = RandomStream(seed: 1, label: "scores").normal(9)
    let average = try mean(scores)
    #expect(abs(try ExpectedMaximum.withoutReplacement(scores, runs: 1) - average) < 1e-12)
    #expect(try ExpectedMaximum.withoutReplacement(scores, runs: 9) == scores.max())
    #expect(throws: StatisticError.tooFew(found: 9, needed: 10)) {
      try ExpectedMaximum.withoutReplacement(scores, runs: 10)
    }
    let curve = try (1...9).map { try ExpectedMaximum.withoutReplacement(scores, runs: $0) }
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 < $1 })
  }
}

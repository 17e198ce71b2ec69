import Model
import Statistics
import Support
import Testing

/// Comparisons of methods by SciPy and from printed tables: `ci/reference/statistics_comparisons.py`.
@Suite struct ComparisonTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let value: Double }
    struct Paired: Decodable {
      let name: String
      let a, b, interval: [Double]
      let p, signedRank, signedRankP, wins, superiority, violation: Double
      let winsInterval, superiorityInterval: [Double]
    }
    let tolerance: Tolerance
    let paired: [Paired]
    let power, seedsFor80, bestWithoutReplacement: [[Double]]
    let scores, pValues, holm: [Double]
  }

  let reference: Reference
  let near: Double

  init() throws {
    reference = try Fixture.read("statistics_comparisons")
    near = reference.tolerance.value
  }

  private func ends(_ interval: Interval) -> [Double] { [interval.lower, interval.upper] }

  @Test func `paired comparisons and signed ranks are SciPy's`() throws {
    for item in reference.paired {
      let paired = try Difference(paired: item.a, item.b)
      #expect(
        largestDifference(ends(paired.interval(level: 0.95)), item.interval) <= near,
        "\(item.name)")
      #expect(abs(paired.p() - item.p) <= near, "\(item.name)")
      let signed = try WilcoxonSignedRank(item.a, item.b, rounding: 0)
      #expect(signed.statistic == item.signedRank, "\(item.name)")
      #expect(abs(signed.p - item.signedRankP) <= near, "\(item.name)")
      #expect(signed.isExact == (signed.count <= WilcoxonSignedRank.exactLimit))
    }
    #expect(reference.paired.count >= 7)
  }

  @Test func `superiority and violation are those of SciPy and NumPy`() throws {
    for item in reference.paired {
      let own = try Superiority.independent(item.a, item.b, rounding: 0, level: 0.95)
      #expect(abs(own.probability - item.superiority) <= near, "\(item.name)")
      #expect(
        largestDifference(ends(own.interval), item.superiorityInterval) <= near, "\(item.name)")
      let paired = try Superiority.paired(item.a, item.b, rounding: 0, level: 0.95)
      #expect(abs(paired.probability - item.wins) <= near, "\(item.name)")
      #expect(
        largestDifference(ends(paired.interval), item.winsInterval) <= near, "\(item.name)")
      let violation = AlmostStochasticOrder.violation(
        item.a.sorted(), item.b.sorted(), ScoreResolution([item.a, item.b]))
      #expect(abs(violation - item.violation) <= near, "\(item.name)")
    }
  }

  @Test func `powers and numbers of seeds are those of the noncentral t distribution`() {
    for row in reference.power {
      let plan = SeedPlan(difference: row[0], deviation: 1, level: 0.95)
      #expect(abs(plan.power(seeds: Int(row[1])) - row[2]) <= near, "\(row)")
    }
    for row in reference.seedsFor80 {
      let plan = SeedPlan(difference: row[0], deviation: 1, level: 0.95)
      #expect(plan.seeds(power: 0.8, most: 1_000) == Int(row[1]))
    }
  }

  @Test func `the best of n runs is expected where the formula says`() throws {
    for row in reference.bestWithoutReplacement {
      let own = try ExpectedMaximum.withoutReplacement(reference.scores, runs: Int(row[0]))
      #expect(abs(own - row[1]) <= near)
    }
  }

  @Test func `Holm's adjustment is NumPy's`() {
    #expect(largestDifference(holmAdjusted(reference.pValues), reference.holm) <= near)
  }
}

import Model
import Statistics
import Support
import Testing

/// Comparisons of methods by SciPy and from printed tables: `ci/reference/statistics_comparisons.py`.
@Suite struct ComparisonTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let value, printed: Double }
    struct Paired: Decodable {
      let name: String
      let a, b, interval: [Double]
      let p, signedRank, signedRankP, wins, superiority, violation: Double
      let winsInterval, superiorityInterval: [Double]
    }
    struct Pairs: Decodable {
      let name: String
      let x, y, pearson, spearman: [Double]
      let tiedValues, tiedGroups: Int
    }
    let tolerance: Tolerance
    let paired: [Paired]
    let power, seedsFor80, bestWithReplacement, bestWithoutReplacement: [[Double]]
    let bestOfNormalDraws: [[Double]]
    let scores, pValues, holm: [Double]
    let correlations: [Pairs]
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
      let paired = try PairedComparison(item.a, item.b, level: 0.95)
      #expect(largestDifference(ends(paired.interval), item.interval) <= near, "\(item.name)")
      #expect(abs(paired.p - item.p) <= near, "\(item.name)")
      let signed = try WilcoxonSignedRank(item.a, item.b)
      #expect(signed.statistic == item.signedRank, "\(item.name)")
      #expect(abs(signed.p - item.signedRankP) <= near, "\(item.name)")
      #expect(signed.isExact == (signed.count <= WilcoxonSignedRank.exactLimit))
    }
    #expect(reference.paired.count >= 7)
  }

  @Test func `superiority and violation are those of SciPy and NumPy`() throws {
    for item in reference.paired {
      let own = try Superiority.independent(item.a, item.b, level: 0.95)
      #expect(abs(own.probability - item.superiority) <= near, "\(item.name)")
      #expect(
        largestDifference(ends(own.interval), item.superiorityInterval) <= near, "\(item.name)")
      let paired = try Superiority.paired(item.a, item.b, level: 0.95)
      #expect(abs(paired.probability - item.wins) <= near, "\(item.name)")
      #expect(
        largestDifference(ends(paired.interval), item.winsInterval) <= near, "\(item.name)")
      let violation = AlmostStochasticOrder.violation(item.a.sorted(), item.b.sorted())
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

  @Test func `the best of n runs is expected where formulas and tables say`() throws {
    for row in reference.bestWithReplacement {
      let own = try ExpectedMaximum.withReplacement(reference.scores, runs: Int(row[0]))
      #expect(abs(own - row[1]) <= near)
    }
    for row in reference.bestWithoutReplacement {
      let own = try ExpectedMaximum.withoutReplacement(reference.scores, runs: Int(row[0]))
      #expect(abs(own - row[1]) <= near)
    }
    for row in reference.bestOfNormalDraws {
      let own = ExpectedMaximum.ofNormalDraws(Int(row[0]))
      #expect(abs(own - row[1]) <= reference.tolerance.printed, "\(row)")
    }
  }

  @Test func `Fisher's intervals are SciPy's and ties are counted`() throws {
    for item in reference.correlations {
      for (kind, expected) in [(Correlation.pearson, item.pearson), (.spearman, item.spearman)] {
        let own = try CorrelationInterval(
          item.x, item.y, kind, resamples: 100, level: 0.95,
          stream: RandomStream(seed: 1, label: "correlations"), compute: oneThread)
        #expect(largestDifference(ends(own.fisher), expected) <= near, "\(item.name)")
        #expect(own.tiesInX.values == item.tiedValues && own.tiesInX.groups == item.tiedGroups)
      }
    }
  }

  @Test func `Holm's adjustment is NumPy's`() {
    #expect(largestDifference(holmAdjusted(reference.pValues), reference.holm) <= near)
  }
}

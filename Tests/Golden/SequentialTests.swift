import Statistics
import Support
import Testing

/// E-values by integration and bounds of looks by SciPy: `ci/reference/statistics_sequential.py`.
@Suite struct SequentialTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let relative, end, bound, twoBounds: Double }
    struct Case: Decodable {
      let name: String
      let differences, evidence: [Double]
      let effectVariance: Double
      let ends: [[Double?]]
    }
    struct Looks: Decodable {
      let seeds: [Int]
      let bounds: [Double]
    }
    let tolerance: Tolerance
    let cases: [Case]
    let looks: [Looks]
    let twoLooks: Looks
    let points: [[Double]]
  }

  @Test func `evidence is the likelihood of t averaged over effects`() throws {
    let reference: Reference = try Fixture.read("statistics_sequential")
    for item in reference.cases {
      let process = try EProcess(
        differences: item.differences, effectVariance: item.effectVariance)
      #expect(process.logEvidence.count == item.evidence.count + 1)
      var largest = 1.0
      for (place, expected) in item.evidence.enumerated() {
        // p is the least of 1/E so far: E of a single look from two seeds is compared through it.
        largest = max(largest, expected)
        let p = process.pValues[place + 1]
        #expect(abs(p * largest - 1) <= reference.tolerance.relative, "\(item.name) \(place)")
      }
    }
    #expect(reference.cases.count >= 3)
  }

  @Test func `ends of the confidence sequence are roots of E`() throws {
    let reference: Reference = try Fixture.read("statistics_sequential")
    for item in reference.cases {
      let intervals = try EProcess(
        differences: item.differences, effectVariance: item.effectVariance
      ).intervals(level: 0.95)
      #expect(intervals.count == item.ends.count)
      for (interval, ends) in zip(intervals, item.ends) {
        #expect(isNear(interval.lower, ends[0] ?? -.infinity, reference.tolerance.end))
        #expect(isNear(interval.upper, ends[1] ?? .infinity, reference.tolerance.end))
      }
    }
  }

  private func isNear(_ own: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    own == expected || abs(own - expected) <= tolerance * max(1, abs(expected))
  }

  @Test func `planned looks have SciPy's bounds`() throws {
    let reference: Reference = try Fixture.read("statistics_sequential")
    for (item, level) in zip(reference.looks, [0.95, 0.9]) {
      let looks = PlannedLooks(seeds: item.seeds, level: level)
      #expect(largestDifference(looks.bounds, item.bounds) <= reference.tolerance.bound)
    }
    let two = PlannedLooks(seeds: reference.twoLooks.seeds, level: 0.95)
    #expect(
      largestDifference(two.bounds, reference.twoLooks.bounds) <= reference.tolerance.twoBounds)
  }

  @Test func `points are SciPy's to the bit`() throws {
    let reference: Reference = try Fixture.read("statistics_sequential")
    let points = SobolPoints(unshifted: 8)
    for (place, row) in reference.points.enumerated() {
      #expect((0..<8).map { points.coordinate($0, at: place) } == row)
    }
    #expect(reference.points.count == 64)
  }
}

import Decisions
import Files
import Foundation
import Model
import Statistics
import Testing

@Suite struct VerdictTests {
  private func difference(_ differences: [Double]) throws -> Difference {
    try Difference(paired: differences, differences.map { _ in 0 })
  }

  /// Differences of −0.1 … 0.4 around 0.2: the interval holds zero and ends beyond 0.3.
  @Test(arguments: [1.0, -1])
  func `an interval beyond the margin on one side does not resolve`(_ sign: Double) throws {
    let difference = try difference([-0.1, 0.1, 0.3, 0.4].map { sign * $0 })
    let interval = difference.interval(level: 0.95)
    #expect(interval.contains(0) && max(abs(interval.lower), abs(interval.upper)) > 0.3)
    #expect(min(abs(interval.lower), abs(interval.upper)) < 0.3)
    let verdict = difference.verdict(level: 0.95, margin: 0.3)
    guard case .unresolved = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(difference.verdict(level: 0.95, margin: 1) == .noDifference)
  }

  @Test func `a verdict follows the interval`() throws {
    func verdict(_ differences: [Double], _ margin: Double?) throws -> Verdict {
      try difference(differences).verdict(level: 0.95, margin: margin)
    }
    #expect(try verdict([1, 1.1, 0.9], 0.5) == .better)
    #expect(try verdict([-1, -1.1, -0.9], 0.5) == .worse)
    #expect(try verdict([-0.1, 0, 0.1], 0.5) == .noDifference)
    #expect(try verdict([0, 0, 0], nil) == .noDifference)
    let open = try verdict([-1, 0, 1.5, 2, -0.5], 0.5)
    guard case .unresolved(let seeds?) = open else {
      Issue.record("\(open)")
      return
    }
    #expect(open.words(margin: nil) == "unresolved: about \(seeds) more seeds")
    // With that many more seeds 8 in 10 studies of that mean and deviation settle it.
    let plan = SeedPlan(
      difference: 0.4, deviation: 1.2942179105544784, varianceFromPairs: 0, margin: 0.5,
      level: 0.95)
    #expect(plan.power(seeds: 5 + seeds) >= 0.8 && plan.power(seeds: 4 + seeds) < 0.8)
    #expect(
      Verdict.unresolved(furtherSeeds: 1).words(margin: nil)
        == "unresolved: about 1 more seed")
  }

  @Test func `several verdicts reject what Holm's p-values reject`() throws {
    let patterns = [[1.0, 1.1, 0.9, 1.2], [0.5, 0.9, 0.1, 0.6], [0.3, -0.2, 0.1, 0.05]]
    let family = try patterns.map(difference)
    let verdicts = Verdicts(family, level: 0.95, margin: nil)
    #expect(verdicts.adjustedP == holmAdjusted(family.map { $0.p() }))
    for (verdict, p) in zip(verdicts.all, verdicts.adjustedP) {
      #expect((verdict == .better) == (p <= 0.05))
    }
  }

  @Test func `further seeds are more where others are looked at and where pairs count`() throws {
    let scores = [0.3, -0.1, 0.4, 0.2, -0.2, 0.5]
    let alone = try difference(scores)
    let few = try #require(alone.furtherSeeds(level: 0.95))
    let more = try #require(alone.furtherSeeds(level: 1 - 0.05 / 27))
    let joint = try Difference(paired: scores, scores.map { _ in 0 }, varianceFromPairs: 0.003)
    let most = try #require(joint.furtherSeeds(level: 0.95))
    #expect(few < more && few < most)
    // The pairs alone leave an interval that holds zero, however many seeds there are.
    let pairs = try Difference(paired: scores, scores.map { _ in 0 }, varianceFromPairs: 1)
    #expect(pairs.furtherSeeds(level: 0.95) == nil)
  }

  @Test func `verdicts survive their file`() throws {
    let verdicts: [Verdict] = [
      .better, .worse, .noDifference, .unresolved(furtherSeeds: 12),
      .unresolved(furtherSeeds: nil),
    ]
    let data = try StrictJSON.encode(verdicts)
    #expect(try StrictJSON.decode([Verdict].self, from: data, file: "") == verdicts)
  }
}

import Decisions
import Files
import Foundation
import Statistics
import Support
import Testing

/// Computes the examples of `Documentation/statistics.md` again.
@Suite struct DocumentedExamplesTests {
  private static let a = [70.1, 70.9, 69.8, 71.0, 70.6]
  private static let b = [69.8, 70.4, 69.9, 70.3, 70.2]

  private static func document() throws -> String {
    let file = packageFolder.appendingPathComponent("Documentation/statistics.md")
    return try String(contentsOf: file, encoding: .utf8).split { $0.isWhitespace }
      .joined(separator: " ")
  }

  private static func words(_ interval: Interval) -> String {
    "\(Numeral.fixed(interval.lower, decimals: 2)) to \(Numeral.fixed(interval.upper, decimals: 2))"
  }

  private static func spread(_ scores: [Double]) -> String {
    let moments = SampleMoments(scores)
    return "\(Numeral.fixed(moments.mean, decimals: 2)) ± "
      + Numeral.fixed(moments.deviation, decimals: 2)
  }

  @Test func `means, deviations and intervals of the example are those that the page prints`()
    throws
  {
    let paired = try Difference(paired: Self.a, Self.b)
    let unpaired = try Difference(unpaired: Self.a, .independent, Self.b, .independent)
    let joint = try Difference(paired: Self.a, Self.b, varianceFromPairs: 0.2 * 0.2)
    let superiority = try Superiority.paired(Self.a, Self.b, rounding: 0, level: 0.95)
    let page = try Self.document()
    for text in [
      Self.spread(Self.a), Self.spread(Self.b), Self.spread(zip(Self.a, Self.b).map { $0 - $1 }),
      "**\(Self.words(paired.interval(level: 0.95)))**, p = \(Numeral.chance(paired.p()))",
      "the same ten numbers give \(Self.words(unpaired.interval(level: 0.95)))",
      "the interval over both is \(Self.words(joint.interval(level: 0.95)))",
      "\(Numeral.fixed(superiority.probability, decimals: 2)), with the interval "
        + Self.words(superiority.interval),
    ] {
      #expect(page.contains(text), "the page does not say '\(text)'")
    }
  }

  @Test func `its verdicts and adjusted chances are those that the page prints`() throws {
    let paired = try Difference(paired: Self.a, Self.b)
    let alone = paired.verdict(level: 0.95, margin: nil).words(margin: nil)
    let within = paired.verdict(level: 0.95, margin: 0.8).words(margin: "0.80 points")
    let chances = holmAdjusted([0.004, 0.03, 0.041]).map(Numeral.chance)
    let page = try Self.document()
    for text in [
      "*\(alone)*", "*\(within)*", "become \(chances[0]), \(chances[1]) and \(chances[2])",
    ] {
      #expect(page.contains(text), "the page does not say '\(text)'")
    }
    let ranks = try WilcoxonSignedRank([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], rounding: 0)
    #expect(page.contains("smallest possible p is \(ranks.p)"))
  }
}

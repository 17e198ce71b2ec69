import Evaluation
import Reports
import Statistics
import Testing

@Suite struct PairDriversTests {
  private func run(_ last: Double) -> [(subset: String, pairs: [PairScore])] {
    func pairs(_ cosines: [Double]) -> [PairScore] {
      zip([0.0, 1, 2, 3], cosines).map { PairScore(gold: $0, cosine: $1) }
    }
    return [("news", pairs([0, 0.1, 0.2, 0.3])), ("images", pairs([0.05, 0.15, 0.25, last]))]
  }

  @Test func `the pair that differs between runs is told by its place`() throws {
    let drivers = try #require(
      PairDrivers(
        variant: "a", task: "t", runs: [run(0.35), run(0.22), run(0.12)], correlation: .spearman))
    #expect(drivers.runs == 3 && drivers.pairs == 8)
    let first = try #require(drivers.largest.first)
    #expect(first.subset == "images" && first.row == 4 && first.gold == 3)
    #expect(abs(first.cosine - 0.23) < 1e-12 && first.deviation > 0.1)
    #expect(drivers.largest.map(\.share) == drivers.largest.map(\.share).sorted(by: >))
    #expect((0...1).contains(drivers.shareOfPairs))
  }

  @Test func `one run, or runs alike, have no drivers`() {
    #expect(PairDrivers(variant: "a", task: "t", runs: [run(0.35)], correlation: .spearman) == nil)
    #expect(
      PairDrivers(variant: "a", task: "t", runs: [run(0.35), run(0.35)], correlation: .spearman)
        == nil)
    #expect(PairDrivers(variant: "a", task: "t", runs: [], correlation: .spearman) == nil)
  }

  @Test func `a report tells the drivers of its method`() throws {
    var summary = FakeStudy.summary()
    let variant = try #require(summary.variants.first)
    summary.drivers = [
      try #require(
        PairDrivers(
          variant: variant, task: "t", runs: [run(0.35), run(0.12)], correlation: .spearman))
    ]
    let page = MarkdownPage(Document(summary, isDrawn: false)).text
    #expect(page.contains("Pairs as one more random factor") && page.contains("| images | 4 |"))
  }
}

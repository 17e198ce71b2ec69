import Evaluation
import Reports
import Testing

@Suite struct PairDensityTests {
  private static let pairs: [PairScore] = [
    PairScore(gold: 0, cosine: -0.99), PairScore(gold: 0.99, cosine: 0.01),
    PairScore(gold: 1, cosine: 0.03), PairScore(gold: 4.9, cosine: 0.5),
    PairScore(gold: 5, cosine: 1),
  ]

  @Test func `every pair of every run is counted once, in the level that holds its gold score`() {
    let density = PairDensity(variant: "a", task: "t", runs: [Self.pairs, Self.pairs])
    #expect((0..<5).map { density.level($0).reduce(0, +) } == [4, 2, 0, 0, 4])
    #expect(density.pairs == 5 && density.runs == 2)
  }

  @Test func `quantiles lie within the bin of their pair`() throws {
    let density = PairDensity(variant: "a", task: "t", runs: [Self.pairs])
    let median = try #require(density.quantile(of: density.level(1), at: 0.5))
    #expect(abs(median - 0.03) <= PairDensity.cosineWidth / 2)
    #expect(density.quantile(of: density.level(2), at: 0.5) == nil)
    let low = try #require(density.quantile(of: density.level(0), at: 0))
    #expect(abs(low + 0.99) <= PairDensity.cosineWidth)
  }

  @Test func `no pairs give no counts`() {
    let density = PairDensity(variant: "a", task: "t", runs: [])
    #expect(density.counts.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }
}

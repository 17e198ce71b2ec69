import Decisions
import Model
import Runs
import Statistics
import Support
import Testing

@Suite struct SeedLayoutTests {
  private func seeds(_ pairs: [(order: UInt64, dropout: UInt64)]) throws -> [RunSettings.Seeds] {
    var seeds = try smallRunSettings([]).seeds
    return pairs.map {
      seeds.dataOrder = $0.order
      seeds.dropout = $0.dropout
      return seeds
    }
  }

  @Test func `seeds of their own are independent, two crossed factors crossed`() throws {
    #expect(SeedLayout(try seeds([(1, 1)])) == .independent)
    #expect(SeedLayout(try seeds([(1, 1), (2, 2), (3, 3)])) == .independent)
    #expect(SeedLayout(try seeds([(1, 1), (1, 2), (1, 3)])) == .independent)
    #expect(
      SeedLayout(try seeds([(1, 1), (1, 2), (2, 1), (2, 2)]))
        == .crossed(rows: [0, 0, 1, 1], columns: [0, 1, 0, 1]))
    #expect(SeedLayout(try seeds([(1, 1), (1, 2), (2, 1)])) == nil)
    #expect(SeedLayout(try seeds([(1, 1), (1, 2), (2, 3)])) == nil)
    #expect(SeedLayout(try seeds([(1, 1), (1, 1)])) == nil)
  }

  /// Rows 2, 4, 9 and no other spread: the mean of twelve is that of three independent numbers.
  @Test func `runs that share all luck of a row count as one`() {
    let layout = SeedLayout.crossed(
      rows: (0..<12).map { $0 / 4 }, columns: (0..<12).map { $0 % 4 })
    let spread = SeedSpread((0..<12).map { [0.2, 0.4, 0.9][$0 / 4] }, layout: layout)
    #expect(abs((spread.uncertainty?.ofMean ?? 0) - 0.13 / 3) < 1e-12)
    #expect(abs((spread.uncertainty?.degreesOfFreedom ?? 0) - 2) < 1e-9)
    #expect(abs((spread.uncertainty?.ofOneRun ?? 0) - 0.13) < 1e-12)
  }

  @Test func `a crossed layout is never taken for more certain than independent runs`() {
    for seed in 0..<50 as Range<UInt64> {
      let scores = RandomStream(seed: seed, label: "crossed").normal(9)
      let crossed = SeedSpread(
        scores, layout: .crossed(rows: (0..<9).map { $0 / 3 }, columns: (0..<9).map { $0 % 3 }))
      let plain = SeedSpread(scores, layout: .independent)
      #expect(crossed.mean == plain.mean)
      #expect((crossed.uncertainty?.ofMean ?? 0) >= (plain.uncertainty?.ofMean ?? 1))
    }
  }

  @Test func `Holm's values are those worked by hand`() {
    #expect(holmAdjusted([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
    #expect(holmAdjusted([0.5, 0.6]) == [1, 1])
    #expect(holmAdjusted([]).isEmpty)
  }
}

import Decisions
import Runs
import Statistics
import Testing

@Suite struct SeedMatchTests {
  /// Seeds with one number in every stream but, where they are given, that of initialization.
  private func seeds(_ all: [UInt64], initialization: [UInt64]? = nil) -> [RunSettings.Seeds] {
    all.enumerated().map { place, seed in
      RunSettings.Seeds(
        initialization: initialization?[place] ?? seed, dataOrder: seed, dropout: seed,
        augmentation: seed, negatives: seed)
    }
  }

  private func match(
    _ a: [RunSettings.Seeds], _ b: [RunSettings.Seeds], fewest: Int = 2
  ) throws -> SeedMatch {
    try SeedMatch(a, b, fewest: fewest)
  }

  @Test func `runs under the same seeds are pairs, in whatever order they come`() throws {
    let found = try match(seeds([1, 2, 3, 4]), seeds([9, 3, 1]))
    #expect(found.a == [0, 2] && found.b == [2, 1])
    #expect(found.source == .paired && found.pairs == 2)
  }

  @Test func `runs without common seeds are all compared, as two samples`() throws {
    let found = try match(seeds([1, 2, 3]), seeds([4, 5]))
    #expect(found.a == [0, 1, 2] && found.b == [0, 1])
    #expect(found.source == .unpaired && found.pairs == nil && found.single == nil)
  }

  @Test func `a single pair is named, and the larger side leaves its run out`() throws {
    let found = try match(seeds([1, 2, 3]), seeds([3, 4]))
    #expect(found.source == .unpaired && found.single?.a == 2 && found.single?.b == 0)
    #expect(found.a == [0, 1] && found.b == [0, 1] && found.sharing == 0)
    let even = try match(seeds([1, 2, 3]), seeds([3, 4, 5]))
    #expect(even.a == [0, 1, 2] && even.b == [1, 2])
    let small = try match(seeds([1, 2]), seeds([2, 3]))
    #expect(small.a == [0, 1] && small.b == [0, 1] && small.single?.b == 0)
  }

  @Test func `one pair is enough for those that need no spread`() throws {
    let found = try match(seeds([3]), seeds([1, 2, 3]), fewest: 1)
    #expect(found.a == [0] && found.b == [2] && found.pairs == 1)
  }

  @Test func `one data order under two initializations is a pair`() throws {
    let found = try match(
      seeds([1, 2, 3], initialization: [11, 12, 13]),
      seeds([3, 1, 4], initialization: [21, 22, 23]))
    #expect(found.source == .paired && found.a == [0, 2] && found.b == [1, 0])
    let fixed = try match(
      seeds([1, 2, 3], initialization: [7, 7, 7]), seeds([1, 2, 3], initialization: [8, 8, 8]))
    #expect(fixed.source == .paired && fixed.pairs == 3)
  }

  @Test func `a run with two such partners is not paired, and that is counted`() throws {
    let found = try match(
      seeds([1, 2, 3], initialization: [11, 12, 13]),
      seeds([1, 2, 5], initialization: [12, 22, 23]))
    #expect(found.source == .unpaired && found.sharing == 2)
    #expect(found.a.count == 3 && found.b.count == 3)
  }

  @Test func `crossed designs under the same seeds are paired as crossed`() throws {
    let grid = seeds([1, 1, 2, 2], initialization: [5, 6, 5, 6])
    let found = try match(grid, grid.reversed())
    #expect(found.source == .crossed && found.b == [3, 2, 1, 0])
    #expect(found.isCrossed.a && found.isCrossed.b)
  }

  @Test func `seeds in no layout are refused, by their side`() throws {
    let odd = seeds([1, 2, 3], initialization: [5, 5, 6])
    let error = #expect(throws: SeedMatch.NoLayout.self) { try match(seeds([7, 8]), odd) }
    #expect(error?.isOfFirst == false)
  }

  /// Pairs are right where Welch's test is far off: half of the luck is common.
  @Test func `the difference of pairs is that of the paired test`() throws {
    let (a, b) = ([0.71, 0.75, 0.78], [0.79, 0.74, 0.70])
    let found = try match(seeds([1, 2, 3]), seeds([3, 2, 1]))
    let difference = try found.difference(
      found.a.map { a[$0] }, found.b.map { b[$0] }, varianceFromPairs: nil)
    let expected = try Difference(paired: a, [0.70, 0.74, 0.79])
    #expect(difference == expected)
  }
}

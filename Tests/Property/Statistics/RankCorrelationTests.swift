import Model
import Statistics
import Support
import Testing

@Suite struct RankCorrelationTests {
  static let stream = RandomStream(seed: 4, label: "ranks")

  /// The correlation of the ranks in Double, as an oracle.
  private func plain(_ x: [Double], _ y: [Double]) throws -> Double {
    try pearson(ranks(x), ranks(y))
  }

  @Test(arguments: [2, 5, 40, 1_000])
  func `it is the correlation of the ranks`(_ count: Int) throws {
    for draw in 0..<20 {
      let own = Self.stream.fork(count).fork(draw)
      let x = own.fork("x").uniform(count).map { ($0 * 30).rounded(.down) }
      let y = zip(x, own.fork("y").uniform(count)).map { $0 + 20 * $1 }
      guard Set(x).count > 1 else { continue }
      let exact = try RankCorrelation(x, y)
      #expect(abs(exact.value - (try plain(x, y))) < 1e-14)
      #expect(try RankCorrelation(y, x).value == exact.value)
      #expect(try RankCorrelation(x, y.map { -$0 }).value == -exact.value)
    }
  }

  @Test func `the order of the pairs changes no bit`() throws {
    let x = Self.stream.fork("x").uniform(500).map { ($0 * 6).rounded(.down) }
    let y = zip(x, Self.stream.fork("y").normal(500)).map { $0 + $1 }
    let value = try spearman(x, y)
    for draw in 0..<10 {
      let order = Self.stream.fork("order").fork(draw).permutation(500)
      #expect(try spearman(order.map { x[$0] }, order.map { y[$0] }) == value)
    }
  }

  @Test func `comparisons are those of exact numbers`() throws {
    let x = Self.stream.fork("many").normal(3_000)
    // Two neighbors in rank change places: by far the smallest change there is.
    let order = x.indices.sorted { x[$0] < x[$1] }
    var y = x
    y.swapAt(order[1_400], order[1_401])
    let (whole, less) = (try RankCorrelation(x, x), try RankCorrelation(x, y))
    #expect(whole.value == 1 && less < whole && !(whole < less) && less != whole)
    #expect(less.value < 1)
    let turned = try RankCorrelation(x, y.map { -$0 })
    let lowest = try RankCorrelation(x, x.map { -$0 })
    #expect(turned < less && turned > lowest && lowest.value == -1)
    // Swapped elsewhere the sum of squared distances is the same.
    var z = x
    z.swapAt(order[20], order[21])
    let other = try RankCorrelation(x, z)
    #expect(other == less && other.value == less.value)
  }

  @Test func `a million pairs stay whole`() throws {
    let count = 1_000_000
    let up = (0..<count).map { 2 * $0 + 2 }
    let down = Array(up.reversed())
    #expect(try RankCorrelation(doubledRanks: up, up).value == 1)
    #expect(try RankCorrelation(doubledRanks: up, down).value == -1)
    let most = RankCorrelation.mostPairs
    #expect(throws: StatisticError.tooMany(found: most + 1, most: most)) {
      let long = [Int](repeating: 2, count: most + 1)
      _ = try RankCorrelation(doubledRanks: long, long)
    }
  }
}

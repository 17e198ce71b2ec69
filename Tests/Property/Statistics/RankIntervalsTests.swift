import Model
import Statistics
import Testing

@Suite struct RankIntervalsTests {
  static let stream = RandomStream(seed: 3, label: "ranks")

  /// Ten scores around a mean.
  static func scores(_ mean: Double, _ method: Int) -> [Double] {
    stream.fork(method).normal(10).map { mean + 0.3 * $0 }
  }

  @Test func `methods far apart have a place each, close ones share places`() throws {
    let result = try RankIntervals(
      names: ["middle", "worst", "best", "close"],
      scores: [Self.scores(5, 1), Self.scores(0, 2), Self.scores(9, 3), Self.scores(5, 4)],
      roundings: [0, 0, 0, 0], level: 0.95)
    #expect(result.methods.first?.name == "best" && result.methods.last?.name == "worst")
    #expect(result.methods.map(\.places) == [1...1, 2...3, 2...3, 4...4])
    #expect(result.groups.sorted { $0[0] < $1[0] } == [[0], [1, 2], [3]])
  }

  @Test func `methods that are the same share every place`() throws {
    let row = Self.scores(1, 1)
    let result = try RankIntervals(
      names: ["a", "b", "c"], scores: [row, row, row], roundings: [0, 0, 0], level: 0.95)
    #expect(result.methods.map(\.name) == ["a", "b", "c"])
    #expect(result.methods.allSatisfy { $0.places == 1...3 && $0.groups == [0] })
  }

  // Told apart is asked of the tests of every two methods again, Holm over all of them.
  @Test func `places and groups are those of the methods told apart`() throws {
    let means = [0, 0.2, 0.4, 0.6, 0.8, 1]
    let scores = means.enumerated().map { Self.scores($1, $0) }
    let result = try RankIntervals(
      names: means.indices.map { "\($0)" }, scores: scores, roundings: means.map { _ in 0 },
      level: 0.95)
    let order = result.methods.compactMap { Int($0.name) }
    let pairs = order.indices.flatMap { a in (a + 1..<max(a + 1, order.count)).map { (a, $0) } }
    let p = try pairs.map {
      try Difference(paired: scores[order[$0.0]], scores[order[$0.1]]).p()
    }
    let told = zip(pairs, holmAdjusted(p)).filter { $0.1 <= 0.05 }.map(\.0)
    #expect(told.count > 1 && told.count < pairs.count)
    for (place, method) in result.methods.enumerated() {
      let (above, below) = (told.count { $0.1 == place }, told.count { $0.0 == place })
      #expect(method.places == above + 1...order.count - below)
      #expect(!method.groups.isEmpty)
      #expect(method.groups == result.groups.indices.filter { result.groups[$0].contains(place) })
    }
    for (a, b) in pairs {
      let isTold = told.contains { $0 == (a, b) }
      #expect(result.groups.contains { $0.contains(a) && $0.contains(b) } == !isTold)
    }
  }

  @Test func `groups are all the largest sets of methods not told apart`() throws {
    let means = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.05]
    let result = try RankIntervals(
      names: means.map { "\($0)" }, scores: means.enumerated().map { Self.scores($1, $0) },
      roundings: means.map { _ in 0 }, level: 0.95)
    let count = means.count
    func isTogether(_ a: Int, _ b: Int) -> Bool {
      result.groups.contains { $0.contains(a) && $0.contains(b) }
    }
    let sets = (1..<1 << count).map { bits in (0..<count).filter { bits >> $0 & 1 == 1 } }
      .filter { set in set.allSatisfy { a in set.allSatisfy { isTogether(a, $0) } } }
    let largest = sets.filter { set in
      !(0..<count).contains { one in
        !set.contains(one) && set.allSatisfy { isTogether(one, $0) }
      }
    }
    #expect(Set(result.groups) == Set(largest) && result.groups.count == largest.count)
  }

  // Without a pivot this would take 2⁴⁰ steps.
  @Test func `forty methods that are all alike are one group`() throws {
    let row = Self.scores(1, 1)
    let result = try RankIntervals(
      names: (0..<40).map { "\($0)" }, scores: (0..<40).map { _ in row },
      roundings: (0..<40).map { _ in 0 }, level: 0.95)
    #expect(result.groups == [Array(0..<40)])
  }

  @Test func `one method alone is first`() throws {
    let result = try RankIntervals(
      names: ["a"], scores: [[1, 2]], roundings: [0], level: 0.95)
    #expect(result.methods.map(\.places) == [1...1] && result.groups == [[0]])
  }

  @Test func `methods whose differences rounding may have made share their places`() throws {
    let (a, b) = ([0.81, 0.82, 0.83], [0.80, 0.81, 0.82])
    func places(_ rounding: Double) throws -> [ClosedRange<Int>] {
      try RankIntervals(
        names: ["a", "b"], scores: [a, b], roundings: [rounding, rounding], level: 0.95
      ).methods.map(\.places)
    }
    #expect(try places(0) == [1...1, 2...2])
    #expect(try places(0.005) == [1...2, 1...2])
  }
}

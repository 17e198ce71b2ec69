import Model
import Statistics
import Support
import Testing

@Suite struct EProcessTests {
  static let stream = RandomStream(seed: 5, label: "e-process")

  private func process(_ differences: [Double], g: Double = 1) throws -> EProcess {
    try EProcess(differences: differences, effectVariance: g)
  }

  @Test func `the running p only falls, intervals only narrow, and both say the same of zero`()
    throws
  {
    for study in 0..<60 {
      let mean = Double(study % 4) * 0.5
      let drawn = Self.stream.fork("nested").fork(study).normal(40).map { $0 + mean }
      let process = try process(drawn)
      #expect(zip(process.pValues, process.pValues.dropFirst()).allSatisfy { $0 >= $1 })
      let intervals = process.intervals(level: 0.95)
      for (one, next) in zip(intervals, intervals.dropFirst()) {
        #expect(one.lower <= next.lower && next.upper <= one.upper)
      }
      for (interval, p) in zip(intervals, process.pValues) {
        #expect(interval.contains(0) == (p > 0.05))
      }
    }
  }

  @Test func `units and signs change nothing`() throws {
    let drawn = Self.stream.fork("units").normal(20).map { $0 + 0.8 }
    let (one, other) = (try process(drawn), try process(drawn.map { -1000 * $0 }))
    #expect(largestDifference(one.pValues, other.pValues) < 1e-12)
    let (a, b) = (one.interval(level: 0.9), other.interval(level: 0.9))
    #expect(abs(1000 * a.lower + b.upper) < 1e-9 && abs(1000 * a.upper + b.lower) < 1e-9)
  }

  @Test func `nothing is decided before five seeds, nor before eight for the first of 27`() throws {
    #expect(EProcess.fewestSeeds(level: 0.95, effectVariance: 1) == 5)
    #expect(EProcess.fewestSeeds(level: 1 - 0.05 / 27, effectVariance: 1) == 8)
    let clear = try process([1, 1.001, 0.999, 1.0005, 0.9995])
    let intervals = clear.intervals(level: 0.95)
    #expect(intervals.prefix(4).allSatisfy { $0.lower == -.infinity && $0.upper == .infinity })
    #expect(intervals[4].lower > 0 && clear.pValues[3] > 0.05 && clear.p < 0.05)
    #expect(try process([]).p == 1 && (try process([])).interval(level: 0.9).lower == -.infinity)
  }

  @Test func `differences without spread are no evidence at zero and the most there is elsewhere`()
    throws
  {
    let none = try process([0, 0, 0, 0, 0, 0])
    #expect(none.p == 1 && none.logEvidence.allSatisfy { $0 == 0 })
    let same = try process([2, 2, 2, 2, 2, 2])
    #expect(abs(same.logEvidence[5] - 2.5 * Double.logarithm(7)) < 1e-12)
    let interval = same.interval(level: 0.95)
    #expect(interval.lower == 2 && interval.upper == 2)
    #expect(throws: StatisticError.notFinite(side: "differences", index: 1)) {
      try process([1, .nan])
    }
  }

  @Test func `a method is settled by Holm, and equivalent only within the margin`() throws {
    let clear = try process((0..<20).map { 3 + 0.1 * Double($0 % 3) })
    let near = try process((0..<60).map { 0.1 * (Double($0 % 3) - 1) })
    let wide = try process((0..<20).map { 4 * (Double($0 % 3) - 1) })
    let worse = try process((0..<20).map { -3 - 0.1 * Double($0 % 3) })
    #expect(
      SequentialFinding.findings([clear, near, wide, worse], level: 0.95, margin: 0.5)
        == [.better, .equivalent, .open, .worse])
    // Alone five seeds are enough for p ≤ 0.05; beside 26 others they are not.
    let five = try process([1, 1.001, 0.999, 1.0005, 0.9995])
    let open = try (0..<26).map { _ in try process([1, -1, 1, -1, 0]) }
    #expect(SequentialFinding.findings([five], level: 0.95, margin: 0.1) == [.better])
    #expect(SequentialFinding.findings([five] + open, level: 0.95, margin: 0.1)[0] == .open)
  }

  /// The seeds at which a study is first called, nil when it never is.
  private func called(_ stream: RandomStream, effect: Double, most: Int) throws -> Int? {
    let values = try process(stream.normal(most).map { $0 + effect }).pValues
    return values.firstIndex { $0 <= 0.05 }.map { $0 + 1 }
  }

  /// 3.2 % is the simulated share; the band is four standard errors of 1,500 studies, and 5 % the claim.
  @Test func `looked at after every seed up to 200, no difference is called in at most 5 %`() throws
  {
    let studies = 1_500
    let calls = try (0..<studies).filter {
      try called(Self.stream.fork("null").fork($0), effect: 0, most: 200) != nil
    }
    let share = Double(calls.count) / Double(studies)
    #expect(share > 0.014 && share < 0.05, "\(share)")
  }

  @Test(
    arguments: [
      (0.5, 33...39, 68...84), (1, 11...13, 20...24), (1.5, 8...8, 12...13), (2, 7...7, 9...9),
      (3, 6...6, 7...7),
    ])
  func `true differences are called after as many seeds as simulated`(
    effect: Double, median: ClosedRange<Int>, most: ClosedRange<Int>
  ) throws {
    let studies = 800
    let seeds = try (0..<studies).map {
      try called(Self.stream.fork("true").fork($0), effect: effect, most: 160) ?? 1_000
    }.sorted()
    #expect(median.contains(seeds[studies / 2]), "\(seeds[studies / 2])")
    #expect(most.contains(seeds[studies * 9 / 10]), "\(seeds[studies * 9 / 10])")
  }

  /// Four standard errors of 1,500 studies at 5 %: 2.3 points; small samples cost a little of the level.
  @Test func `planned looks at t tests call no difference in about 5 %`() throws {
    let looks = PlannedLooks(seeds: [8, 16, 24, 32, 40], level: 0.95)
    #expect(zip(looks.levels, looks.levels.dropFirst()).allSatisfy { $0 < $1 })
    let studies = 1_500
    let calls = try (0..<studies).filter { study in
      let drawn = Self.stream.fork("looks").fork(study).normal(40)
      return try zip(looks.seeds, looks.levels).contains { seeds, level in
        let part = Array(drawn.prefix(seeds))
        return try Difference(paired: part, part.map { _ in 0 }).p() <= level
      }
    }
    let share = Double(calls.count) / Double(studies)
    #expect(share > 0.028 && share < 0.074, "\(share)")
  }
}

import Decisions
import Model
import Statistics
import Testing

/// Studies whose scores are made up: methods against a reference, seed by seed.
@Suite struct FollowedStudyTests {
  typealias Place = FollowedStudy.Place
  static let stream = RandomStream(seed: 3, label: "followed")

  static let every = FollowedRule(
    .everySeed(effectVariance: 1, mostSeeds: 20), level: 0.95, margin: 0.01)
  static let planned = FollowedRule(.plannedLooks([5, 10, 15]), level: 0.95, margin: 0.01)

  static let plannedFamily = planned.family(methods: 4)

  /// The mean and the deviation of each method's differences, in score.
  static let methods: [(name: String, mean: Double, deviation: Double)] = [
    ("reference", 0, 0), ("better", 0.03, 0.008), ("worse", -0.03, 0.008),
    ("equivalent", 0, 0.002), ("open", 0.004, 0.05),
  ]

  static func score(_ place: Place) -> Double {
    let common = 0.7 + 0.02 * stream.fork("seed").normal(at: place.seed)
    let own = methods[place.method]
    return common + own.mean
      + own.deviation * stream.fork(own.name).normal(at: place.seed)
  }

  static func study(
    _ rule: FollowedRule, listed: Int = 3, finished: (Place) -> Bool
  ) throws -> FollowedStudy {
    try FollowedStudy(
      rule: rule, methods: methods.map(\.name), listed: listed,
      family: rule == planned ? plannedFamily : nil
    ) { finished($0) ? score($0) : nil }
  }

  /// Runs what is due until nothing is; `step` says which of the due runs are made before the study is
  /// looked at again.
  static func followed(
    _ rule: FollowedRule, listed: Int = 3, step: ([Place]) -> [Place] = { $0 }
  ) throws -> (study: FollowedStudy, made: Set<Place>) {
    var made = Set<Place>()
    for _ in 0..<10_000 {
      let now = try study(rule, listed: listed) { made.contains($0) }
      if now.due.isEmpty { return (now, made) }
      made.formUnion(step(now.due))
    }
    Issue.record("the study does not end")
    return (try study(rule, listed: listed) { made.contains($0) }, made)
  }

  @Test(arguments: [every, planned])
  func `each method becomes what it is, or runs out of seeds`(_ rule: FollowedRule) throws {
    let (study, _) = try Self.followed(rule)
    #expect(study.findings == [.better, .worse, .equivalent, .outOfBudget])
    #expect(study.nextSeeds == nil && study.open.isEmpty)
    #expect(study.seeds(of: 4) == rule.mostSeeds && study.seeds(of: 0) == rule.mostSeeds)
    let last = try #require(study.looks.last)
    #expect(last.seeds == rule.mostSeeds)
    let intervals = last.methods.map(\.interval)
    #expect(intervals[0].lower > 0 && intervals[1].upper < 0)
    let equivalent = last.methods[2].familyInterval
    #expect(equivalent.lower > -rule.margin && equivalent.upper < rule.margin)
    #expect(intervals[3].contains(0))
    for (method, mean) in zip(last.methods, [0.03, -0.03, 0, 0.004]) {
      #expect(abs(method.difference - mean) < 0.02, "\(method)")
    }
  }

  @Test(arguments: [every, planned])
  func `a method that is settled gets no more seeds, the reference as many as any`(
    _ rule: FollowedRule
  ) throws {
    let (study, made) = try Self.followed(rule)
    for method in 1...3 {
      let settled = try #require(
        study.looks.first { $0.methods[method - 1].finding != .open && $0.seeds >= 3 })
      #expect(settled.seeds < rule.mostSeeds)
      #expect(study.seeds(of: method) == settled.seeds)
      #expect(made.count { $0.method == method } == settled.seeds)
    }
    #expect(made.count { $0.method == 0 } == rule.mostSeeds)
    // And its look stays what it was.
    for (look, next) in zip(study.looks, study.looks.dropFirst()) {
      for (before, after) in zip(look.methods, next.methods) where before.finding != .open {
        #expect(after.seeds == before.seeds || next.seeds <= 3)
        #expect(after.finding == before.finding || before.finding == .equivalent)
      }
    }
  }

  @Test(arguments: [every, planned], 0..<6)
  func `a study that is stopped anywhere and continued has the same looks`(
    _ rule: FollowedRule, way: Int
  ) throws {
    let whole = try Self.followed(rule)
    var calls = 0
    let draws = Self.stream.fork("stops").fork(way)
    let stopped = try Self.followed(rule) { due in
      calls += 1
      // One run at a time from anywhere in the list, or some of them.
      let first = draws.integer(at: 2 * calls, below: due.count)
      let count = way % 2 == 0 ? 1 : 1 + draws.integer(at: 2 * calls + 1, below: due.count)
      return (0..<min(count, due.count)).map { due[(first + $0) % due.count] }
    }
    #expect(stopped.study == whole.study)
    #expect(stopped.made == whole.made)
  }

  @Test func `looks with fewer runs are the first of those with more`() throws {
    let (whole, made) = try Self.followed(Self.every)
    for seeds in [0, 1, 4, 7, 12] {
      let part = try Self.study(Self.every) { $0.seed < seeds && made.contains($0) }
      #expect(part.looks == Array(whole.looks.prefix(seeds)))
      #expect(part.looks.count == seeds)
    }
    // A run that is missing in the middle ends the looks there.
    let gap = try Self.study(Self.every) { $0 != Place(method: 2, seed: 4) && made.contains($0) }
    #expect(gap.looks == Array(whole.looks.prefix(4)))
    #expect(gap.due == [Place(method: 2, seed: 4)])
  }

  @Test func `every listed seed is for every method, whatever is settled before`() throws {
    let (study, made) = try Self.followed(Self.every, listed: 15)
    for method in 0..<5 {
      #expect((0..<15).allSatisfy { made.contains(Place(method: method, seed: $0)) })
    }
    #expect(study.seeds(of: 1) == 15 && study.seeds(of: 4) == 20)
    #expect(try Self.followed(Self.planned, listed: 12).study.findings[0] == .better)
  }

  @Test func `no difference to the bit is equivalent, and runs that are worse by a hair are not`()
    throws
  {
    func finding(_ difference: Double) throws -> SequentialFinding {
      let study = try FollowedStudy(rule: Self.every, methods: ["a", "b"], listed: 6) { place in
        place.seed < 6 ? 0.7 + 0.01 * Double(place.seed) + Double(place.method) * difference : nil
      }
      return study.findings[0]
    }
    #expect(try finding(0) == .equivalent)
    // Equal but for rounding.
    #expect(try finding(1e-15) == .equivalent)
    #expect(try finding(-0.02) == .worse)
    #expect(throws: StatisticError.self) { try finding(.nan) }
  }
}

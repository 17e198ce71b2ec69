import Decisions
import Files
import Foundation
import Runs
import Studies
import Support
import Testing

@Suite struct FollowedRuleTests {
  static let sequential =
    #""by": "sequential", "level": 0.95, "margin": 0.5, "effect-variance": 1, "most-seeds": 40"#
  static let planned =
    #""by": "planned-looks", "level": 0.95, "margin": 0.5, "looks": [5, 10, 15]"#
  static let methods = StudyVerdictTests.study(of: ["a"])

  @Test(arguments: [sequential, planned])
  func `a followed rule is read and written again`(_ rule: String) throws {
    let plan = try studyPlan(Self.methods + "\"decide\": { \(rule) }")
    let decision = try #require(plan.study.decide)
    let again = try StrictJSON.decode(
      Decision.self, from: try StrictJSON.encode(decision), file: "again")
    #expect(again == decision)
    let followed = try #require(try DecisionRule(decision, file: "study").followed)
    #expect(followed.margin == 0.005 && followed.level == 0.95)
    #expect(followed.mostSeeds == (rule == Self.sequential ? 40 : 15))
  }

  @Test func `seeds are given as the rule says`() throws {
    let every = FollowedRule(
      .everySeed(effectVariance: 1, mostSeeds: 40), level: 0.95, margin: 0.01)
    // Nothing can be decided before 5 seeds, nor before 8 for the first of 27 methods.
    #expect(every.next(after: 1, methods: 1) == 5 && every.next(after: 1, methods: 27) == 8)
    #expect(every.next(after: 8, methods: 27) == 9 && every.next(after: 39, methods: 1) == 40)
    let looks = FollowedRule(.plannedLooks([5, 10, 15]), level: 0.95, margin: 0.01)
    #expect(looks.next(after: 3, methods: 1) == 5 && looks.next(after: 5, methods: 1) == 10)
    #expect([4, 5, 6, 10].map(looks.isLook) == [false, true, false, true])
  }

  /// The first further seeds, written down: they name the runs of studies that exist.
  @Test func `further seeds are the same in every study, and none is listed twice`() throws {
    let plan = try studyPlan(Self.methods + "\"decide\": { \(Self.sequential) }")
    let order = try #require(
      try FollowedPlan(plan, folder: nil)?.planWithDue.study.furtherSeeds)
    #expect(order.count == 34 && Set(order).count == 34)
    #expect(order.allSatisfy { $0 >= 1 && $0 < 1_000_000 })
    #expect(Array(order.prefix(3)) == Self.firstFurtherSeeds)
    // One that is listed already is passed over.
    let listing = Self.methods.replacingOccurrences(
      of: "[1, 2, 3", with: "[\(order[1]), 2, 3")
    let other = try studyPlan(listing + "\"decide\": { \(Self.sequential) }")
    #expect(other.study.furtherSeeds.prefix(2) == [order[0], order[2]])
  }

  static let firstFurtherSeeds: [UInt64] = [663_729, 550_616, 655_377]

  @Test(arguments: [
    (
      #""by": "sequential", "level": 0.95, "effect-variance": 1, "most-seeds": 40"#,
      "margin is missing"
    ),
    (
      #""by": "sequential", "level": 0.95, "margin": 0.5, "most-seeds": 40"#,
      "effect-variance is missing"
    ),
    (
      #""by": "sequential", "level": 0.95, "margin": 0.5, "effect-variance": 1"#,
      "most-seeds is missing"
    ),
    (sequential + #", "looks": [5, 10]"#, "looks says nothing by sequential"),
    (sequential + #", "holds-if": "lower > 0""#, "holds-if says nothing by sequential"),
    (planned + #", "most-seeds": 5"#, "most-seeds says nothing by planned-looks"),
    (#""by": "paired-bootstrap", "level": 0.95, "holds-if": "lower > 0""#, "resamples is missing"),
    (#""by": "paired-bootstrap", "level": 0.95, "resamples": 1000"#, "holds-if is missing"),
    (sequential.replacingOccurrences(of: "0.5,", with: "0,"), "margin is 0"),
    (sequential.replacingOccurrences(of: "0.5,", with: "-1,"), "margin is -1"),
    (sequential.replacingOccurrences(of: ": 1,", with: ": 0,"), "effect-variance is 0"),
    (sequential.replacingOccurrences(of: "40", with: "1"), "most-seeds is 1"),
    (sequential.replacingOccurrences(of: "40", with: "5"), "more than the 5"),
    (sequential.replacingOccurrences(of: "0.95", with: "0.9999"), "nothing can be decided"),
    (sequential.replacingOccurrences(of: "0.95", with: "0.999999"), "at most 0.9999"),
    (planned.replacingOccurrences(of: "[5, 10, 15]", with: "[5]"), "looks is [5]"),
    (planned.replacingOccurrences(of: "[5, 10, 15]", with: "[10, 5]"), "ascending"),
    (planned.replacingOccurrences(of: "[5, 10, 15]", with: "[2, 5]"), "more than the 5"),
  ])
  func `a followed rule that cannot be is refused by its key`(
    _ rule: String, words: String
  ) throws {
    // Six seeds are listed; at 0.9999 six are too few to decide anything.
    let most = words.hasPrefix("nothing") ? rule.replacingOccurrences(of: "40", with: "6") : rule
    let error = #expect(throws: (any Error).self) {
      try studyPlan(Self.methods + "\"decide\": { \(most) }")
    }
    let text = "\(try #require(error))"
    #expect(text.contains(words) && text.contains("study.json"), "\(text)")
  }

  @Test(arguments: [
    (#""vary": { "temperature": [0.05, 0.06], "dropout": [1, 2] }, "#, "dropout varies"),
    (#""vary": { "temperature": [0.05, 0.06] }, "seeds": [1], "#, "at least 2"),
    (#""vary": { "temperature": [0.05, 0.06], "dropout": [1, 2] }, "seeds": [1, 2], "#, "share"),
    (#""vary": { "dropout": [1, 2] }, "#, "only seeds vary"),
  ])
  func `a study to which no seed can be added is refused`(_ body: String, words: String) throws {
    let error = #expect(throws: InputError.self) {
      try studyPlan(body + "\"decide\": { \(Self.sequential) }")
    }
    let text = "\(try #require(error))"
    #expect(text.contains(words), "\(text)")
  }
}

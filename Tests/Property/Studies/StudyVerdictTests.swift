import Decisions
import Foundation
import Model
import Statistics
import Studies
import Support
import Testing

@Suite struct StudyVerdictTests {
  static let methods = study(of: ["good", "bad", "alike"])

  /// A baseline and further methods of these names, under six seeds.
  static func study(of names: [String]) -> String {
    let values = (["baseline"] + names).enumerated().map { index, name in
      #"{ "label": "\#(name)", "set": { "temperature": 0.0\#(index + 5) } }"#
    }
    return
      #""vary": { "method": [ \#(values.joined(separator: ", ")) ] }, "seeds": [1, 2, 3, 4, 5, 6], "#
  }

  static func decide(_ rule: String, by: String = "paired-bootstrap") -> String {
    #""decide": { "by": "\#(by)", "resamples": 400, "level": 0.95, "holds-if": "\#(rule)" }"#
  }

  private func verdict(
    _ body: String, size: (StudyPlan.Entry) -> Double
  ) throws -> StudyVerdict {
    let plan = try studyPlan(body)
    return try withTemporaryFolder { folder in
      try PlantedRuns.write(plan, to: folder, size: size)
      let verdicts = try [1, 3].map {
        try StudyVerdict(folder: folder, compute: Compute(product: .exact, threads: $0))
      }
      #expect(verdicts[0] == verdicts[1])
      return try #require(verdicts[0])
    }
  }

  private func noise(_ entry: StudyPlan.Entry) -> Double {
    ["good": 0.4, "bad": 3][entry.label("method")] ?? 1.5
  }

  @Test func `what is better holds, what is worse does not, what is alike does not resolve`() throws
  {
    let verdict = try verdict(Self.methods + Self.decide("lower > 0"), size: noise)
    let comparisons = try #require(verdict.comparisons)
    #expect(comparisons.map(\.method) == ["good", "bad", "alike"])
    #expect(comparisons.map(\.reference) == ["baseline", "baseline", "baseline"])
    #expect(comparisons.map(\.outcome) == [.holds, .doesNotHold, .unresolved])
    #expect(
      comparisons.map { $0.moreSeeds != nil || $0.outcome != .unresolved }[0...1] == [
        true, true,
      ])
    #expect(verdict.outcome == nil)
    #expect(verdict.text.contains("good against baseline"))
    let lines = verdict.text.split(separator: "\n")
    #expect(lines[0].hasPrefix("good against baseline") && lines[0].hasSuffix(": better"))
    #expect(lines[1].hasPrefix("bad against baseline") && lines[1].hasSuffix(": worse"))
    #expect(
      verdict.words
        == "'lower > 0': holds for 1 of 3 methods, does not hold for 1, unresolved for 1")
  }

  @Test func `a rule of two bounds holds within them only`() throws {
    let rule = Self.decide("lower > -0.5 and upper < 0.5")
    let verdict = try verdict(Self.methods + rule, size: noise)
    #expect(verdict.comparisons?.map(\.outcome) == [.holds, .holds, .holds])
    #expect(verdict.outcome == .holds)
    let narrow = try self.verdict(
      Self.methods + Self.decide("lower > -0.5 and upper < 0"), size: noise)
    #expect(narrow.comparisons?.map(\.outcome) == [.doesNotHold, .holds, .unresolved])
  }

  @Test func `p against a bound is below one less the level when the interval leaves it out`()
    throws
  {
    let one = Self.study(of: ["good"])
    for bound in [-0.1, -0.02, 0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3] {
      let verdict = try verdict(one + Self.decide("lower > \(bound)"), size: noise)
      let comparison = try #require(verdict.comparisons?.first)
      #expect(verdict.comparisons?.count == 1)
      let isOut = comparison.interval.lower > bound || comparison.interval.upper < bound
      #expect((comparison.adjustedP <= 0.05) == isOut)
      #expect((comparison.outcome != .unresolved) == isOut)
    }
  }

  @Test(arguments: [
    ("share(data-order) > 0.5", StudyVerdict.Outcome.holds),
    ("share(data-order) > share(dropout)", .holds),
    ("share(dropout) > share(data-order)", .doesNotHold),
    ("share(dropout) > 0.5", .doesNotHold),
    ("share(dropout) < 0.01", .unresolved),
  ])
  func `shares of the variance decide`(rule: String, outcome: StudyVerdict.Outcome) throws {
    let verdict = try verdict(
      #""vary": { "data-order": [1, 2, 3, 4, 5], "dropout": [1, 2, 3, 4] }, "#
        + Self.decide(rule, by: "variance-components")
    ) { entry in 0.4 + 0.5 * (Double(entry.label("data-order")) ?? 0) }
    #expect(verdict.outcome == outcome, "\(verdict.text)")
    #expect(verdict.estimation == "analysis-of-variance")
    #expect((verdict.moreLevels != nil) == (outcome == .unresolved))
  }

  @Test func `an incomplete design is decided by the restricted likelihood`() throws {
    let verdict = try verdict(
      #"""
      "vary": { "data-order": [1, 2, 3, 4, 5, 6], "dropout": [1, 2, 3, 4, 5, 6] },
      "also": [ { "together": { "data-order": [1, 2, 3, 4, 5, 6], "dropout": [1, 2, 3, 4, 5, 6] },
                  "vary": { "initialization": [2] } } ],
      """# + Self.decide("share(data-order) > share(dropout)", by: "variance-components")
    ) { entry in 0.4 + 0.5 * (Double(entry.label("data-order")) ?? 0) }
    #expect(verdict.estimation == "restricted-likelihood")
    #expect(verdict.outcome == .holds, "\(verdict.text)")
  }

  @Test(arguments: [
    (methods + decide("lower > 0", by: "votes"), "variance-components"),
    (methods + decide("upper > 0"), "holds-if"),
    (methods + decide("lower > zero"), "lower > zero"),
    (methods + decide("lower >= 0"), "holds-if"),
    (methods + decide("lower > 0 or upper < 0"), "holds-if"),
    (methods + decide("share(dropout) > 0"), "holds-if"),
    (methods + decide("share(dropout) > 0", by: "variance-components"), "'method' varies"),
    (#""vary": { "dropout": [1, 2] }, "# + decide("lower > 0"), "only seeds vary"),
    (
      #""vary": { "temperature": [1, 2], "epochs": [1, 2] }, "seeds": [1, 2], "#
        + decide("lower > 0"), "one factor"
    ),
    (#""vary": { "temperature": [1, 2] }, "seeds": [1], "# + decide("lower > 0"), "at least 2"),
    (
      #""vary": { "temperature": [1, 2], "dropout": [1, 2], "data-order": [1, 2] }, "#
        + decide("lower > 0"), "not independent"
    ),
    (
      #""vary": { "data-order": [1, 2], "dropout": [1, 2] }, "#
        + decide("share(order) > 0.5", by: "variance-components"), "data-order, dropout, remainder"
    ),
    (
      #""vary": { "dropout": [1, 2] }, "#
        + decide("share(dropout) > 0.5", by: "variance-components"), "two or three"
    ),
  ])
  func `a rule that the study cannot answer is refused before the first run`(
    body: String, words: String
  ) throws {
    do {
      _ = try studyPlan(body)
      Issue.record("it was accepted")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
      #expect("\(error)".contains("study.json"), "\(error)")
    }
  }

  @Test(arguments: [
    "STS12/spearman", "average", "average/kendall", "/spearman", "average/spearman/x",
  ])
  func `a measure that the runs will not have is refused`(measure: String) throws {
    do {
      _ = try studyPlan(#""vary": { "dropout": [1, 2] }"#, measure: measure)
      Issue.record("it was accepted")
    } catch {
      #expect("\(error)".contains("synthetic-english"), "\(error)")
    }
  }
}

import Decisions
import Files
import Foundation
import Model
import Reports
import Statistics
import Support
import Testing

@Suite struct AnswerTests {
  private func answer(_ summary: StudySummary) -> Answer {
    Answer(
      runs: summary.runs, tasks: summary.tasks, analysis: summary.analysis,
      decisions: summary.decisions,
      untrained: summary.untrainedScores?.last ?? nil, sensitivity: summary.sensitivity,
      compute: oneThread)
  }

  @Test func `a seed study answers with each share, its interval and what would tighten it`() throws
  {
    let summary = FakeStudy.summary(dataOrders: 4, dropouts: 4)
    let share = try #require(summary.analysis.averageShare(of: "in-batch-negatives"))
    let sentence = try #require(answer(summary).sentence)
    for part in share.parts {
      let interval = try #require(part.interval)
      let range =
        "\(Numeral.fixed(100 * interval.lower, decimals: 0)) to"
        + " \(Numeral.fixed(100 * interval.upper, decimals: 0))"
      #expect(sentence.contains(range), "\(sentence)")
    }
    let outlook = try #require(answer(summary).outlook)
    #expect(outlook.hasPrefix("Run more seeds: with ") && outlook.contains(" of data order"))
    #expect(outlook.contains("the widest interval of a share spans"))
  }

  @Test func `the headline names the factor above others, and what is open with its seeds`() throws
  {
    var summary = FakeStudy.summary(dataOrders: 4, dropouts: 4, initializations: 2)
    let place = try #require(
      summary.analysis.shares.firstIndex { $0.task == StudySummary.average })
    var share = summary.analysis.shares[place]
    let model = share.parts[0]
    share.parts = [
      ("initialization", 0.1, 0, 0.94), ("data order", 0.9, 0.1, 0.99), ("dropout", 0, 0, 0.02),
      ("remainder", 0, 0, 0.1),
    ].map { name, estimate, lower, upper in
      var part = model
      (part.name, part.share) = (name, estimate)
      part.interval = Interval(lower: lower, upper: upper, level: 0.95)
      return part
    }
    summary.analysis.shares[place] = share
    #expect(
      answer(summary).headline
        == "Data order, not dropout. Initialization is open: two seeds.")
    let sentence = try #require(answer(summary).sentence)
    #expect(
      sentence.hasPrefix(
        "Of the variance of the average over 7 tasks between runs, data order brings 90\u{A0}% (95\u{A0}%"
          + " interval 10 to 99\u{A0}%), initialization 10\u{A0}% (0 to 94\u{A0}%), dropout"))
    summary.analysis.shares[place].parts[1].interval = Interval(lower: 0.01, upper: 1, level: 0.95)
    #expect(
      answer(summary).headline
        == "Open: the intervals of data order, initialization and dropout overlap.")
    for part in [0, 2] {
      summary.analysis.shares[place].parts[part].interval = Interval(
        lower: 0, upper: 0.005, level: 0.95)
    }
    #expect(answer(summary).headline == "Data order, not initialization or dropout.")
  }

  @Test(arguments: [
    (
      [0, 6, 0.01] as [Double], 6,
      "noise 16 is better than in-batch-negatives; noise 32 is unresolved."
    ),
    ([0, 9, 8], 8, "noise 16 and noise 32 are better than in-batch-negatives."),
    ([0, 9, 8, 7, 6, 8], 8, "All 5 methods are better than in-batch-negatives."),
    ([0, -9], 8, "noise 16 is worse than in-batch-negatives."),
    (
      [0, 0.01, 0.02], 5,
      "Unresolved: neither method is shown to be better or worse than in-batch-negatives."
    ),
    (
      [0, 9, 0.01, 0.02, -0.01, -0.02, 0.015, 0.005], 8,
      "noise 16 is better than in-batch-negatives; the other 6 methods are unresolved."
    ),
  ])
  func `the headline says who is better, who is worse and what is open`(
    gains: [Double], seeds: Int, headline: String
  ) {
    #expect(answer(FakeStudy.methods(gains, seeds: seeds)).headline == headline)
  }

  @Test func `within a margin the headline says how far methods may differ`() {
    let summary = FakeStudy.analyzed(FakeStudy.methods([0, 0.01, 0.02], seeds: 40), margin: 0.05)
    #expect(
      answer(summary).headline
        == "Neither method differs from in-batch-negatives by more than 5.00 points.")
  }

  /// What the study's rule says of each method, with an interval that is wider by half.
  private func decided(
    _ summary: StudySummary, _ outcomes: [StudyVerdict.Outcome], rule: String = "lower > 0"
  ) throws -> StudyVerdict {
    let averages = summary.analysis.comparisons.filter { $0.task == StudySummary.average }
    let comparisons = zip(averages, outcomes).map { own, outcome in
      """
      {"method": "\(own.method)", "reference": "\(own.baseline)", "seeds": \(own.count),
       "difference": \(own.difference),
       "interval": {"lower": \(own.interval.lower - 0.5), "upper": \(own.interval.upper + 0.5),
                    "level": 0.95},
       "seed-interval": {"lower": 0, "upper": 1, "level": 0.95}, "variance-from-seeds": 0.001,
       "variance-from-pairs": 0.001, "adjusted-p": 0.03, "outcome": "\(outcome.rawValue)"}
      """
    }
    let json = """
      {"by": "paired-bootstrap", "rule": "\(rule)", "measure": "average/spearman", "level": 0.95,
       "runs": 10, "diverged": 0, "comparisons": [\(comparisons.joined(separator: ","))]}
      """
    return try StrictJSON.decode(StudyVerdict.self, from: Data(json.utf8), file: "verdict")
  }

  @Test func `a study's own rule gives the verdicts of its answer and its table`() throws {
    var summary = FakeStudy.methods([0, 6, 0.01], seeds: 6)
    let interval = try #require(summary.analysis.comparison("noise 32", StudySummary.average))
      .interval
    summary.decisions = [try decided(summary, [.unresolved, .doesNotHold])]
    let sentence = try #require(answer(summary).sentence)
    let isBelow = try #require(summary.averages.last).difference < 0
    #expect(
      sentence.contains(
        "by the study's rule (seeds and sentence pairs drawn anew) and Holm's adjustment for 2"))
    #expect(
      answer(summary).headline
        == "noise 32 is \(isBelow ? "worse" : "better") than in-batch-negatives; noise 16 is unresolved."
    )
    #expect(sentence.contains(Numeral.signedHundredfold(interval.upper + 0.5)))
    let open = summary.verdict(on: "noise 16")
    #expect(open.value.hasPrefix("unresolved") && open.detail?.contains(" to ") == true)
  }

  @Test func `a rule that asks something else leaves the paired t test its verdicts`() throws {
    var summary = FakeStudy.methods([0, 6, 0.01], seeds: 6)
    let plain = answer(summary).sentence
    var others = [try decided(summary, [.unresolved, .holds], rule: "upper < 0.005")]
    others.append(try decided(summary, [.unresolved]))
    var shifted = try decided(summary, [.unresolved, .holds])
    shifted.comparisons?[0].difference += 0.001
    var looser = try decided(summary, [.unresolved, .holds])
    looser.level = 0.9
    for other in others + [shifted, looser] {
      summary.decisions = [other]
      #expect(answer(summary).sentence == plain)
      #expect(summary.verdict(on: "noise 16").text == "better")
    }
  }

  @Test func `a margin adds no difference to a rule's verdicts and changes no other`() throws {
    let plain = FakeStudy.methods([0, 6, 0.01], seeds: 6)
    let decided = try decided(plain, [.holds, .unresolved])
    func verdicts(_ margin: Double?) throws -> [Verdict] {
      var summary = FakeStudy.analyzed(plain, margin: margin)
      summary.decisions = [decided]
      _ = try #require(summary.ruling)
      return summary.averages.map(\.verdict)
    }
    #expect(try verdicts(nil) == [.better, .unresolved(furtherSeeds: nil)])
    #expect(try verdicts(0.0001) == [.better, .unresolved(furtherSeeds: nil)])
    #expect(try verdicts(0.9) == [.better, .noDifference])
  }

  @Test func `a comparison answers with a verdict a method and the seeds that are missing`() throws
  {
    let summary = FakeStudy.methods([0, 6, 0.01], seeds: 6)
    let sentence = try #require(answer(summary).sentence)
    #expect(sentence.contains(", 6 common seeds, by Holm's") && sentence.contains("noise 16 +"))
    #expect(sentence.contains("(95\u{A0}% interval ") && sentence.contains(", noise 32 "))
    #expect(sentence.contains("by Holm's adjustment for 2 methods"))
    #expect(
      answer(summary).outlook
        == "More common seeds, if differences and deviations stay as they are: about 156 for noise 32."
    )
  }

  @Test func `of many methods those that are resolved are listed, and the range of the others`()
    throws
  {
    let summary = FakeStudy.methods([0, 6, 0.01, -6, 0.02, 8, -0.01, 0.03], seeds: 8)
    let sentence = try #require(answer(summary).sentence)
    #expect(
      answer(summary).headline
        == "noise 256 and noise 16 are better than in-batch-negatives; noise 64 is worse; noise 512,"
        + " noise 32, noise 128 and noise 1024 are unresolved.")
    #expect(sentence.contains(": noise 256 +") && sentence.contains(", noise 64 −"))
    #expect(sentence.contains("; the 4 unresolved ones from "))
    let outlook = try #require(answer(summary).outlook)
    #expect(outlook.hasPrefix("More common seeds") && outlook.contains(" for noise 32"))
  }

  @Test func `a single run answers without a deviation`() throws {
    let sentence = try #require(answer(FakeStudy.summary(dataOrders: 1, dropouts: 1)).sentence)
    #expect(sentence.hasSuffix(" in one run."))
  }

  @Test func `no run, no answer`() {
    var summary = FakeStudy.summary()
    summary.runs = []
    let nothing = answer(FakeStudy.analyzed(summary))
    #expect(nothing.sentence == nil && nothing.outlook == nil)
  }

  // Known in the limit: with ever more seeds the estimated share is all that is left.
  @Test func `a forecast narrows as seeds are added`() {
    let forecast = ShareForecast(
      variances: [3, 1, 1], rule: FakeStudy.summary().analysis.rule, compute: oneThread)
    let reaches = [3, 5, 10, 30].map { seeds in
      forecast.intervals(seeds: seeds).map(\.halfWidth).max() ?? 0
    }
    #expect(reaches == reaches.sorted(by: >))
    let shares = [0.6, 0.2, 0.2]
    #expect(zip(forecast.intervals(seeds: 50), shares).allSatisfy { $0.contains($1) })
    #expect(
      forecast.seeds { $0.allSatisfy { $0.halfWidth <= reaches[2] + 1e-9 } } == 10)
    #expect(forecast.seeds { $0.allSatisfy { $0.halfWidth < 1e-6 } } == nil)
  }
}

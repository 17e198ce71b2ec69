import Decisions
import Files
import Foundation
import Model
import Reports
import Support
import Testing

@Suite struct DecisionTablesTests {
  private static let comparison = """
    {"method": "noise 16", "reference": "in-batch-negatives", "seeds": 5, "difference": 0.0123,
     "interval": {"lower": -0.001, "upper": 0.0256, "level": 0.95},
     "seed-interval": {"lower": 0.004, "upper": 0.0206, "level": 0.95},
     "variance-from-seeds": 0.000003, "variance-from-pairs": 0.000009, "adjusted-p": 0.0625,
     "outcome": "unresolved", "more-seeds": 12}
    """

  private func verdict(_ by: String, _ rest: String) throws -> StudyVerdict {
    let json = """
      {"by": "\(by)", "rule": "lower > 0", "measure": "average/spearman", "level": 0.95, "runs": 10,
       "diverged": 0, "outcome": "unresolved", \(rest)}
      """
    return try StrictJSON.decode(StudyVerdict.self, from: Data(json.utf8), file: "verdict")
  }

  @Test func `a rule on methods shows both intervals and what pairs bring`() throws {
    let verdict = try verdict("paired-bootstrap", "\"comparisons\": [\(Self.comparison)]")
    let row = try #require(Table.decision(verdict)).rows[0].map(\.text)
    #expect(
      row == [
        "noise 16", "+1.23", "−0.10 to +2.56", "+0.40 to +2.06", "75", "0.062", "5",
        "unresolved: about 12 more seeds",
      ], "\(row)")
    var summary = FakeStudy.methods([0, 1])
    summary.decisions = [verdict]
    let page = MarkdownPage(Document(summary, isDrawn: false)).text
    #expect(page.contains("joint bootstrap") && page.contains("about 12 more seeds"))
  }

  @Test(arguments: [
    ("lower > 0", 0.01, "holds", "verdict", "better"),
    ("lower > 0", -0.01, "does-not-hold", "verdict", "worse"),
    ("upper < 0", 0.01, "does-not-hold", "verdict", "better"),
    ("upper < 0", -0.01, "holds", "verdict", "worse"),
    ("lower > 0.005", 0.003, "does-not-hold", "rule", "does not hold"),
  ])
  func `a rule about zero shows on which side a method is, another rule its outcome`(
    _ rule: String, _ difference: Double, _ outcome: String, _ column: String, _ says: String
  ) throws {
    let comparison = Self.comparison.replacing("0.0123", with: "\(difference)")
      .replacing("\"unresolved\", \"more-seeds\": 12", with: "\"\(outcome)\"")
    let json = """
      {"by": "paired-bootstrap", "rule": "\(rule)", "measure": "average/spearman", "level": 0.95,
       "runs": 10, "diverged": 0, "outcome": "\(outcome)", "comparisons": [\(comparison)]}
      """
    let verdict = try StrictJSON.decode(
      StudyVerdict.self, from: Data(json.utf8), file: "verdict")
    let table = try #require(Table.decision(verdict))
    #expect(table.columns.last?.heading == column && table.rows[0].last?.text == says)
    let words = outcome == "holds" ? "holds" : "does not hold"
    #expect(verdict.words == "'\(rule)': \(words)" + (column == "rule" ? "" : " (\(says))"))
  }

  @Test func `a rule on shares says its outcome without a table`() throws {
    let verdict = try verdict("variance-components", "\"shares\": []")
    #expect(Table.decision(verdict) == nil)
    var summary = FakeStudy.summary()
    summary.decisions = [verdict]
    let document = Document(summary, isDrawn: false)
    let moves = try #require(document.sections.first { $0.heading == "What moves the scores" })
    let text = moves.parts.map { if case .paragraph(let text) = $0 { text } else { "" } }
      .joined(separator: "\n")
    // Without a registration nothing is said of when the rule was written.
    #expect(text.contains("The rule, 'lower > 0': unresolved"))
    #expect(!MarkdownPage(document).text.contains("before the first run"))
  }

  @Test(arguments: [
    (RuleStanding.Kind.before, "The rule written before the first run, 'lower > 0'"),
    (.after, "The rule written after 4 runs, 'lower > 0'"),
    (.madeAgain, "The rule fixed after an earlier run of the same bits, 'lower > 0'"),
    (.changed, "The rule changed after 4 runs, 'lower > 0'"),
    (.unproven, "The rule, 'lower > 0'"),
  ])
  func `a page says of the rule what its registration proves`(
    _ says: RuleStanding.Kind, words: String
  ) throws {
    var verdict = try verdict("paired-bootstrap", "\"comparisons\": [\(Self.comparison)]")
    verdict.standing = RuleStanding(
      says: says, hash: String(repeating: "f00d", count: 16), time: "2026-01-02T03:04:05Z",
      commit: "c0de", registered: "now", runsBefore: says == .before ? 0 : 4,
      sameBits: says == .madeAgain ? true : nil,
      changes: says == .changed
        ? [.init(afterRuns: 4, from: "this text", to: "that text", time: "then", commit: "c0de")]
        : [])
    var summary = FakeStudy.methods([0, 1])
    summary.decisions = [verdict]
    let page = PlainText.visible(Page(Document(summary, isDrawn: false), drawings: [:]).html)
    #expect(page.contains(PlainText.html(words)), "\(words)")
    #expect(page.contains("before the first run") == (says == .before))
    #expect(page.contains("2026-01-02T03:04:05Z, SHA-256 f00df00df00df00d"))
    #expect(page.contains("this text") == (says == .changed))
    #expect(page.contains("that text") == (says == .changed))
    let again = try StrictJSON.decode(
      StudyVerdict.self, from: try StrictJSON.encode(verdict), file: "again")
    #expect(again == verdict)
  }
}

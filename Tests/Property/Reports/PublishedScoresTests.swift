import Commands
import Files
import Foundation
import Reports
import Statistics
import Support
import Testing

@Suite struct PublishedScoresTests {
  private static func entry(_ changes: [String: String] = [:]) -> String {
    var fields = [
      "method": #""SimCSE (baseline)""#, "stands-for": #""in-batch-negatives""#,
      "task": #""average""#, "mean": "74.80", "deviation": "1.12", "runs": "5",
      "source": #""thesis""#, "table": #""Table 2""#, "page": "34",
    ]
    for (key, value) in changes { fields[key] = value.isEmpty ? nil : value }
    return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }.joined(separator: ",")
      + "}"
  }

  private func read(_ entries: [String]) throws -> [PublishedScore] {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("published.json")
      try Data("[\(entries.joined(separator: ","))]".utf8).write(to: file)
      return try PublishedScores.read(file)
    }
  }

  @Test func `an entry is read as printed, with what may be left out`() throws {
    let scores = try read([
      Self.entry(),
      Self.entry([
        "stands-for": "", "deviation": "", "runs": "", "method": #""in-batch-negatives""#,
      ]),
    ])
    #expect(scores[0].mean == 74.8 && scores[0].deviation == 1.12 && scores[0].runs == 5)
    #expect(scores[0].place == "thesis, Table 2, p.\u{A0}34")
    #expect(scores.map(\.beside) == ["in-batch-negatives", "in-batch-negatives"])
  }

  @Test func `a page that is not known is left out`() throws {
    #expect(try read([Self.entry(["page": ""])])[0].place == "thesis, Table 2")
  }

  // t of 4 + 4 degrees at equal deviations is 2.306004; 1 is that of the five runs taken as all there
  // are, so that their variance with n − 1 is 5/4; √(2 · 1.25 / 5) = 0.707107.
  @Test func `a published difference stands beside the one here, with Welch's interval`() throws {
    var summary = FakeStudy.methods([0, 6, 0.01], seeds: 6)
    func score(_ method: String, _ mean: Double) -> PublishedScore {
      PublishedScore(
        method: "printed " + method, standsFor: method, task: StudySummary.average, mean: mean,
        deviation: 1, runs: 5, source: "thesis", table: "Table 2", page: nil)
    }
    let names = summary.variants
    summary.published = [score(names[0], 70), score(names[1], 71.5), score(names[2], 69)]
    let differences = summary.publishedDifferences
    #expect(differences.map(\.method) == Array(names.dropFirst()))
    let first = try #require(differences.first)
    #expect(abs(first.points - 1.5) < 1e-12 && first.direction == .holds)
    let interval = try #require(first.interval)
    #expect(abs(interval.lower - (1.5 - 2.306004 * 0.707107)) < 1e-5)
    #expect([.sameSign, .otherSign].contains(differences[1].direction))

    summary.published[1].mean = 68
    #expect(summary.publishedDifferences[0].direction == .reversed)
    summary.published[1].deviation = nil
    #expect(summary.publishedDifferences[0].interval == nil)
    #expect(Table.publishedDifferences(of: summary)?.rows.count == 2)
    summary.published.removeFirst()
    #expect(Table.publishedDifferences(of: summary) == nil)
  }

  @Test(arguments: [
    (["mean": "7480"], "'mean' is 7480"), (["deviation": "-1"], "'deviation' is -1"),
    (["runs": "0"], "'runs' is 0"), (["page": "0"], "'page' is 0"),
    (["source": #""""#], "'source' is empty"), (["sorce": "1"], "sorce"), (["mean": ""], "mean"),
  ])
  func `an entry that cannot be is refused by name`(changes: [String: String], word: String) {
    #expect {
      try read([Self.entry(["task": #""STS12""#]), Self.entry(changes)])
    } throws: { error in
      "\(error)".contains(word) && "\(error)".contains("published.json")
    }
  }

  @Test func `the same number twice is refused with both places`() {
    #expect {
      try read([Self.entry(), Self.entry()])
    } throws: { error in
      "\(error)".contains("entry 2") && "\(error)".contains("as entry 1")
    }
  }

  @Test func `published numbers are below the method they belong to, with their source as a note`()
    throws
  {
    let summary = FakeStudy.methods([0, 1])
    let table = Table.means(of: summary)
    let names = table.rows.map { $0[0].text }
    let place = try #require(names.firstIndex(of: "in-batch-negatives"))
    #expect(names[place + 1] == "SimCSE (baseline) (published¹)")
    let row = table.rows[place + 1]
    #expect(row[1].text == "67.26 ± 1.57")
    #expect(row[2].text == "–")
    #expect(row[8].text == "74.80 ± 1.12")
    #expect(row[9].text == "5")
    #expect(table.markedNotes == ["¹\u{A0}thesis, Table 2, p.\u{A0}34"])
    #expect(table.text.hasSuffix("¹\u{A0}thesis, Table 2, p.\u{A0}34\n"))
    #expect(!names.contains { $0.hasPrefix("SAM") })
    #expect(summary.publishedElsewhere == 1)
    let lines = Table.methodFile(of: summary).split(separator: "\n")
    #expect(
      lines.contains { $0.hasPrefix("in-batch-negatives,average,5,") && $0.contains(",74.8,") })
  }
}

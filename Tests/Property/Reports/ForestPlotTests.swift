import Decisions
import Files
import Foundation
import Model
import Reports
import Statistics
import Support
import Testing

@Suite struct ForestPlotTests {
  private func forest(_ summary: StudySummary) throws -> Figure {
    try #require(Document(summary, isDrawn: true).figures.first { $0.name == "forest" })
  }

  /// The rows of numbers of the data, of all marks.
  private func rows(_ figure: Figure) -> [[Double]] {
    figure.data.split(separator: "\n").map { line in
      line.split(separator: "\t").map { Double($0) ?? .nan }
    }.filter { $0.count == 4 && !$0.contains { $0.isNaN } }
  }

  @Test func `it is the first figure, and shows the verdicts' intervals from the top down`() throws
  {
    let summary = FakeStudy.methods([0, 6, -6, 0.01, 2], seeds: 8)
    #expect(Document(summary, isDrawn: true).figures.first?.name == "forest")
    let drawn = rows(try forest(summary)).sorted { $0[0] < $1[0] }
    let expected = summary.averages.sorted { $0.difference > $1.difference }
    #expect(drawn.map { $0[1] } == expected.map(\.difference))
    #expect(drawn.map { $0[2] } == expected.map(\.simultaneous.lower))
    #expect(drawn.map { $0[3] } == expected.map(\.simultaneous.upper))
    // Bonferroni over the four methods, from the same differences as the verdicts.
    for own in expected {
      let values = { (name: String) in
        summary.runs(of: name).compactMap(\.average)
      }
      let difference = try Difference(paired: values(own.method), values(own.baseline))
      #expect(own.simultaneous == difference.interval(level: 1 - 0.05 / 4))
      #expect(own.simultaneous.lower < own.interval.lower)
    }
  }

  @Test func `the axis names the baseline where there is room for it`() {
    let scripts = Document(FakeStudy.methods([0, 6]), isDrawn: true).drawn
      .filter { $0.name.hasPrefix("forest") }.map(\.script)
    #expect(scripts.count == 2)
    #expect(scripts.first?.contains("difference from in-batch-negatives × 100") == true)
    #expect(scripts.last?.contains("difference from the baseline × 100") == true)
  }

  @Test func `under a study's rule the bars are those of seeds and pairs together`() throws {
    var summary = FakeStudy.methods([0, 6, 0.01], seeds: 6)
    let averages = summary.averages
    let comparisons = averages.map { own in
      let fromSeeds = own.deviation * own.deviation / Double(own.count)
      return """
        {"method": "\(own.method)", "reference": "\(own.baseline)", "seeds": \(own.count),
         "difference": \(own.difference),
         "interval": {"lower": -1, "upper": 1, "level": 0.95},
         "seed-interval": {"lower": 0, "upper": 1, "level": 0.95},
         "variance-from-seeds": \(fromSeeds), "variance-from-pairs": 0.0004, "adjusted-p": 0.9,
         "outcome": "unresolved"}
        """
    }
    let json = """
      {"by": "paired-bootstrap", "rule": "lower > 0", "measure": "average/spearman", "level": 0.95,
       "runs": 18, "diverged": 0, "comparisons": [\(comparisons.joined(separator: ","))]}
      """
    summary.decisions = [
      try StrictJSON.decode(StudyVerdict.self, from: Data(json.utf8), file: "verdict")
    ]
    let drawn = rows(try forest(summary)).sorted { $0[0] < $1[0] }
    for (row, own) in zip(drawn, averages.sorted { $0.difference > $1.difference }) {
      let error = SeedPairError(
        difference: own.difference,
        varianceFromSeeds: own.deviation * own.deviation / Double(own.count),
        varianceFromPairs: 0.0004, seeds: own.count
      ).interval(level: 1 - 0.05 / 2)
      #expect(row[1] == own.difference)
      #expect(abs(row[2] - error.lower) < 1e-12 && abs(row[3] - error.upper) < 1e-12)
      #expect(row[3] - row[2] > own.simultaneous.upper - own.simultaneous.lower)
    }
  }

  @Test func `the band and the words of no difference are there with a margin only`() throws {
    let plain = FakeStudy.methods([0, 0.01, 6], seeds: 40)
    let wide = FakeStudy.analyzed(plain, margin: 0.05)
    #expect(!(try forest(plain)).script.contains("rectangle"))
    let figure = try forest(wide)
    #expect(figure.script.contains("set object rectangle from first -5.0,graph 0 to first 5.0"))
    #expect(figure.data.contains("no difference beyond ±\u{A0}5.00"))
    #expect(figure.caption.contains("±\u{A0}5.00 points"))
    let (open, closed) = (plain.verdict(on: "noise 16"), wide.verdict(on: "noise 16"))
    #expect(open.value.hasPrefix("unresolved") && open.detail?.hasPrefix("(") == true)
    #expect(closed.text == "no difference beyond ±\u{A0}5.00")
    for page in [plain].map({ MarkdownPage(Document($0, isDrawn: true)).text }) {
      #expect(!page.localizedCaseInsensitiveContains("no difference"))
    }
  }

  @Test func `equal scores are called the same, not no difference`() throws {
    var summary = FakeStudy.methods([0, 0])
    for index in summary.runs.indices where summary.runs[index].variant != summary.runs[0].variant {
      summary.runs[index].scores = summary.runs[index - 5].scores
      summary.runs[index].average = summary.runs[index - 5].average
    }
    let found = FakeStudy.analyzed(summary)
    #expect(found.verdict(on: "noise 16").text == "the same scores")
    #expect(rows(try forest(found)).map { Array($0[1...]) } == [[0, 0, 0]])
  }

  @Test func `a long name takes lines, and none of it is cut`() throws {
    var summary = FakeStudy.methods([0, 1])
    let name =
      "weight-perturbation+gradient-sign of the input, with a mask and 256 negatives abcdefghij"
    for index in summary.runs.indices where summary.runs[index].variant == "noise 16" {
      summary.runs[index].variant = name
    }
    let figure = try forest(FakeStudy.analyzed(summary))
    let lines = figure.data.split(separator: "\n").drop { !$0.hasPrefix("place\t") }.dropFirst()
      .map { $0.split(separator: "\t")[2] }
    #expect(lines.count > 2 && lines.allSatisfy { $0.count <= 24 }, "\(lines)")
    #expect(lines.joined().filter { $0 != " " } == name.filter { $0 != " " })
  }
}

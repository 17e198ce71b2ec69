import Files
import Foundation
import Reports
import Testing

@Suite struct DrawnMethodsTests {
  @Test func `methods that can be told apart are all drawn`() {
    let summary = FakeStudy.methods([0, 1, -2, 0.2, 0.8])
    #expect(summary.drawnVariants == summary.variants)
  }

  @Test func `letters of many groups are told as runs`() {
    #expect(Drawing.letters([0, 1, 2, 3]) == "a–d")
    #expect(Drawing.letters([0, 1, 4, 6, 7, 8, 27]) == "a b e g–i b1")
    #expect(Drawing.letters([]) == "")
  }

  @Test func `of many methods the baseline and the farthest ones are drawn, in their order`() throws
  {
    var gains = [Double](repeating: 0, count: 20)
    for place in [3, 5, 8, 11, 13, 17, 19] { gains[place] = place % 2 == 0 ? 9 : -9 }
    let summary = FakeStudy.methods(gains)
    let drawn = try [0, 3, 5, 8, 11, 13, 17, 19].map { place in
      try #require(summary.variants.dropFirst(place).first)
    }
    #expect(summary.drawnVariants == drawn)
  }

  /// A row a task of one method, a row a method of several; of one task there is no average beside it.
  @Test func `several methods are a strip on the average alone`() throws {
    let many = FakeStudy.methods((0..<20).map { Double($0) })
    let one = FakeStudy.summary()
    let single = FakeStudy.summary(tasks: ["only"])
    for (summary, rows) in [(many, 20), (one, one.columns.count), (single, 1)] {
      let figures = Document(summary, isDrawn: true).figures
      let seeds = try #require(figures.first { $0.name == "seeds" })
      let means = seeds.data.components(separatedBy: "\n\n\n")[1]
      #expect(means.split(separator: "\n").count == rows + 1)
    }
  }

  @Test func `of many methods tables list those that are resolved, and fold the others`() throws {
    let summary = FakeStudy.methods((0..<12).map { $0 == 3 ? 9 : 0.01 * Double($0) }, seeds: 8)
    let (shown, others) = summary.listedVariants
    #expect(shown.contains("in-batch-negatives") && shown.contains(summary.variants[3]))
    #expect(!others.isEmpty && Set(shown + others) == Set(summary.variants))
    let document = Document(summary, isDrawn: true)
    let rows = document.tables.flatMap(\.rows).map { $0[0].value }
    // Among the differences, the scores and the spreads.
    for method in summary.variants.dropFirst() {
      #expect(rows.count { $0 == method } == 3, "\(method)")
    }
    let page = MarkdownPage(document).text
    #expect(page.contains("<summary>\(others.count) more unresolved methods</summary>"))
    #expect(FakeStudy.methods([0, 1, -1]).listedVariants.others == [])
  }
}

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

  /// A row a method, where a row a task with a lane a method would be too much.
  @Test func `many methods are a strip on the average alone`() throws {
    let many = FakeStudy.methods((0..<20).map { Double($0) })
    let few = FakeStudy.methods([0, 1])
    for (summary, rows) in [(many, many.variants.count), (few, few.columns.count)] {
      let figures = Document(summary, isDrawn: true).figures
      let seeds = try #require(figures.first { $0.name == "seeds" })
      let last = try #require(seeds.data.components(separatedBy: "\n\n\n").last)
      #expect(last.split(separator: "\n").count == rows + 1)
    }
  }
}

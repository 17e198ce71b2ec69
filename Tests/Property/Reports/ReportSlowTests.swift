import Files
import Foundation
import Reports
import Testing

/// Whole reports, drawn by the gnuplot of this machine.
@Suite struct ReportSlowTests {
  private func gnuplot() throws -> URL {
    try #require(Report.gnuplot(), "install gnuplot: apt-get install gnuplot-nox")
  }

  @Test func `the same summary gives the same bytes`() throws {
    let gnuplot = try gnuplot()
    try FakeStudy.inFolder { folder in
      let report = Report(summary: FakeStudy.summary())
      try report.write(to: folder.appendingPathComponent("a"), gnuplot: gnuplot)
      try report.write(to: folder.appendingPathComponent("b"), gnuplot: gnuplot)
      // Over a report that stands there, beside a file of someone else.
      let note = folder.appendingPathComponent("b/note.txt")
      try Data("mine".utf8).write(to: note)
      try report.write(to: folder.appendingPathComponent("b"), gnuplot: gnuplot)
      let a = try FakeStudy.files(in: folder.appendingPathComponent("a"))
      let b = try FakeStudy.files(in: folder.appendingPathComponent("b"))
      #expect(b.map(\.path) == (a.map(\.path) + ["note.txt"]).sorted())
      for (left, right) in zip(a, b.filter { $0.path != "note.txt" }) {
        #expect(left.bytes == right.bytes, "\(left.path)")
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b"])
      for file in a {
        #expect(!String(decoding: file.bytes, as: UTF8.self).contains("patchlevel"))
      }
    }
  }

  @Test func `report.json gives the summary again`() throws {
    try FakeStudy.inFolder { folder in
      var summary = FakeStudy.summary()
      summary.runs[0].scores[0] = nil
      try Report(summary: summary).write(to: folder.appendingPathComponent("a"), gnuplot: nil)
      let data = try Data(contentsOf: folder.appendingPathComponent("a/report.json"))
      #expect(try StrictJSON.decode(StudySummary.self, from: data, file: "report") == summary)
    }
  }

  struct Shape: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var summary: @Sendable () -> StudySummary
    var figures: Int
  }

  @Test(arguments: [
    Shape(
      testDescription: "one run",
      summary: { FakeStudy.summary(dataOrders: 1, dropouts: 1) }, figures: 6),
    Shape(
      testDescription: "1 × 3 seeds",
      summary: { FakeStudy.summary(dataOrders: 1, dropouts: 3) }, figures: 9),
    Shape(testDescription: "3 × 3 seeds", summary: { FakeStudy.summary() }, figures: 10),
    Shape(
      testDescription: "two variants",
      summary: { FakeStudy.summary(variants: ["a", "b"]) }, figures: 16),
    Shape(
      testDescription: "two initializations of 25 seeds",
      summary: { FakeStudy.summary(dataOrders: 5, dropouts: 5, initializations: 2) }, figures: 10),
    Shape(
      testDescription: "all runs equal, one diverged",
      summary: {
        var summary = FakeStudy.summary()
        for index in summary.runs.indices {
          summary.runs[index].scores = summary.runs[0].scores
          summary.runs[index].average = summary.runs[0].average
          summary.runs[index].training = summary.runs[0].training
        }
        summary.runs[4].scores = summary.tasks.map { _ in nil }
        summary.runs[4].average = nil
        summary.runs[4].training = [
          TrainingPoint(step: 1, loss: .nan, positiveCosine: nil, negativeCosine: nil)
        ]
        summary.runs[4].divergedAtStep = 1
        summary.untrained = nil
        return FakeStudy.analyzed(summary)
      }, figures: 8),
    Shape(
      testDescription: "one step",
      summary: {
        var summary = FakeStudy.summary(dataOrders: 1, dropouts: 1)
        summary.runs[0].training = Array(summary.runs[0].training.prefix(1))
        summary.runs[0].selection = Array(summary.runs[0].selection.prefix(1))
        return summary
      }, figures: 6),
  ])
  func `figures are drawn for every shape of study`(shape: Shape) throws {
    let gnuplot = try gnuplot()
    try FakeStudy.inFolder { folder in
      let summary = shape.summary()
      try Report(summary: summary).write(to: folder.appendingPathComponent("a"), gnuplot: gnuplot)
      let figures = Document(summary, isDrawn: true).figures
      #expect(figures.count == shape.figures)
      let page = try String(
        contentsOf: folder.appendingPathComponent("a/report.html"), encoding: .utf8)
      // Each for a page and for a telephone.
      #expect(page.matches(of: /<svg\s/).count == 2 * shape.figures)
      let ids = page.matches(of: /\sid=["']([^"']*)["']/).map { $0.output.1 }
      #expect(Set(ids).count == ids.count)
    }
  }

  @Test func `any figure can be drawn again in its folder`() throws {
    let gnuplot = try gnuplot()
    try FakeStudy.inFolder { folder in
      let summary = FakeStudy.summary()
      try Report(summary: summary).write(to: folder.appendingPathComponent("a"), gnuplot: gnuplot)
      let figures = folder.appendingPathComponent("a/figures")
      for figure in Document(summary, isDrawn: true).drawn {
        let drawing = figures.appendingPathComponent("\(figure.name).svg")
        let first = try Data(contentsOf: drawing)
        try FileManager.default.removeItem(at: drawing)
        try Gnuplot(executable: gnuplot).draw(figure, in: figures)
        #expect(try Data(contentsOf: drawing) == first, "\(figure.name)")
      }
    }
  }

  // gnuplot leaves out a label that its margins have no room for, without a word.
  @Test func `every axis that a script labels has its label in the drawing`() throws {
    let gnuplot = try gnuplot()
    try FakeStudy.inFolder { folder in
      let studies = [FakeStudy.summary(), FakeStudy.methods([0, 1, -1, 0.2])]
      for (place, summary) in studies.enumerated() {
        let report = folder.appendingPathComponent("\(place)")
        try Report(summary: summary).write(to: report, gnuplot: gnuplot)
        for figure in Document(summary, isDrawn: true).drawn {
          let drawing = try String(
            contentsOf: report.appendingPathComponent("figures/\(figure.name).svg"),
            encoding: .utf8)
          for label in figure.script.matches(of: /(?m)^set (?:[xy]|cb)label '([^']*)'/) {
            #expect(drawing.contains(">\(label.output.1)<"), "\(figure.name): \(label.output.1)")
          }
        }
      }
    }
  }

  @Test func `hostile names are drawn and run nothing`() throws {
    let gnuplot = try gnuplot()
    try FakeStudy.inFolder { folder in
      let summary = HostileNames.study
      try Report(summary: summary).write(to: folder.appendingPathComponent("a"), gnuplot: gnuplot)
      // Of one method its tasks have rows.
      var single = summary
      single.runs.removeAll { $0.variant != summary.variants[1] }
      single = FakeStudy.analyzed(single)
      try Report(summary: single).write(to: folder.appendingPathComponent("b"), gnuplot: gnuplot)
      let files = try FakeStudy.files(in: folder)
      #expect(!files.contains { $0.path.contains("pwned") })
      #expect(!FileManager.default.fileExists(atPath: "pwned"))
      let drawings = files.filter { $0.path.hasSuffix("seeds.svg") }
      let svg = drawings.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
      #expect(svg.contains(">50% %s<"))
      #expect(svg.contains(">%n%d%s<"))
      #expect(svg.contains(">#comment<"))
      #expect(svg.contains(">x_{y}^z<"))
      #expect(!svg.contains("<script"))
      for file in files where file.path.hasSuffix(".gp") {
        let script = String(decoding: file.bytes, as: UTF8.self)
        #expect(!script.contains("`"))
        #expect(script.filter { $0 == "'" }.count.isMultiple(of: 2))
      }
    }
  }
}

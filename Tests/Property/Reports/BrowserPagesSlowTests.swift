import Foundation
import Reports
import Support
import Testing

/// Pages of every shape of study, as `ci/pages` opens them in a browser.
///
/// They are written to the folder that `SIMCSE_PAGES` names, or to a temporary one.
@Suite struct BrowserPagesSlowTests {
  private static let studies: [(name: String, summary: @Sendable () -> StudySummary)] = [
    ("seeds", { FakeStudy.summary(dataOrders: 5, dropouts: 5) }),
    ("methods", { FakeStudy.methods([0, 1.5, -2, 0.2, 0.8]) }),
    ("many-methods", { FakeStudy.methods((0..<28).map { 0.1 * Double($0 * 7 % 28) - 1 }) }),
    (
      "margin",
      {
        var summary = FakeStudy.methods([0, 1.5, -2, 0.2, 0.02], seeds: 12)
        let name = "a method whose name is longer than any line that a figure has room for"
        for index in summary.runs.indices where summary.runs[index].variant == "noise 64" {
          summary.runs[index].variant = name
        }
        return FakeStudy.analyzed(summary, margin: 0.01)
      }
    ),
    ("one-run", { FakeStudy.summary(dataOrders: 1, dropouts: 1) }),
    ("hostile", { HostileNames.study }),
  ]

  @Test func `every page holds as many drawings as its document has figures`() throws {
    let gnuplot = try #require(
      Report.gnuplot(), "install gnuplot (apt-get install gnuplot-nox) to draw the figures")
    func write(to folder: URL) throws {
      for study in Self.studies {
        let place = folder.appendingPathComponent(study.name)
        let summary = study.summary()
        try Report(summary: summary).write(to: place, gnuplot: gnuplot)
        let page = try String(
          contentsOf: place.appendingPathComponent("report.html"), encoding: .utf8)
        let figures = Document(summary, isDrawn: true).drawn.count
        #expect(page.matches(of: /<svg\s/).count == figures, "\(study.name)")
      }
    }
    if let folder = ProcessInfo.processInfo.environment["SIMCSE_PAGES"] {
      try write(to: URL(fileURLWithPath: folder))
    } else {
      try withTemporaryFolder(write)
    }
  }
}

import Files
import Foundation
import Reports
import Support
import Testing

/// The reports that the project ships are what its code makes of their own summaries.
@Suite struct CommittedReportSlowTests {
  static let reports: [URL] = {
    let folder = packageFolder.appendingPathComponent("Reports")
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return paths.filter { $0.hasSuffix("/report.json") }.sorted().map {
      folder.appendingPathComponent($0).deletingLastPathComponent()
    }
  }()

  @Test func `there is a report to make again`() {
    #expect(!Self.reports.isEmpty)
  }

  @Test(arguments: reports)
  func `a report made again has the same bytes`(_ report: URL) throws {
    let gnuplot = try #require(
      Report.gnuplot(), "install gnuplot (apt-get install gnuplot-nox) to draw the figures")
    let file = report.appendingPathComponent("report.json")
    let summary = try StrictJSON.decode(
      StudySummary.self, from: Data(contentsOf: file), file: file.path)
    try withTemporaryFolder { folder in
      let again = folder.appendingPathComponent("again")
      try Report(summary: summary).write(to: again, gnuplot: gnuplot)
      let paths = try FileManager.default.subpathsOfDirectory(atPath: again.path)
      #expect(
        paths.sorted()
          == (try FileManager.default.subpathsOfDirectory(atPath: report.path)).sorted())
      for path in paths where path.contains(".") {
        #expect(
          try Data(contentsOf: again.appendingPathComponent(path))
            == Data(contentsOf: report.appendingPathComponent(path)), "\(path)")
      }
    }
  }
}

import Files
import Foundation
import Reports
import Support
import Testing

/// The reports that the project ships are what its code makes of their own summaries, kept by
/// `ci/keep-report`.
@Suite struct CommittedReportSlowTests {
  static let reports: [URL] = {
    let folder = packageFolder.appendingPathComponent("Reports")
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return paths.filter { $0.hasSuffix("/report.json.gz") }.sorted().map {
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
    let file = report.appendingPathComponent("report.json.gz")
    var summary = try StrictJSON.decode(
      StudySummary.self, from: InputFile.read(file), file: file.path)
    // After a change of pages or of statistics: SIMCSE_DRAW_REPORTS=1 swift test --filter CommittedReport
    let draws = ProcessInfo.processInfo.environment["SIMCSE_DRAW_REPORTS"] == "1"
    if draws {
      if summary.evidence == nil {
        summary.analysis.rule.draws = StudyAnalysis.Rule.usual.draws
      }
      let evidence = summary.evidence
      summary = try Verification.again(summary, file: file, compute: oneThread).summary
      summary.evidence = evidence
    }
    try withTemporaryFolder { folder in
      let (whole, kept) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("b"))
      try Report(summary: summary).write(to: whole, gnuplot: gnuplot)
      let keep = try Process.run(
        packageFolder.appendingPathComponent("ci/keep-report"), arguments: [whole.path, kept.path])
      keep.waitUntilExit()
      #expect(keep.terminationStatus == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: kept.path).sorted()
      if draws {
        for name in names {
          try Data(contentsOf: kept.appendingPathComponent(name))
            .write(to: report.appendingPathComponent(name))
        }
      }
      #expect(names == (try FileManager.default.contentsOfDirectory(atPath: report.path)).sorted())
      // Another version of gzip may pack the same bytes otherwise.
      for name in names {
        #expect(
          try InputFile.read(kept.appendingPathComponent(name))
            == InputFile.read(report.appendingPathComponent(name)), "\(name)")
      }
    }
  }
}

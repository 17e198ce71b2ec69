import Foundation
import Reports
import Support
import Testing

/// Every page that the project ships follows from the file beside it.
@Suite struct VerifiedReportsTests {
  @Test(arguments: CommittedReportSlowTests.reports)
  func `a page of Reports is the one that its file leads to`(_ report: URL) throws {
    let found = try Verification(report, gnuplot: nil, compute: oneThread)
    #expect(found.differences.isEmpty, "\(found.differences.prefix(10))")
    #expect(Set(found.compared).isSuperset(of: ["report.html", "report.md", "methods.csv"]))
  }
}

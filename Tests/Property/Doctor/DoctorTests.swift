import Foundation
import Harness
import Support
import Testing

@Suite struct DoctorTests {
  private func findings(_ change: (inout Doctor) -> Void) -> [String: Finding] {
    var doctor = Doctor(
      path: ProcessInfo.processInfo.environment["PATH"] ?? "", model: nil, data: nil,
      runs: FileManager.default.temporaryDirectory, checksFiles: true)
    change(&doctor)
    let all = doctor.findings
    return Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test func `what is lacking is told with the command that mends it`() throws {
    let found = findings { $0.path = "/nowhere" }
    for name in ["gnuplot", "git", "gzip", "fonts", "toolchain"] {
      let finding = try #require(found[name])
      #expect(finding.state == .lacking && finding.mend?.isEmpty == false, "\(finding)")
    }
    #expect(found["gnuplot"]?.mend?.contains("gnuplot") == true)
    #expect(!found.values.contains { $0.state == .bad })
  }

  @Test func `a machine that built these tests can do the work`() {
    let found = findings { _ in }
    for name in ["processor", "threads", "OpenBLAS", "memory", "disk"] {
      #expect(found[name]?.state == .good, "\(name)")
    }
  }

  @Test func `a damaged model and damaged data are bad`() throws {
    try withTemporaryFolder { folder in
      try Data("{}".utf8).write(to: folder.appendingPathComponent("config.json"))
      let file = folder.appendingPathComponent("sts/STSBenchmark/dev.tsv")
      try AtomicFile.write(Data("no data".utf8), to: file)
      let found = findings {
        $0.model = folder
        $0.data = folder
      }
      #expect(found["model"]?.state == .bad && found["data"]?.state == .bad)
      #expect(found["data"]?.found.contains("dev.tsv") == true)
    }
  }

  @Test func `a folder that cannot be written is bad`() {
    let found = findings { $0.runs = URL(fileURLWithPath: "/proc/none/runs") }
    #expect(found["disk"]?.state == .bad)
  }

  @Test(.enabled(if: RealInputs.model != nil && RealInputs.data != nil, "needs the real inputs"))
  func `the real model and data are sound`() {
    let found = findings {
      $0.model = RealInputs.model
      $0.data = RealInputs.data
    }
    #expect(found["model"]?.state == .good && found["data"]?.state == .good)
  }
}

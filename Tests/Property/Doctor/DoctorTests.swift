import Files
import Foundation
import Support
import Testing
import Tools

@Suite struct DoctorTests {
  private func findings(_ change: (inout Doctor) -> Void) -> [String: Finding] {
    var doctor = Doctor(
      path: ProcessInfo.processInfo.environment["PATH"] ?? "", model: nil, data: nil,
      runs: FileManager.default.temporaryDirectory, checksFiles: true)
    change(&doctor)
    let all = doctor.findings
    return Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test func `what is lacking is listed with the command that fixes it`() throws {
    let found = findings { $0.path = "/nowhere" }
    for name in ["gnuplot", "git", "gzip", "fonts", "toolchain"] {
      let finding = try #require(found[name])
      #expect(finding.state == .lacking && finding.fix?.isEmpty == false, "\(finding)")
    }
    #expect(found["gnuplot"]?.fix?.contains("gnuplot") == true)
    #expect(!found.values.contains { $0.state == .bad })
  }

  @Test func `a machine that built these tests can do the work`() {
    let found = findings { _ in }
    for name in ["processor", "threads", "OpenBLAS", "memory", "disk"] {
      #expect(found[name]?.state == .good, "\(name)")
    }
  }

  #if arch(x86_64)
    @Test func `a processor is held against what the build asks of it`() {
      func found(_ isPlain: Bool, _ missing: [String]?) -> Finding {
        Processor.finding(isPlainBuild: isPlain, missing: missing)
      }
      #expect(found(false, []).state == .good && found(true, ["avx2"]).state == .good)
      #expect(found(false, ["avx2"]).state == .bad)
      #expect(found(false, ["avx2"]).fix?.contains("SIMCSE_PROCESSOR=x86-64") == true)
      #expect(found(true, []).state == .lacking && found(true, []).fix?.isEmpty == false)
    }
  #endif

  @Test func `memory is what the groups of a batch system leave of the machine's`() {
    let groups = Memory.groups(of: "0::/slurm/job_7\n")
    #expect(
      groups == ["/sys/fs/cgroup/slurm/job_7", "/sys/fs/cgroup/slurm", "/sys/fs/cgroup"])
    #expect(Memory.groups(of: "3:memory:/a\n2:cpu:/a\n").first == "/sys/fs/cgroup/memory/a")
    func left(_ files: [String: String]) -> Int? { Memory.left(in: "/g") { files[$0] } }
    #expect(left(["/g/memory.max": "1000\n", "/g/memory.current": "400\n"]) == 600)
    #expect(left(["/g/memory.max": "max\n", "/g/memory.current": "400\n"]) == nil)
    #expect(left(["/g/memory.limit_in_bytes": "9223372036854771712"]) == nil)
    #expect(left(["/g/memory.max": "100", "/g/memory.current": "400"]) == 0)
    #expect(left([:]) == nil)
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

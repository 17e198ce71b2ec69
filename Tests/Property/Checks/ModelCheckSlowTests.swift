import Model
import Testing
import Tools

@Suite struct ModelCheckSlowTests {
  @Test func `the embedded default's encoder passes every check`() throws {
    let encoder = try Workload(model: nil, data: nil, threads: 2, product: .exact).encoder
    var heard = 0
    let verdicts = try ModelCheck(encoder).verdicts { _ in heard += 1 }
    let failed = verdicts.filter { !$0.passed }.map { "\($0.name): \($0.found)" }
    #expect(failed.isEmpty)
    #expect(heard == verdicts.count)
    #expect(verdicts.contains { $0.name == "gradient, block 2" })
  }
}

import Model
import Statistics
import Support
import Testing

@Suite struct PrincipalShareTests {
  private static func share(_ rows: [[Float]]) throws -> Double {
    try firstPrincipalShare(
      Tensor(rows.flatMap { $0 }, shape: [rows.count, rows[0].count]), compute: oneThread)
  }

  @Test func `points on a line have the whole variance in one component`() throws {
    #expect(abs(try Self.share([[1, 2, 3], [2, 4, 6], [-1, -2, -3], [0, 0, 0]]) - 1) < 1e-12)
  }

  @Test func `the corners of a box have the variances of its sides`() throws {
    // Sides of 6 and 2: variances 9 and 1.
    #expect(abs(try Self.share([[3, 1], [3, -1], [-3, 1], [-3, -1]]) - 0.9) < 1e-12)
  }

  @Test func `it does not change when all rows are moved or turned`() throws {
    let rows: [[Float]] = [[3, 1], [2, -1], [-3, 0.5], [-1, -1], [0.5, 0.25]]
    let turned = rows.map { [$0[1] + 40, 8 - $0[0]] }
    #expect(abs(try Self.share(rows) - Self.share(turned)) < 1e-9)
  }

  @Test func `too few rows, equal rows and numbers that are none are refused`() {
    #expect(throws: StatisticError.tooFew(found: 1, needed: 2)) { try Self.share([[1, 2]]) }
    #expect(throws: StatisticError.constantInput(side: "x")) { try Self.share([[1, 2], [1, 2]]) }
    #expect(throws: StatisticError.notFinite(side: "x", index: 3)) {
      try Self.share([[1, 2], [1, .nan]])
    }
  }
}

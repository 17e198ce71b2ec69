import Model
import Statistics
import Support
import Testing

@Suite struct AlignmentUniformityTests {
  private let rows = Tensor<Float>([1, 0, 0, 1, -1, 0], shape: [3, 2])

  @Test func `equal pairs are aligned, opposite ones as far apart as can be`() throws {
    #expect(try alignment(rows, rows) == 0)
    let opposite = Tensor(rows.scalars.map { -$0 }, shape: rows.shape)
    #expect(try alignment(rows, opposite) == 4)
  }

  /// Squared distances 2, 4 and 2: log((2 e⁻⁴ + e⁻⁸) / 3).
  @Test func `uniformity is the log of the mean potential over pairs`() throws {
    let expected = Double.logarithm((2 * Double.exponential(-4) + Double.exponential(-8)) / 3)
    #expect(abs(try uniformity(rows, compute: oneThread) - expected) < 1e-14)
  }

  @Test func `numbers that are not finite are refused`() {
    let broken = Tensor<Float>([1, 0, .nan, 1], shape: [2, 2])
    #expect(throws: StatisticError.notFinite(side: "x", index: 2)) {
      try uniformity(broken, compute: oneThread)
    }
    #expect(throws: StatisticError.notFinite(side: "second", index: 2)) {
      try alignment(Tensor([1, 0, 0, 1], shape: [2, 2]), broken)
    }
  }
}

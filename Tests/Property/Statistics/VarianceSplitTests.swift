import Harness
import Testing

@Suite struct VarianceSplitTests {
  /// A 3 × 4 layout worked by hand: row means 2, 4, 9; column means 4, 5, 6, 5; grand mean 5.
  @Test func `sums of squares are those worked by hand`() throws {
    let split = try VarianceSplit(cells: [[1, 2, 3, 2], [3, 4, 5, 4], [8, 9, 10, 9]])
    let sums = split.sumsOfSquares
    #expect(sums.rows == 104 && sums.columns == 6 && sums.remainder == 0)
    // Rows: (104 / 2 − 0) / 4; columns: (6 / 3 − 0) / 3.
    #expect(split.components.rows == 13)
    #expect(abs(split.components.columns - 2.0 / 3) < 1e-15)
  }

  @Test func `swapping the factors swaps their parts`() throws {
    let cells = [[1.0, 4, 2], [7, 3, 9], [2, 2, 8]]
    let turned = (0..<3).map { column in cells.map { $0[column] } }
    let (a, b) = (try VarianceSplit(cells: cells), try VarianceSplit(cells: turned))
    #expect(abs(a.components.rows - b.components.columns) < 1e-12)
    #expect(abs(a.components.remainder - b.components.remainder) < 1e-12)
  }

  @Test func `an offset changes nothing, and a scale scales by its square`() throws {
    let cells = [[1.0, 4, 2], [7, 3, 9]]
    let moved = cells.map { $0.map { 3 * $0 + 1e8 } }
    let (a, b) = (try VarianceSplit(cells: cells), try VarianceSplit(cells: moved))
    #expect(abs(b.components.remainder - 9 * a.components.remainder) < 1e-5)
  }

  @Test func `shares are parts of one, and none where nothing varies`() throws {
    let shares = try #require(try VarianceSplit(cells: [[1, 2], [2, 1]]).shares)
    #expect(shares.rows == 0 && shares.columns == 0 && shares.remainder == 1)
    #expect(try VarianceSplit(cells: [[2, 2], [2, 2]]).shares == nil)
  }

  @Test func `a ragged or too small layout is refused`() {
    #expect(throws: StatisticError.self) { try VarianceSplit(cells: [[1, 2]]) }
    #expect(throws: StatisticError.self) { try VarianceSplit(cells: [[1, 2], [1]]) }
    #expect(throws: StatisticError.self) { try VarianceSplit(cells: [[1, .nan], [1, 2]]) }
  }
}

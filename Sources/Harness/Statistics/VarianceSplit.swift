/// The variance of a two-way crossed layout, one observation a cell, split by its two factors.
///
/// With R rows (data orders), C columns (dropout seeds) and mean squares of the two-way analysis of
/// variance without replication, the components are
///
///     σ²_rows = (MS_rows − MS_rest) / C,  σ²_columns = (MS_columns − MS_rest) / R,  σ²_rest = MS_rest
///
/// The remainder holds the interaction of both factors and whatever else varies; one observation a
/// cell cannot tell them apart. An estimate below zero is kept as it is in `components`, and
/// counts as zero in `shares`.
///
/// - Source: Searle, Casella and McCulloch, "Variance Components" (1992), section 4.3.
public struct VarianceSplit: Sendable, Equatable {
  public struct Parts: Sendable, Equatable {
    public var rows: Double
    public var columns: Double
    public var remainder: Double
  }

  public let sumsOfSquares: Parts
  public let components: Parts
  /// The components over their sum, negative ones as zero; nil when nothing varies.
  public let shares: Parts?

  /// - Inputs: `cells`, a row for each level of the first factor, (R, C), R and C at least 2.
  /// - Throws: ``StatisticError`` for a smaller or ragged layout, or a cell that is not finite.
  public init(cells: [[Double]]) throws(StatisticError) {
    let (r, c) = (cells.count, cells.first?.count ?? 0)
    guard r >= 2, c >= 2 else { throw .tooFew(found: min(r, c), needed: 2) }
    for (row, values) in cells.enumerated() {
      guard values.count == c else { throw .unequalCounts(values.count, c) }
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(side: "row \(row)", index: bad)
      }
    }
    let rowMeans = cells.map { $0.reduce(0, +) / Double(c) }
    let columnMeans = (0..<c).map { column in
      cells.reduce(0) { $0 + $1[column] } / Double(r)
    }
    let grand = rowMeans.reduce(0, +) / Double(r)
    func squares(_ values: [Double]) -> Double {
      values.reduce(0) { $0 + ($1 - grand) * ($1 - grand) }
    }
    var rest = 0.0
    for (row, values) in cells.enumerated() {
      for (column, value) in values.enumerated() {
        let residual = value - rowMeans[row] - columnMeans[column] + grand
        rest += residual * residual
      }
    }
    sumsOfSquares = Parts(
      rows: Double(c) * squares(rowMeans), columns: Double(r) * squares(columnMeans),
      remainder: rest)
    let meanRest = rest / Double((r - 1) * (c - 1))
    components = Parts(
      rows: (sumsOfSquares.rows / Double(r - 1) - meanRest) / Double(c),
      columns: (sumsOfSquares.columns / Double(c - 1) - meanRest) / Double(r),
      remainder: meanRest)
    let (a, b) = (max(components.rows, 0), max(components.columns, 0))
    let total = a + b + meanRest
    shares =
      total > 0 ? Parts(rows: a / total, columns: b / total, remainder: meanRest / total) : nil
  }
}

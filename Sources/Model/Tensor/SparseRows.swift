/// A matrix most of whose entries are 0, row by row.
public struct SparseRows: Sendable, Equatable {
  /// The number of columns, C.
  public let columns: Int
  /// The entries of row i are `starts[i]..<starts[i + 1]` (N + 1).
  private var starts = [0]
  /// The column and the value of each entry.
  private var places: [Int] = []
  private var values: [Double] = []

  public init(columns: Int) { self.columns = columns }

  /// The number of rows, N.
  public var rows: Int { starts.count - 1 }

  /// Adds a row.
  ///
  /// - Precondition: entries lie in the columns.
  public mutating func append(_ entries: [(column: Int, value: Double)]) {
    for (column, value) in entries {
      precondition(
        (0..<columns).contains(column), "column \(column) of a matrix of \(columns)")
      places.append(column)
      values.append(value)
    }
    starts.append(places.count)
  }

  /// A · Q.
  ///
  /// - Inputs: `q` (C, M).
  /// - Output: (N, M).
  /// - Complexity: O(entries · M).
  package func product(_ q: Tensor<Double>) -> Tensor<Double> {
    precondition(q.rows == columns, "\(columns) columns and \(q.rows) rows have no product")
    let width = q.columns
    var result = Tensor<Double>(zeros: [rows, width])
    result.scalars.writing { y in
      q.reading { q in
        for row in 0..<rows {
          for entry in starts[row]..<starts[row + 1] {
            Self.add(
              q.advanced(by: places[entry] &* width), times: values[entry],
              to: y.advanced(by: row &* width), width)
          }
        }
      }
    }
    return result
  }

  /// Aᵀ · Q.
  ///
  /// - Inputs: `q` (N, M).
  /// - Output: (C, M).
  /// - Complexity: O(entries · M).
  package func transposedProduct(_ q: Tensor<Double>) -> Tensor<Double> {
    precondition(q.rows == rows, "\(rows) rows and \(q.rows) rows have no product")
    let width = q.columns
    var result = Tensor<Double>(zeros: [columns, width])
    result.scalars.writing { y in
      q.reading { q in
        for row in 0..<rows {
          for entry in starts[row]..<starts[row + 1] {
            Self.add(
              q.advanced(by: row &* width), times: values[entry],
              to: y.advanced(by: places[entry] &* width), width)
          }
        }
      }
    }
    return result
  }

  private static func add(
    _ x: Reading<Double>, times factor: Double, to y: Writing<Double>, _ count: Int
  ) {
    forEachLane(count) {
      y.store(y.lanes($0) + factor * x.lanes($0), at: $0)
    } rest: {
      y[$0] += factor * x[$0]
    }
  }
}

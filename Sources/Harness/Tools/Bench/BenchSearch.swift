import Model
import Studies

/// Exact search among a million rows of 384 that mean nothing.
final class BenchSearch {
  static let rows = 1_000_000
  static let width = 384
  static let count = 10
  /// The queries of the larger of the two measurements.
  static let batch = 64
  private let matrix: Tensor<Float>
  private let compute: Compute

  init(compute: Compute) {
    self.compute = compute
    matrix = Self.numbers(Self.rows, compute)
  }

  /// Even numbers in −½ ..< ½ that differ from row to row.
  private static func numbers(_ rows: Int, _ compute: Compute) -> Tensor<Float> {
    Tensor.filling([rows, width]) { scalars in
      compute.forEachBlock(rows, size: 4096) { block in
        for place in block.lowerBound * width..<block.upperBound * width {
          let mixed = UInt64(truncatingIfNeeded: place) &* 0x9E37_79B9_7F4A_7C15
          scalars[place] = Float((mixed ^ mixed >> 29) >> 40 & 0xFFFF) / 65_536 - 0.5
        }
      }
    }
  }

  /// Seconds for so many queries at once, the ten nearest rows of each.
  func measure(queries: Int) -> Double {
    let queries = Self.numbers(queries, compute)
    return seconds {
      _ = nearestRows(
        to: queries, in: matrix, count: Self.count, block: SearchIndex.block, compute: compute)
    }
  }
}

public import Model

/// A row found near a query, and how near.
public struct NearRow: Sendable, Equatable {
  /// 0-based.
  public let row: Int
  public let cosine: Float

  public init(row: Int, cosine: Float) {
    self.row = row
    self.cosine = cosine
  }
}

/// The rows of a matrix that are nearest to each query, by cosine, exactly.
///
/// Nearer rows come first, rows at one cosine in their order. Every row is compared: the matrix is
/// multiplied a block of rows at a time. With the product `exact` neither the block nor the
/// number of threads changes a bit.
///
/// - Inputs: `queries` (Q, H) and `rows` (N, H), rows of length 1, finite.
/// - Output: `count` rows a query, or all where there are fewer.
/// - Precondition: `count` and `block` are positive.
/// - Complexity: O(Q·N·H); memory for 64 · `block` cosines and 2 · `count` rows a query.
public func nearestRows(
  to queries: Tensor<Float>, in rows: Tensor<Float>, count: Int, block: Int, compute: Compute
) -> [[NearRow]] {
  precondition(count >= 1, "\(count) nearest rows were asked for")
  precondition(block >= 1, "a block of \(block) rows is empty")
  var found: [[NearRow]] = []
  for start in stride(from: 0, to: queries.rows, by: 64) {
    let chosen = start..<min(start + 64, queries.rows)
    let part = Tensor(
      Array(
        queries.scalars[
          chosen.lowerBound * queries.columns..<chosen.upperBound * queries.columns]),
      shape: [chosen.count, queries.columns])
    var nearest = [Nearest](
      repeating: Nearest(count: min(count, max(1, rows.rows))), count: chosen.count)
    for first in stride(from: 0, to: rows.rows, by: block) {
      let block = first..<min(first + block, rows.rows)
      let cosines = compute.products(of: part, withRows: block, of: rows)
      for query in 0..<chosen.count {
        nearest[query].take(
          cosines.scalars[query * block.count..<(query + 1) * block.count],
          firstRow: block.lowerBound)
      }
    }
    for query in 0..<chosen.count { found.append(nearest[query].sorted()) }
  }
  return found
}

/// The best rows so far: up to twice as many as wanted, cut back when full.
private struct Nearest {
  let count: Int
  private var kept: [NearRow] = []
  /// What a further row must exceed: rows come in order, so an equal one comes too late.
  private var bound = -Float.infinity

  init(count: Int) { self.count = count }

  mutating func take(_ cosines: ArraySlice<Float>, firstRow: Int) {
    let offset = firstRow - cosines.startIndex
    for place in cosines.indices where cosines[place] > bound {
      kept.append(NearRow(row: place + offset, cosine: cosines[place]))
      if kept.count >= 2 * count { cut() }
    }
  }

  private mutating func cut() {
    kept.sort { ($0.cosine, $1.row) > ($1.cosine, $0.row) }
    guard kept.count >= count else { return }
    kept.removeLast(kept.count - count)
    bound = kept[count - 1].cosine
  }

  mutating func sorted() -> [NearRow] {
    cut()
    return kept
  }
}

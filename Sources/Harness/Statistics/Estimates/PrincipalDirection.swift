/// The first principal direction of vectors about the origin: the unit vector u for which Σ (x · u)² is
/// largest, by the power method on their products.
///
/// - Inputs: `rows`, vectors of `width` numbers, end to end.
/// - Output: `width` numbers; zeros where all vectors are zero. Its sign is not defined.
/// - Complexity: O(rows · width²), and width² for each of the steps.
package func principalDirection(of rows: [Double], width: Int) -> [Double] {
  precondition(
    width > 0 && rows.count % width == 0, "\(rows.count) numbers are no rows of \(width)")
  var products = [Double](repeating: 0, count: width * width)
  for start in stride(from: 0, to: rows.count, by: width) {
    for i in 0..<width {
      let factor = rows[start + i]
      for j in 0...i { products[i * width + j] += factor * rows[start + j] }
    }
  }
  for i in 0..<width {
    for j in 0..<i { products[j * width + i] = products[i * width + j] }
  }
  return principalDirection(ofProducts: products, width: width)
}

/// The same from the products of the vectors, Σ xᵢ xⱼ: `width` rows of `width` numbers.
func principalDirection(ofProducts products: [Double], width: Int) -> [Double] {
  func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  // The column of the largest square has a share of the direction that is sought.
  let largest = (0..<width).max { products[$0 * width + $0] < products[$1 * width + $1] } ?? 0
  var direction = Array(products[largest * width..<(largest + 1) * width])
  guard length(direction) > 0 else { return direction }
  for _ in 0..<mostPowerSteps {
    let scale = 1 / length(direction)
    let unit = direction.map { $0 * scale }
    var next = [Double](repeating: 0, count: width)
    for i in 0..<width {
      var sum = 0.0
      for j in 0..<width { sum += products[i * width + j] * unit[j] }
      next[i] = sum
    }
    let norm = length(next)
    let change = zip(next, unit).reduce(0) { max($0, abs($1.0 / norm - $1.1)) }
    direction = next
    if change < 1e-15 { break }
  }
  let scale = 1 / length(direction)
  return direction.map { $0 * scale }
}

/// Where two directions are nearly as large, steps turn one into the other slowly, and either will do.
private let mostPowerSteps = 10_000

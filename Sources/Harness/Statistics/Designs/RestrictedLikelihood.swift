import Model

/// The restricted likelihood of variance components with a single mean.
///
///     V = Σ σ²_k Z_k Z_kᵀ + σ²_remainder I,   P = V⁻¹ − V⁻¹ 1 1ᵀ V⁻¹ / (1ᵀ V⁻¹ 1)
///     ℓ = −½ (ln |V| + ln 1ᵀ V⁻¹ 1 + yᵀ P y)
///     ∂ℓ/∂σ²_k = ½ (‖Z_kᵀ P y‖² − tr Z_kᵀ P Z_k),   information_kl = ½ ‖Z_kᵀ P Z_l‖²
///
/// Z_k (N, levels) marks which level of term k each run has; the remainder's is I.
///
/// - Source: Patterson and Thompson, Biometrika 58 (1971); Searle, Casella and McCulloch,
///   "Variance Components" (1992), section 6.6; observed: Gilmour, Thompson and Cullis, Biometrics
///   51 (1995).
/// - Complexity: O(N³) for the value, O(N² · parts²) more for the derivatives.
struct RestrictedLikelihood: Sendable {
  let y: [Double]
  /// The cell of each run, a row for each part; the last is the remainder, a cell for each run.
  private let cells: [(count: Int, ofRun: [Int])]
  var parts: Int { cells.count }

  init(y: [Double], cells: [(count: Int, ofRun: [Int])]) {
    self.y = y
    self.cells = cells + [(y.count, Array(y.indices))]
  }

  struct Derivatives {
    var score: [Double]
    /// The expected curvature, (parts, parts) by rows.
    var information: [Double]
    /// The curvature of these values: yᵀ P V_k P V_l P y less the expected one.
    var observed: [Double]
  }

  /// What the value leaves behind for its derivatives.
  struct Point {
    let variances: [Double]
    let value: Double
    fileprivate let projection: [Double]
  }

  /// The value at given variances; nil where V is not positive definite.
  func point(_ variances: [Double]) -> Point? {
    let n = y.count
    var v = [Double](repeating: 0, count: n * n)
    for (part, variance) in zip(cells, variances) where variance != 0 {
      for i in 0..<n {
        let cell = part.ofRun[i]
        for j in 0...i where part.ofRun[j] == cell { v[i * n + j] += variance }
      }
    }
    guard let factored = PositiveDefinite(v, size: n) else { return nil }
    var projection = factored.inverse
    var ones = [Double](repeating: 0, count: n)
    for i in 0..<n { for j in 0..<n { ones[i] += projection[i * n + j] } }
    let total = ones.reduce(0, +)
    guard total > 0 else { return nil }
    for i in 0..<n {
      let weight = ones[i] / total
      for j in 0..<n { projection[i * n + j] -= weight * ones[j] }
    }
    let projected = product(projection, y)
    let square = zip(y, projected).reduce(0) { $0 + $1.0 * $1.1 }
    let value = -0.5 * (factored.logDeterminant + Double.logarithm(total) + square)
    return Point(variances: variances, value: value, projection: projection)
  }

  private func product(_ matrix: [Double], _ x: [Double]) -> [Double] {
    let n = x.count
    return (0..<n).map { i in
      var sum = 0.0
      for j in 0..<n { sum += matrix[i * n + j] * x[j] }
      return sum
    }
  }

  func derivatives(_ point: Point) -> Derivatives {
    let (n, count) = (y.count, cells.count)
    let p = point.projection
    let projected = product(p, y)
    var score = [Double](repeating: 0, count: count)
    var information = [Double](repeating: 0, count: count * count)
    var spread: [[Double]] = []  // V_k P y
    for a in 0..<count {
      let (own, ofRun) = cells[a]
      // P Z_a, (own, N): the columns of P summed by the cells of part a.
      var sums = [Double](repeating: 0, count: own * n)
      for i in 0..<n {
        let row = ofRun[i] * n
        for j in 0..<n { sums[row + j] += p[i * n + j] }
      }
      var squares = [Double](repeating: 0, count: own)
      var trace = 0.0
      for i in 0..<n {
        squares[ofRun[i]] += projected[i]
        trace += sums[ofRun[i] * n + i]
      }
      spread.append(ofRun.map { squares[$0] })
      score[a] = 0.5 * (squares.reduce(0) { $0 + $1 * $1 } - trace)
      for b in a..<count {
        let other = cells[b]
        var total = 0.0
        var folded = [Double](repeating: 0, count: other.count)
        for cell in 0..<own {
          for h in 0..<other.count { folded[h] = 0 }
          for j in 0..<n { folded[other.ofRun[j]] += sums[cell * n + j] }
          for value in folded { total += value * value }
        }
        information[a * count + b] = total / 2
        information[b * count + a] = total / 2
      }
    }
    var observed = information.map { -$0 }
    let again = spread.map { product(p, $0) }
    for a in 0..<count {
      for b in 0..<count {
        observed[a * count + b] += zip(spread[a], again[b]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return Derivatives(score: score, information: information, observed: observed)
  }
}

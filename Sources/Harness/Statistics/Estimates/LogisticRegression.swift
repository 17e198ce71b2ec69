public import Model

/// Classes from vectors, by a linear layer: logistic regression with a squared penalty.
///
///     minimize  (1/2) Σ W² + C · Σ over examples of −log p(class | x),   p = softmax(W · x + b)
///
/// Of two classes p is a logistic unit with one row of W, as in scikit-learn. The offsets b carry no
/// penalty. The loss is convex: one W is the least.
///
/// - Source: the problem that scikit-learn 1.9 states for `LogisticRegression`, SentEval's classifier
///   without PyTorch.
public struct LogisticRegression: Sendable {
  /// (K, D), K being 1 of two classes.
  public let weights: Tensor<Double>
  /// (K).
  public let offsets: [Double]

  /// Fits examples.
  ///
  /// - Inputs: `x` (N, D); `labels` (N), from 0 below `classes`; `strength`, C.
  /// - Throws: ``StatisticError`` for numbers that are not finite, or where no least is found.
  /// - Complexity: O(N·D·K) a step, some 20 to 300 steps.
  public init(
    _ x: Tensor<Double>, labels: [Int], classes: Int, strength: Double, compute: Compute
  ) throws(StatisticError) {
    precondition(x.rows == labels.count, "\(labels.count) labels for \(x.rows) examples")
    precondition(
      classes >= 2 && strength > 0 && labels.allSatisfy { (0..<classes).contains($0) },
      "labels outside of \(classes) classes, or a strength of \(strength)")
    if let bad = x.scalars.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(side: "the vectors", index: bad)
    }
    let problem = LogisticLoss(
      x: x, labels: labels, rows: classes == 2 ? 1 : classes, strength: strength, compute: compute)
    let found = try problem.least()
    let width = x.columns
    weights = Tensor(Array(found.prefix(problem.rows * width)), shape: [problem.rows, width])
    offsets = Array(found.suffix(problem.rows))
  }

  /// The likeliest class of each example; of equals the first.
  ///
  /// - Inputs: `x` (N, D).
  public func classes(of x: Tensor<Double>, compute: Compute) -> [Int] {
    let logits = compute.product(x, transposed: false, weights, transposed: true)
    return (0..<x.rows).map { row in
      let own = offsets.indices.map { logits[row, $0] + offsets[$0] }
      if own.count == 1 { return own[0] > 0 ? 1 : 0 }
      return own.indices.reduce(0) { own[$1] > own[$0] ? $1 : $0 }
    }
  }
}

/// The mean loss, its gradient, and the steps to its least.
private struct LogisticLoss {
  let x: Tensor<Double>
  let labels: [Int]
  /// Rows of W, K.
  let rows: Int
  let strength: Double
  let compute: Compute

  private var width: Int { x.columns }
  private var count: Double { Double(max(1, x.rows)) }

  /// Limited-memory BFGS from 0, with the curvature of each feature as its first guess.
  ///
  /// - Source: Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1.
  func least() throws(StatisticError) -> [Double] {
    let scales = curvatures
    var point = [Double](repeating: 0, count: rows * (width + 1))
    var (value, gradient) = self.value(at: point)
    var memory: [(step: [Double], change: [Double], product: Double)] = []
    for _ in 0..<Self.mostSteps {
      let distance = zip(gradient, scales).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
      if distance <= Self.closeness { return point }
      let direction = self.direction(gradient, scales, memory)
      let slope = dot(gradient, direction)
      var length = 1.0
      var (next, candidate) = ((value, gradient), point)
      for _ in 0..<Self.mostHalvings {
        candidate = zip(point, direction).map { $0 + length * $1 }
        next = self.value(at: candidate)
        if next.0 <= value + 1e-4 * length * slope { break }
        length /= 2
      }
      let (step, change) = (
        zip(candidate, point).map { $0 - $1 }, zip(next.1, gradient).map { $0 - $1 }
      )
      let product = dot(step, change)
      if product > 0 {
        memory.append((step, change, product))
        if memory.count > Self.memory { memory.removeFirst() }
      }
      // Where rounding lets the loss fall no further, this is its least.
      if next.0 >= value, distance <= 1e-8 { return point }
      (point, value, gradient) = (candidate, next.0, next.1)
    }
    throw .notConverged(steps: Self.mostSteps)
  }

  private static let mostSteps = 5000
  private static let mostHalvings = 50
  private static let memory = 20
  /// Of gᵀ S⁻¹ g in nats, twice how far the loss is above its least.
  private static let closeness = 1e-13

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A bound of the second derivative by each weight, then by each offset.
  private var curvatures: [Double] {
    var squares = [Double](repeating: 0, count: width)
    for row in 0..<x.rows {
      for (column, value) in x.row(row).enumerated() { squares[column] += value * value }
    }
    let share = rows == 1 ? 0.25 : 1 / Double(rows) * (1 - 1 / Double(rows))
    let own = squares.map { share * $0 / count + 1 / (strength * count) }
    return (0..<rows).flatMap { _ in own } + [Double](repeating: share, count: rows)
  }

  /// −H g by the steps that are remembered.
  private func direction(
    _ gradient: [Double], _ scales: [Double],
    _ memory: [(step: [Double], change: [Double], product: Double)]
  ) -> [Double] {
    var q = gradient
    var factors: [Double] = []
    for (step, change, product) in memory.reversed() {
      let factor = dot(step, q) / product
      factors.append(factor)
      for index in q.indices { q[index] -= factor * change[index] }
    }
    for index in q.indices { q[index] /= scales[index] }
    for (past, factor) in zip(memory, factors.reversed()) {
      let correction = factor - dot(past.change, q) / past.product
      for index in q.indices { q[index] += correction * past.step[index] }
    }
    return q.map { -$0 }
  }

  /// The objective over C·N, and its gradient.
  private func value(at point: [Double]) -> (Double, [Double]) {
    let w = Tensor(Array(point.prefix(rows * width)), shape: [rows, width])
    let logits = compute.product(x, transposed: false, w, transposed: true)
    var (loss, errors) = (0.0, logits)
    for row in 0..<x.rows {
      let own = (0..<rows).map { logits[row, $0] + point[rows * width + $0] }
      if rows == 1 {
        let target = Double(labels[row])
        loss += max(own[0], 0) - own[0] * target
        loss += Double.logarithm(1 + Double.exponential(-abs(own[0])))
        errors[row, 0] = 1 / (1 + Double.exponential(-own[0])) - target
        continue
      }
      let most = own.max() ?? 0
      let powers = own.map { Double.exponential($0 - most) }
      let sum = powers.reduce(0, +)
      loss += most + Double.logarithm(sum) - own[labels[row]]
      for (place, power) in powers.enumerated() {
        errors[row, place] = power / sum - (place == labels[row] ? 1 : 0)
      }
    }
    let slopes = compute.product(errors, transposed: true, x, transposed: false)
    let penalty = 1 / (strength * count)
    var gradient = slopes.scalars.indices.map { slopes.scalars[$0] / count + penalty * point[$0] }
    for place in 0..<rows {
      gradient.append((0..<x.rows).reduce(0) { $0 + errors[$1, place] } / count)
    }
    let squares = w.scalars.reduce(0) { $0 + $1 * $1 }
    return (loss / count + penalty * squares / 2, gradient)
  }
}

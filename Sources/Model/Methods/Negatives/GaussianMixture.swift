/// A mixture of Gaussians with diagonal covariances, updated batch by batch.
///
///     density = Σₖ wₖ Πⱼ N(xⱼ; μₖⱼ, vₖⱼ)
///
/// - Source: Cappé and Moulines, Journal of the Royal Statistical Society B 71 (2009), section 2.2.
package struct GaussianMixture: Equatable {
  /// The weight of each component (K); they add up to 1.
  package private(set) var weights: [Double]
  /// Both (K, H).
  package private(set) var means: Tensor<Double>
  package private(set) var variances: Tensor<Double>

  package init(weights: [Double], means: Tensor<Double>, variances: Tensor<Double>) {
    self.weights = weights
    self.means = means
    self.variances = variances
  }

  /// Equal weights, means at rows of a batch in a random order, the batch's variances.
  ///
  /// - Randomness: `stream` orders the rows; with fewer rows than components they are used again.
  package init(
    _ batch: Tensor<Double>, components: Int, varianceFloor: Double, stream: RandomStream
  ) {
    let order = stream.permutation(batch.rows)
    let variances = batch.columnDeviations.map { max($0 * $0, varianceFloor) }
    self.init(
      weights: Array(repeating: 1 / Double(components), count: components),
      means: Tensor(
        (0..<components).flatMap { batch.row(order[$0 % order.count]) },
        shape: [components, batch.columns]),
      variances: Tensor(
        (0..<components).flatMap { _ in variances }, shape: [components, batch.columns]))
  }

  /// The chance of each component given each row (N, K).
  package func responsibilities(_ batch: Tensor<Double>) -> Tensor<Double> {
    let (k, width) = (weights.count, means.columns)
    let constants = (0..<k).map { component in
      variances.row(component).reduce(Double.logarithm(weights[component])) {
        $0 - 0.5 * Double.logarithm($1)
      }
    }
    var chances = Tensor<Double>(zeros: [batch.rows, k])
    for row in 0..<batch.rows {
      var logs = constants
      for component in 0..<k {
        var sum = 0.0
        for column in 0..<width {
          let distance = batch[row, column] - means[component, column]
          sum += distance * distance / variances[component, column]
        }
        logs[component] -= 0.5 * sum
      }
      let maximum = logs.reduce(-.infinity, max)
      let shares = logs.map { Double.exponential($0 - maximum) }
      let total = shares.reduce(0, +)
      for component in 0..<k { chances[row, component] = shares[component] / total }
    }
    return chances
  }

  /// One step of expectation maximization that forgets: the past weighs 1 − rate, the batch rate.
  ///
  /// Past and batch are pooled as two samples, variances about the pooled mean, so that nothing large
  /// is subtracted from something large.
  package mutating func update(_ batch: Tensor<Double>, rate: Double, varianceFloor: Double) {
    guard batch.rows > 0 else { return }
    let chances = responsibilities(batch)
    let width = means.columns
    for component in weights.indices {
      var mass = 0.0
      var center = [Double](repeating: 0, count: width)
      for row in 0..<batch.rows {
        let chance = chances[row, component]
        mass += chance
        for column in 0..<width { center[column] += chance * batch[row, column] }
      }
      let old = (1 - rate) * weights[component]
      let new = rate * mass / Double(batch.rows)
      weights[component] = old + new
      guard mass > 0, new > 0 else { continue }
      var spread = [Double](repeating: 0, count: width)
      for column in 0..<width { center[column] /= mass }
      for row in 0..<batch.rows {
        let chance = chances[row, component] / mass
        for column in 0..<width {
          let distance = batch[row, column] - center[column]
          spread[column] += chance * distance * distance
        }
      }
      let share = new / (old + new)
      for column in 0..<width {
        let past = means[component, column]
        let mean = past + share * (center[column] - past)
        let pooled =
          (1 - share) * (variances[component, column] + (past - mean) * (past - mean))
          + share * (spread[column] + (center[column] - mean) * (center[column] - mean))
        means[component, column] = mean
        variances[component, column] = max(pooled, varianceFloor)
      }
    }
  }

  /// Vectors (M, H): component k where `uniforms` fall into its weight, shaped from normal draws.
  package func samples(uniforms: [Double], noise: Tensor<Double>) -> Tensor<Double> {
    var samples = noise
    for row in 0..<noise.rows {
      var (component, rest) = (0, uniforms[row])
      while component < weights.count - 1, rest >= weights[component] {
        rest -= weights[component]
        component += 1
      }
      for column in 0..<noise.columns {
        samples[row, column] =
          means[component, column]
          + variances[component, column].squareRoot() * noise[row, column]
      }
    }
    return samples
  }
}

/// In-batch negatives joined by Gaussian vectors that climbed towards the batch.
///
///     L = mean over i of log Σₖ exp(cos(hᵢ, vₖ)/τ),   v ← v + step-size · direction(∂L/∂v)
///
/// repeated `steps` times from N(0, 1). The term of the source's non-uniformity loss that the positives
/// give is left out: no v is in it. The vectors are constants for differentiation. The source divides
/// each vector's gradient by its length (`normalized`); the thesis speaks of FGSM, its sign (`sign`).
/// The source tunes step size and steps; the studies here take 10⁻³ and 5.
///
/// - Relation: `count` 0 is ``InBatchNegatives`` and `steps` 0 is ``GaussianNoiseNegatives``, bit for
///   bit.
/// - Randomness: `negatives`, forked as `gaussian-noise`.
/// - Source: arXiv:2205.00656, section 4.2; the thesis, section 7.3.
/// - Complexity: O(steps·N·M·H).
public struct RefinedNoiseNegatives: Variant, NegativeSource {
  public static let name = "refined-noise-negatives"
  public static let examples = [
    Self(count: 4, weight: 1, steps: 1, stepSize: 0.1, direction: .sign),
    Self(count: 3, weight: 0.5, steps: 4, stepSize: 0.5, direction: .normalized),
  ]

  /// What a gradient is turned into.
  public enum Direction: String, CaseIterable, Codable, Sendable { case sign, normalized }

  /// The number of vectors, M.
  public var count: Int
  /// What each weighs against an in-batch negative; positive.
  public var weight: Double
  /// How many steps the vectors climb.
  public var steps: Int
  /// How far a step goes: every feature by it (`sign`), or the vector (`normalized`).
  public var stepSize: Double
  /// What a gradient is turned into.
  public var direction: Direction

  public init(count: Int, weight: Double, steps: Int, stepSize: Double, direction: Direction) {
    self.count = count
    self.weight = weight
    self.steps = steps
    self.stepSize = stepSize
    self.direction = direction
  }

  public var problem: String? {
    ExtraNegatives.problem(count: count, weight: weight)
      ?? NumberRule.problem("steps", steps, atLeast: 0)
      ?? NumberRule.notNegative.problem("step-size", stepSize)
  }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    var vectors = stream.gaussianNoise(count, batch.anchors.columns)
    for _ in 0..<steps { vectors = climbed(vectors, batch) }
    return ExtraNegatives(vectors: vectors, weight: weight)
  }

  /// One step up.
  private func climbed(_ vectors: Tensor<Double>, _ batch: BatchOutputs) -> Tensor<Double> {
    let similarity = CosineSimilarity<Double>(
      temperature: batch.temperature, compute: batch.compute)
    let inputs = [batch.anchors, vectors]
    let (logits, saved) = similarity.forward(inputs)
    // ∂L/∂logit[i, k] = p[i, k] / N.
    var shares = logits
    for row in 0..<logits.rows {
      let maximum = logits.row(row).reduce(-.infinity, max)
      let weights = logits.row(row).map { Double.exponential($0 - maximum) }
      let sum = weights.reduce(0, +) * Double(logits.rows)
      for (column, weight) in weights.enumerated() { shares[row, column] = weight / sum }
    }
    let gradient = similarity.backward(shares, inputs: inputs, saved: saved)[1]
    var next = vectors
    for row in 0..<next.rows {
      let own = gradient.row(row)
      let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (column, slope) in own.enumerated() where slope != 0 {
        switch direction {
        case .sign: next[row, column] += slope < 0 ? -stepSize : stepSize
        case .normalized: next[row, column] += stepSize * slope / length
        }
      }
    }
    return next
  }
}

/// Adam with decoupled weight decay.
///
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     p ← p (1 − η λ) − (η / (1 − β₁ᵗ)) · m / (√v / √(1 − β₂ᵗ) + ε)
///
/// Rows of an embedding table that no step has touched have m = v = g = 0; without decay the rule
/// leaves them as they are, bit for bit, so they are not visited.
///
/// - Source: arXiv:1711.05101, algorithm 2; order of operations as in PyTorch's `AdamW`.
public struct AdamW<Scalar: BLASScalar>: Sendable {
  public struct Settings: Codable, Sendable, Equatable {
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double
    /// Whether biases and the gains of normalizations do not decay, as in BERT; absent for no.
    public var sparesBiasesAndNorms: Bool?

    public init(
      beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
      sparesBiasesAndNorms: Bool? = nil
    ) {
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.weightDecay = weightDecay
      self.sparesBiasesAndNorms = sparesBiasesAndNorms
    }

    /// Whether a parameter decays.
    func decays(_ name: String) -> Bool {
      sparesBiasesAndNorms != true || !(name.hasSuffix("bias") || name.contains("LayerNorm."))
    }
  }

  public let settings: Settings
  /// Running means of the gradient and of its square, laid out as the parameters.
  public private(set) var first: Parameters<Scalar>
  public private(set) var second: Parameters<Scalar>
  /// The number of updates made.
  public private(set) var updates: Int
  /// The rows of each parameter that an update has touched; nil where all are visited.
  private var touched: [[Bool]?]

  /// A fresh optimizer.
  public init(settings: Settings, parameters: Parameters<Scalar>) {
    let zeros = Parameters(
      zip(parameters.names, parameters.tensors).map { ($0, Tensor<Scalar>(zeros: $1.shape)) })
    self.init(settings: settings, first: zeros, second: zeros, updates: 0)
  }

  /// An optimizer that continues from saved means.
  ///
  /// A row whose means are all zero is as if untouched, so `touched` needs no saving.
  public init(
    settings: Settings, first: Parameters<Scalar>, second: Parameters<Scalar>, updates: Int
  ) {
    self.settings = settings
    self.first = first
    self.second = second
    self.updates = updates
    self.touched = Array(repeating: nil, count: first.tensors.count)
  }

  /// One update of every parameter, by gradients times a factor: what clipping leaves of them.
  ///
  /// - Precondition: `gradients` are in the order of `parameters`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, by gradients: [Gradient<Scalar>],
    times factor: Double, learningRate: Double, compute: Compute
  ) {
    precondition(
      gradients.count == parameters.tensors.count,
      "\(gradients.count) gradients for \(parameters.tensors.count) parameters")
    updates += 1
    let rule = Rule(
      settings: settings, update: updates, factor: factor, learningRate: learningRate)
    for (place, gradient) in gradients.enumerated() {
      let rule = settings.decays(parameters.names[place]) ? rule : rule.withoutDecay
      switch gradient {
      case .dense(let gradient):
        let count = gradient.count
        gradient.reading { g in
          change(place, of: &parameters) { p, m, v in
            compute.forEachBlock(count, size: 16_384) { block in
              rule.apply(block, p, m, v, by: g, shift: 0)
            }
          }
        }
      case .rows(let rows, let gradient):
        update(place, of: &parameters, rows: rows, by: gradient, rule: rule, compute: compute)
      }
    }
  }

  @inline(never)
  private mutating func update(
    _ place: Int, of parameters: inout Parameters<Scalar>, rows: [Int],
    by gradient: Tensor<Scalar>, rule: Rule, compute: Compute
  ) {
    let columns = gradient.columns
    let rowCount = parameters.tensors[place].rows
    var visits = touched[place] ?? touchedRows(place, all: settings.weightDecay != 0)
    var source = [Int](repeating: -1, count: rowCount)
    for (index, row) in rows.enumerated() {
      visits[row] = true
      source[row] = index
    }
    touched[place] = visits
    let zeros = [Scalar](repeating: 0, count: columns)
    gradient.reading { g in
      zeros.reading { zeros in
        change(place, of: &parameters) { p, m, v in
          compute.forEachBlock(rowCount, size: 256) { [visits, source] block in
            for row in block where visits[row] {
              let span = row * columns..<(row + 1) * columns
              let from = source[row]
              if from < 0 {
                rule.apply(span, p, m, v, by: zeros, shift: -row * columns)
              } else {
                rule.apply(span, p, m, v, by: g, shift: (from - row) * columns)
              }
            }
          }
        }
      }
    }
  }

  private func touchedRows(_ place: Int, all: Bool) -> [Bool] {
    let (m, v) = (first.tensors[place], second.tensors[place])
    return (0..<m.rows).map { row in
      let span = row * m.columns..<(row + 1) * m.columns
      return all || m.scalars[span].contains { $0 != 0 } || v.scalars[span].contains { $0 != 0 }
    }
  }

  @inline(never)
  private mutating func change(
    _ place: Int, of parameters: inout Parameters<Scalar>,
    _ body: (Writing<Scalar>, Writing<Scalar>, Writing<Scalar>) -> Void
  ) {
    parameters.tensors[place].scalars.writing { p in
      first.tensors[place].scalars.writing { m in
        second.tensors[place].scalars.writing { v in body(p, m, v) }
      }
    }
  }

  /// The constants of one update.
  private struct Rule: Sendable {
    let beta1, beta2, restOf1, restOf2, epsilon, factor, stepSize, secondCorrection: Scalar
    var kept: Scalar

    var withoutDecay: Rule {
      var rule = self
      rule.kept = 1
      return rule
    }

    init(settings: Settings, update: Int, factor: Double, learningRate: Double) {
      self.factor = Scalar(factor)
      beta1 = Scalar(settings.beta1)
      beta2 = Scalar(settings.beta2)
      restOf1 = Scalar(1 - settings.beta1)
      restOf2 = Scalar(1 - settings.beta2)
      epsilon = Scalar(settings.epsilon)
      kept = Scalar(1 - learningRate * settings.weightDecay)
      stepSize = Scalar(learningRate / (1 - power(settings.beta1, update)))
      secondCorrection = Scalar(1 / (1 - power(settings.beta2, update)).squareRoot())
    }

    /// Updates the scalars of a block; the gradient of the one at a place is `shift` further.
    @inline(never)
    func apply(
      _ block: Range<Int>, _ p: Writing<Scalar>, _ m: Writing<Scalar>, _ v: Writing<Scalar>,
      by gradient: Reading<Scalar>, shift: Int
    ) {
      var index = block.lowerBound
      while index &+ 8 <= block.upperBound {
        let g = gradient.lanes(index &+ shift) * factor
        let mean = beta1 * m.lanes(index) + restOf1 * g
        let square = beta2 * v.lanes(index) + restOf2 * g * g
        m.store(mean, at: index)
        v.store(square, at: index)
        let step = stepSize * mean / (square.squareRoot() * secondCorrection + epsilon)
        p.store(p.lanes(index) * kept - step, at: index)
        index &+= 8
      }
      while index < block.upperBound {
        let g = gradient[index &+ shift] * factor
        let mean = beta1 * m[index] + restOf1 * g
        let square = beta2 * v[index] + restOf2 * g * g
        m[index] = mean
        v[index] = square
        let step = stepSize * mean / (square.squareRoot() * secondCorrection + epsilon)
        p[index] = p[index] * kept - step
        index &+= 1
      }
    }
  }
}

/// base to a whole power, by squaring: no C library, so the same bits everywhere.
package func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest % 2 == 1 { result *= square }
    square *= square
    rest /= 2
  }
  return result
}

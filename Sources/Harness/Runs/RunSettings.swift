public import Data
public import Model

/// Everything that moves a number of a run; nothing has a default.
public struct RunSettings: Codable, Sendable, Equatable {
  public var encoder: EncoderSource
  public var pooling: Pooling
  public var text: TextSource
  public var evaluation: EvaluationSource
  public var variant: VariantChoice
  /// What the cosine is divided by.
  public var temperature: Double
  /// Sentences a step, B.
  public var batchSize: Int
  /// The longest sentence in tokens, the two special ones included.
  public var maximumTokens: Int
  public var epochs: Int
  public var learningRate: Double
  public var schedule: Schedule
  public var warmupSteps: Int
  public var adamW: AdamW<Float>.Settings
  /// Gradients are brought down to this norm.
  public var maximumGradientNorm: Double
  /// The chance of zeroing outside attention.
  public var hiddenDropoutRate: Double
  /// The chance of zeroing an attention probability.
  public var attentionDropoutRate: Double
  /// The development score is taken, and a checkpoint written, every so many steps.
  public var evaluateEverySteps: Int
  /// The backend of matrix products.
  public var product: MatrixProduct
  public var seeds: Seeds
  /// What is added to the logit of an anchor's own hard negative; with text of triples.
  public var hardNegativeWeight: Double?
  /// Sentences that are differentiated at once, for batches beyond memory; absent for all.
  public var pieceSize: Int?
  /// How the second view is changed; absent where both are the sentence itself.
  public var augment: Augmentation?
  /// Dropout in the blocks; absent for one rate throughout.
  public var dropoutKind: DropoutChoice?
  /// Tasks whose heads are trained, in the place of SimCSE over `text`.
  public var tasks: TaskSource?
  /// What is done about training pairs that are scored on; absent to refuse the text.
  public var leaks: LeakPolicy?
  /// The parts that the run is trained in, one after another; absent for one.
  public var stages: [Stage]?

  /// A seed for each random stream.
  public struct Seeds: Codable, Sendable, Equatable {
    public var initialization: UInt64
    public var dataOrder: UInt64
    public var dropout: UInt64
    public var augmentation: UInt64
    public var negatives: UInt64

    public init(
      initialization: UInt64, dataOrder: UInt64, dropout: UInt64, augmentation: UInt64,
      negatives: UInt64
    ) {
      self.initialization = initialization
      self.dataOrder = dataOrder
      self.dropout = dropout
      self.augmentation = augmentation
      self.negatives = negatives
    }

    enum CodingKeys: String, CodingKey {
      case initialization
      case dataOrder = "data-order"
      case dropout, augmentation, negatives
    }

    /// The stream of a name under its seed.
    public func stream(_ name: RandomStream.Name) -> RandomStream {
      RandomStream(seed: seed(name), name: name)
    }

    /// The seed of a stream.
    public func seed(_ name: RandomStream.Name) -> UInt64 {
      switch name {
      case .initialization: initialization
      case .dataOrder: dataOrder
      case .dropout: dropout
      case .augmentation: augmentation
      case .negatives: negatives
      }
    }
  }

  enum CodingKeys: String, CodingKey {
    case encoder, pooling, text, evaluation, variant, temperature
    case batchSize = "batch-size"
    case maximumTokens = "maximum-tokens"
    case epochs
    case learningRate = "learning-rate"
    case schedule
    case warmupSteps = "warmup-steps"
    case adamW = "adamw"
    case maximumGradientNorm = "maximum-gradient-norm"
    case hiddenDropoutRate = "hidden-dropout-rate"
    case attentionDropoutRate = "attention-dropout-rate"
    case evaluateEverySteps = "evaluate-every-steps"
    case product, seeds
    case hardNegativeWeight = "hard-negative-weight"
    case pieceSize = "piece-size"
    case augment
    case dropoutKind = "dropout-kind"
    case tasks, leaks, stages
  }

  /// What is wrong with the settings, as (key, words); nil when they are sound.
  public var problem: (key: String, words: String)? {
    let positives: [(CodingKeys, Double)] = [
      (.temperature, temperature), (.learningRate, learningRate),
      (.maximumGradientNorm, maximumGradientNorm),
    ]
    for (key, value) in positives where !(value > 0 && value.isFinite) {
      return (key.rawValue, "is \(value); it must be a positive number")
    }
    let counts: [(CodingKeys, Int, Int)] = [
      (.batchSize, batchSize, 2), (.maximumTokens, maximumTokens, 3), (.epochs, epochs, 0),
      (.warmupSteps, warmupSteps, 0), (.evaluateEverySteps, evaluateEverySteps, 1),
    ]
    for (key, value, least) in counts where value < least {
      return (key.rawValue, "is \(value); it must be at least \(least)")
    }
    let rates: [(CodingKeys, Double)] = [
      (.hiddenDropoutRate, hiddenDropoutRate), (.attentionDropoutRate, attentionDropoutRate),
    ]
    for (key, value) in rates where !(value >= 0 && value < 1) {
      return (key.rawValue, "is \(value); a rate is at least 0 and below 1")
    }
    let parts: [(CodingKeys, String?)] = [
      (.adamW, adamW.problem), (.encoder, encoder.problem), (.text, text.problem),
      (.evaluation, evaluation.problem), (.variant, variant.problem),
      (.augment, augment?.problem), (.dropoutKind, dropoutKind?.problem),
      (.tasks, tasks?.problem),
    ]
    for case (let key, let words?) in parts { return (key.rawValue, words) }
    if let problem = supervisionProblem { return problem }
    return stagesProblem.map { (CodingKeys.stages.rawValue, $0) }
  }
}

extension AdamW.Settings {
  /// What is wrong with the numbers, in words.
  var problem: String? {
    for (name, beta) in [("beta1", beta1), ("beta2", beta2)] where !(0..<1).contains(beta) {
      return "\(name) is \(beta); it must be at least 0 and below 1"
    }
    if !(epsilon > 0) { return "epsilon is \(epsilon); it must be positive" }
    if !(weightDecay >= 0) { return "weight-decay is \(weightDecay); it must not be negative" }
    return nil
  }
}

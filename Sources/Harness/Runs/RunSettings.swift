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
  public var tokenLimit: Int
  public var epochs: Int
  public var learningRate: Double
  public var schedule: Schedule
  public var warmupSteps: Int
  public var adamw: AdamW<Float>.Settings
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

    /// The same with another seed for some streams.
    package func giving(_ seed: UInt64, to streams: [RandomStream.Name]) -> Seeds {
      func own(_ name: RandomStream.Name) -> UInt64 {
        streams.contains(name) ? seed : self.seed(name)
      }
      return Seeds(
        initialization: own(.initialization), dataOrder: own(.dataOrder), dropout: own(.dropout),
        augmentation: own(.augmentation), negatives: own(.negatives))
    }
  }

  /// What is wrong with the settings, as (key, words); nil when they are sound.
  public var problem: (key: String, words: String)? {
    let numbers: [(String, Double, NumberRule)] = [
      ("temperature", temperature, .positive), ("learning-rate", learningRate, .positive),
      ("maximum-gradient-norm", maximumGradientNorm, .positive),
      ("hidden-dropout-rate", hiddenDropoutRate, .dropRate),
      ("attention-dropout-rate", attentionDropoutRate, .dropRate),
    ]
    let counts = [
      ("batch-size", batchSize, 2), ("token-limit", tokenLimit, 3), ("epochs", epochs, 0),
      ("warmup-steps", warmupSteps, 0), ("evaluate-every-steps", evaluateEverySteps, 1),
    ]
    let parts = [
      ("adamw", adamw.problem), ("encoder", encoder.problem), ("text", text.problem),
      ("evaluation", evaluation.problem), ("variant", variant.problem),
      ("augment", augment?.problem), ("dropout-kind", dropoutKind?.problem),
      ("tasks", tasks?.problem),
    ]
    let problems =
      numbers.map { ($0, $2.problem($1)) }
      + counts.map { ($0, NumberRule.problem($1, atLeast: $2)) } + parts
    for case (let key, let words?) in problems { return (key, words) }
    return supervisionProblem ?? stagesProblem.map { ("stages", $0) }
  }
}

extension AdamW.Settings {
  /// What is wrong with the numbers, in words.
  var problem: String? {
    NumberRule.rate.problem("beta1", beta1) ?? NumberRule.rate.problem("beta2", beta2)
      ?? NumberRule.positive.problem("epsilon", epsilon)
      ?? NumberRule.notNegative.problem("weight-decay", weightDecay)
  }
}

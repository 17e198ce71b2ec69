public import Data
public import Model

/// Everything that moves a number of a run that this program trains, beside its evaluation and seeds.
///
/// Nothing has a default.
public struct TrainingSettings: Codable, Sendable, Equatable {
  public var encoder: EncoderSource
  public var pooling: Pooling
  /// What sentences are set in, with the poolings at the mask token; absent for nothing.
  public var template: TemplateSettings?
  public var text: TextSource
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
  /// What is added to the logit of an anchor's own hard negative; with text of triples.
  public var hardNegativeWeight: Double?
  /// Sentences that are differentiated at once, for batches beyond memory; absent for all.
  public var pieceSize: Int?
  /// How the second view is changed; absent where both are the sentence itself.
  public var augment: Augmentation?
  /// Dropout in the blocks; absent for one rate throughout.
  public var dropoutKind: DropoutChoice?
  /// The model folder of a masked language model that replaces tokens, for methods that find them.
  public var generator: String?
  /// What is minimized over `text`; absent for the contrastive loss.
  public var objective: TrainingObjective?
  /// How tokens are hidden: of the masked language model, alone or beside the contrastive loss.
  public var tokenMasking: MaskingSettings?
  /// Also keeps the encoder as it is after these updates, as `models/step-N`; absent for none.
  public var keepSteps: [Int]?
  /// How the tanh layer over CLS begins; absent for the folder's where it has one.
  public var head: HeadStart?
  /// Whether both views of a sentence have the same masks, which leaves no noise between them; absent
  /// for no.
  public var sharedMasks: Bool?
  /// Whether alignment, uniformity and the share of the first principal component are logged at every
  /// development score; absent for no.
  public var diagnostics: Bool?
  /// What is fitted to embeddings of training text and applied before scoring; absent for nothing.
  public var afterTraining: AfterTraining?
  /// Tasks whose heads are trained, in the place of SimCSE over `text`.
  public var tasks: TaskSource?
  /// What is done about training pairs that are scored on; absent to refuse the text.
  public var leaks: LeakPolicy?
  /// The parts that the run is trained in, one after another; absent for one.
  public var stages: [RunSettings.Stage]?

  /// What is wrong with them, as (key, words); nil when they are sound.
  var problem: (key: String, words: String)? {
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
      ("variant", variant.problem), ("augment", augment?.problem),
      ("dropout-kind", dropoutKind?.problem), ("tasks", tasks?.problem),
      ("after-training", afterTraining?.problem), ("template", template?.problem),
    ]
    let problems =
      numbers.map { ($0, $2.problem($1)) }
      + counts.map { ($0, NumberRule.problem($1, atLeast: $2)) } + parts
    for case (let key, let words?) in problems { return (key, words) }
    return supervisionProblem ?? objectiveProblem ?? templateProblem
      ?? generatorProblem
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

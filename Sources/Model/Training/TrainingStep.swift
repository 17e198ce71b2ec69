/// What one step of unsupervised SimCSE computes: a pure function of its arguments.
public struct TrainingStep<Scalar: BLASScalar>: Sendable {
  public struct Settings: Sendable {
    public var pooling: Pooling
    public var temperature: Double
    public var hiddenDropoutRate: Double
    public var attentionDropoutRate: Double

    public init(
      pooling: Pooling, temperature: Double, hiddenDropoutRate: Double,
      attentionDropoutRate: Double
    ) {
      self.pooling = pooling
      self.temperature = temperature
      self.hiddenDropoutRate = hiddenDropoutRate
      self.attentionDropoutRate = attentionDropoutRate
    }
  }

  /// The loss in nats, where the gradient was taken.
  public let loss: Double
  public let positiveCosine: Double
  public let negativeCosine: Double
  /// How near the extra negatives are; nil where there are none.
  public let hardness: Hardness?
  /// In the order of the encoder's parameters.
  public let gradients: [Gradient<Scalar>]
  /// What the variant carries into the next step.
  public let state: VariantState
  /// What the variant decided.
  public let decisions: Decisions<Scalar>

  /// The loss of a batch and its gradient by every parameter.
  ///
  /// Each sentence passes twice, with the masks of view 0 and of view 1, unless the variant makes
  /// the positives from the outputs of view 0.
  ///
  /// - Randomness: `dropout` for the masks; `augmentation` and `negatives`, forked by the step, for
  ///   what the variant draws.
  /// - Source: arXiv:2104.08821, section 3.
  public init(
    _ encoder: Encoder<Scalar>, batch: [[Int32]], step: Int, variant: some Variant,
    settings: Settings, dropout: RandomStream, augmentation: RandomStream,
    negatives: RandomStream, state: VariantState, observer: TapeObserver? = nil
  ) {
    let slots = [0, 1].flatMap { view in
      batch.indices.map { EncoderDropout.Slot(view: view, example: $0) }
    }
    self.init(
      Call(
        encoder: encoder, views: (batch, batch), variant: variant, settings: settings,
        dropout: EncoderDropout(
          hiddenRate: settings.hiddenDropoutRate, attentionRate: settings.attentionDropoutRate,
          stream: dropout, step: step, slots: slots),
        augmentation: augmentation.fork(step), negatives: negatives.fork(step), state: state,
        held: nil, observer: observer))
  }

  /// Contradicting sentences for each anchor, and what is added to their logits.
  public struct HardNegatives: Sendable, Equatable {
    /// Row by row those of the anchors, once or several times; their masks are those of view 2.
    public var sentences: [[Int32]]
    public var weight: Double

    public init(sentences: [[Int32]], weight: Double) {
      self.sentences = sentences
      self.weight = weight
    }
  }

  /// What a step is computed from.
  public struct Call {
    public var encoder: Encoder<Scalar>
    /// The anchors and the positives, row by row.
    public var views: ([[Int32]], [[Int32]])
    public var variant: any Variant
    public var settings: Settings
    public var dropout: EncoderDropout?
    /// What the variant draws from, already forked by the step.
    public var augmentation: RandomStream
    public var negatives: RandomStream
    /// What the variant carried here.
    public var state: VariantState
    /// Decisions to keep instead of making them.
    public var held: Decisions<Scalar>?
    /// Is notified of what the tape does.
    public var observer: TapeObserver?
    /// A further negative of each anchor; see ``Variant/takesHardNegatives``.
    public var hardNegatives: HardNegatives?
    /// The label of each pair; see ``Variant/supervision``.
    public var labels: [Int]?
    /// How alike people found each pair, 0…1; see ``Variant/supervision``.
    public var scores: [Double]?
    /// Further sentences of the text; see ``Variant/poolSize``.
    public var pool: SentencePool?
    /// The negation of each anchor, with the masks of view 2; see ``Variant/readsSoftNegatives``.
    public var softNegatives: [[Int32]]?
    /// The anchors and then the positives with some of their tokens replaced; see ``Variant/detection``.
    public var edited: [[Int32]]?
    /// The template of each view, whose own bias is subtracted; nil where it stays, or without templates.
    public var templates: [TemplateShape]?
    /// Sentences that are differentiated at once; nil for all.
    public var pieceSize: Int?

    public init(
      encoder: Encoder<Scalar>, views: ([[Int32]], [[Int32]]), variant: any Variant,
      settings: Settings, dropout: EncoderDropout?, augmentation: RandomStream,
      negatives: RandomStream, state: VariantState, held: Decisions<Scalar>?,
      observer: TapeObserver?
    ) {
      self.encoder = encoder
      self.views = views
      self.variant = variant
      self.settings = settings
      self.dropout = dropout
      self.augmentation = augmentation
      self.negatives = negatives
      self.state = state
      self.held = held
      self.observer = observer
    }
  }

  /// The loss of two given views; without dropout when it is nil.
  ///
  /// - Randomness: `augmentation` and `negatives` as they are: already forked by the step.
  public init(
    _ encoder: Encoder<Scalar>, views: ([[Int32]], [[Int32]]), variant: some Variant,
    settings: Settings, dropout: EncoderDropout?, augmentation: RandomStream,
    negatives: RandomStream, state: VariantState
  ) {
    self.init(
      Call(
        encoder: encoder, views: views, variant: variant, settings: settings, dropout: dropout,
        augmentation: augmentation, negatives: negatives, state: state, held: nil, observer: nil))
  }

  /// The step of a call.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(_ call: Call) {
    precondition(
      call.views.0.count == call.views.1.count,
      "\(call.views.0.count) anchors and \(call.views.1.count) positives do not pair up")
    if let negatives = call.hardNegatives {
      precondition(
        negatives.sentences.count % call.views.0.count == 0,
        "\(negatives.sentences.count) hard negatives for \(call.views.0.count) anchors")
    }
    let variant = call.variant
    precondition(
      (call.softNegatives?.count == call.views.0.count) == variant.readsSoftNegatives,
      "\(call.softNegatives?.count ?? 0) negations for \(call.views.0.count) anchors")
    if let size = call.pieceSize, size < call.sentences.count {
      let pass = CachedPass(call, pieceSize: size)
      loss = Double(pass.head.result.loss.value.scalars[0])
      positiveCosine = pass.head.result.positiveCosine
      negativeCosine = pass.head.result.negativeCosine
      hardness = pass.head.result.hardness
      state = pass.head.state
      decisions = Decisions()
      gradients = pass.gradients
      return
    }
    var decisions = call.held ?? Decisions()
    if call.held == nil,
      variant.weightPerturbation != nil || variant.inputPerturbation?.needsGradient == true
    {
      let first = StepPass(call, decisions: decisions, held: false)
      decisions = first.decisions(variant, call.augmentation)
    }
    let pass = StepPass(call, decisions: decisions, held: call.held != nil)
    let result = pass.head.result
    loss = Double(pass.loss.value.scalars[0])
    positiveCosine = result.positiveCosine
    negativeCosine = result.negativeCosine
    hardness = result.hardness
    state = pass.head.state
    decisions.input = pass.input
    decisions.entry = pass.entry
    decisions.reference = pass.reference
    decisions.output = pass.head.output
    decisions.negatives = pass.head.negatives
    self.decisions = decisions
    gradients = pass.gradients()
  }
}

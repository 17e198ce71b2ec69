public import Model

/// Unsupervised SimCSE, step by step, from settings and a tokenized text.
///
/// - Source: arXiv:2104.08821, section 3 and appendix A.
public struct Training: Sendable {
  public let settings: RunSettings
  /// The training sentences as token ids.
  public let sentences: [[Int32]]
  public private(set) var encoder: Encoder<Float>
  public private(set) var state: TrainingState
  /// The hash of each parameter's gradient at the last step, in the order of the encoder.
  public private(set) var gradientHashes: [UInt32] = []
  /// The permutation of the epoch last visited.
  private var order: (epoch: Int, sentences: [Int]) = (-1, [])

  /// A run at its beginning, or, given a state, where that state left off.
  public init(
    settings: RunSettings, sentences: [[Int32]], encoder: Encoder<Float>,
    resuming state: TrainingState?
  ) {
    self.settings = settings
    self.sentences = sentences
    self.encoder = encoder
    self.state =
      state
      ?? TrainingState(
        parameters: encoder.parameters,
        optimizer: AdamW(settings: settings.adamW, parameters: encoder.parameters),
        best: encoder.parameters, variant: .empty, log: TrainingLog())
    self.encoder.parameters = self.state.parameters
    self.state.parameters = Parameters([])
  }

  /// The steps of one epoch; the last batch may be short.
  public var stepsPerEpoch: Int {
    (sentences.count + settings.batchSize - 1) / settings.batchSize
  }
  /// The steps of the whole run.
  public var stepCount: Int { stepsPerEpoch * settings.epochs }
  /// The number of updates made.
  public var step: Int { state.step }
  public var isFinished: Bool { step >= stepCount || state.log.divergedAtStep != nil }

  /// The order of the sentences in a 0-based epoch.
  ///
  /// - Randomness: `data-order`, forked by the epoch.
  public func order(ofEpoch epoch: Int) -> [Int] {
    settings.seeds.stream(.dataOrder).fork(epoch).permutation(sentences.count)
  }

  /// The token ids of a 0-based step's batch: a part of the epoch's order.
  private mutating func batch(at step: Int) -> [[Int32]] {
    let epoch = step / stepsPerEpoch
    if order.epoch != epoch { order = (epoch, order(ofEpoch: epoch)) }
    let start = step % stepsPerEpoch * settings.batchSize
    let end = min(start + settings.batchSize, sentences.count)
    return order.sentences[start..<end].map { sentences[$0] }
  }

  /// Makes one update. A loss or gradient that is not finite ends the run instead.
  public mutating func advance() {
    precondition(!isFinished, "a finished run makes no further step")
    let step = step
    let result = TrainingStep(
      encoder, batch: batch(at: step), step: step,
      variant: settings.variant.variant,
      settings: .init(
        pooling: settings.pooling, temperature: settings.temperature,
        hiddenDropoutRate: settings.hiddenDropoutRate,
        attentionDropoutRate: settings.attentionDropoutRate),
      dropout: settings.seeds.stream(.dropout),
      augmentation: settings.seeds.stream(.augmentation),
      negatives: settings.seeds.stream(.negatives), state: state.variant)
    let norm = norm(of: result.gradients, compute: encoder.compute)
    guard result.loss.isFinite, norm.isFinite else {
      state.log.divergedAtStep = step + 1
      return
    }
    gradientHashes = result.gradients.map { $0.tensor.bitHash(compute: encoder.compute) }
    let factor = clippingFactor(norm: norm, maximum: settings.maximumGradientNorm)
    let rate =
      settings.learningRate
      * settings.schedule.factor(
        step: step, of: stepCount, warmupSteps: settings.warmupSteps)
    state.optimizer.update(
      &encoder.parameters, by: result.gradients, times: factor, learningRate: rate,
      compute: encoder.compute)
    state.variant = result.state
    state.log.steps.append(
      StepRecord(
        step: step + 1, loss: result.loss, learningRate: rate, gradientNorm: norm,
        positiveCosine: result.positiveCosine, negativeCosine: result.negativeCosine))
  }

  /// Ends the run where its encoder has no development score any more.
  public mutating func noteDivergence() { state.log.divergedAtStep = step }

  /// Notes a development score of the encoder as it is; keeps its parameters when it is the best.
  public mutating func note(selectionScore spearman: Double) {
    state.log.selection.append(SelectionRecord(step: step, spearman: spearman))
    if state.log.best?.step == step { state.best = encoder.parameters }
  }

  /// Whether a development score is due: at the start, every so many steps, and at the end.
  public var selectionIsDue: Bool {
    guard state.log.selection.last?.step != step else { return false }
    return step == 0 || step % settings.evaluateEverySteps == 0 || step == stepCount
  }

  /// What a checkpoint holds at this point.
  public var checkpoint: TrainingState {
    var state = state
    state.parameters = encoder.parameters
    return state
  }
}

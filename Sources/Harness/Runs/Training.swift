public import Model

/// SimCSE, step by step, from settings and tokenized text: one stage of a run.
///
/// - Source: arXiv:2104.08821, sections 3 and 4, and appendix A.
public struct Training: Sendable {
  /// Those of the stage.
  public let settings: RunSettings
  public let examples: TrainingExamples
  /// The 0-based place of the stage in its run.
  public let stage: Int
  public private(set) var encoder: Encoder<Float>
  public private(set) var state: TrainingState
  /// The hash of each parameter's gradient at the last step, in the order of the encoder.
  public private(set) var gradientHashes: [UInt32] = []
  /// The permutation of the epoch last visited.
  private var order: (epoch: Int, examples: [Int]) = (-1, [])

  /// A run of one stage at its beginning, or, given a state, where that state left off.
  public init(
    settings: RunSettings, sentences: [[Int32]], encoder: Encoder<Float>,
    resuming state: TrainingState?
  ) {
    self.init(
      settings: settings,
      examples: TrainingExamples(anchors: sentences, positives: nil, hardNegatives: nil),
      encoder: encoder, log: TrainingLog(), resuming: state)
  }

  /// A stage at its beginning, or, given a state, where that state left off.
  ///
  /// - Inputs: `encoder`, what the stage begins with; `log`, what the stages before it left, the
  ///   stage itself noted in it.
  public init(
    settings: RunSettings, examples: TrainingExamples, encoder: Encoder<Float>, log: TrainingLog,
    resuming state: TrainingState?
  ) {
    self.settings = settings
    self.examples = examples
    self.encoder = encoder
    var state =
      state
      ?? TrainingState(
        parameters: encoder.parameters,
        optimizer: AdamW(settings: settings.adamw, parameters: encoder.parameters),
        best: encoder.parameters, variant: .empty, log: log)
    self.encoder.parameters = state.parameters
    state.parameters = Parameters([])
    stage = state.log.stage
    self.state = state
  }

  /// The training sentences as token ids.
  public var sentences: [[Int32]] { examples.anchors }
  /// The steps of one epoch; the last batch may be short.
  public var stepsPerEpoch: Int { examples.stepsPerEpoch(batchSize: settings.batchSize) }
  /// The steps of the whole stage.
  public var stepCount: Int { stepsPerEpoch * settings.epochs }
  /// The number of updates made in the stage.
  public var step: Int { state.optimizer.updates }
  public var isFinished: Bool { step >= stepCount || state.log.divergedAtStep != nil }

  /// The draws of a name in this stage.
  private func stream(_ name: RandomStream.Name) -> RandomStream {
    settings.seeds.stream(name).stage(stage)
  }

  /// The order of the examples in a 0-based epoch.
  ///
  /// - Randomness: `data-order`, forked by the epoch.
  public func order(ofEpoch epoch: Int) -> [Int] {
    stream(.dataOrder).fork(epoch).permutation(sentences.count)
  }

  /// The examples of a 0-based step's batch: a part of the epoch's order.
  private mutating func batch(at step: Int) -> [Int] {
    let epoch = step / stepsPerEpoch
    if order.epoch != epoch { order = (epoch, order(ofEpoch: epoch)) }
    let start = step % stepsPerEpoch * settings.batchSize
    let end = min(start + settings.batchSize, sentences.count)
    return Array(order.examples[start..<end])
  }

  /// The step of a batch: anchors with the masks of view 0, positives of view 1, hard negatives of
  /// view 2, neutral sentences of view 2 behind a whole batch.
  private func call(_ batch: [Int]) -> TrainingStep<Float>.Call {
    let anchors = batch.map { examples.anchors[$0] }
    var slots = (settings.sharedMasks == true ? [0, 0, 2] : [0, 1, 2]).flatMap { view in
      batch.indices.map { EncoderDropout.Slot(view: view, example: $0) }
    }
    if examples.neutrals != nil {
      slots += batch.indices.map { .init(view: 2, example: settings.batchSize + $0) }
    }
    let step = step
    let augmentation = stream(.augmentation).fork(step)
    var positives = examples.positives.map { side in batch.map { side[$0] } } ?? anchors
    if let augmenter = examples.augmenter {
      positives = batch.enumerated().map { place, example in
        augmenter.ids(of: example, stream: augmentation.fork("view").fork(place))
      }
    }
    var call = TrainingStep<Float>.Call(
      encoder: encoder, views: (anchors, positives), variant: settings.variant.variant,
      settings: .init(
        pooling: settings.pooling, temperature: settings.temperature,
        hiddenDropoutRate: settings.hiddenDropoutRate,
        attentionDropoutRate: settings.attentionDropoutRate),
      dropout: dropout(slots), augmentation: augmentation, negatives: stream(.negatives).fork(step),
      state: state.variant, held: nil, observer: nil)
    if let opposites = examples.augmenter?.opposites(
      of: batch, stream: augmentation.fork("opposite"))
    {
      call.hardNegatives = .init(
        sentences: opposites, weight: settings.hardNegativeWeight ?? 0)
    }
    if let side = examples.hardNegatives {
      let neutrals = examples.neutrals.map { side in batch.map { side[$0] } } ?? []
      call.hardNegatives = .init(
        sentences: batch.map { side[$0] } + neutrals, weight: settings.hardNegativeWeight ?? 0)
    }
    call.labels = examples.labels.map { labels in batch.map { labels[$0] } }
    call.scores = examples.scores.map { scores in batch.map { scores[$0] } }
    let poolSize = settings.variant.variant.poolSize
    if poolSize > 0 {
      call.pool = SentencePool(
        poolSize, of: examples.anchors,
        besides: anchors + positives + batch.compactMap { examples.positives?[$0] },
        stream: call.negatives.fork("pool"))
    }
    call.softNegatives = examples.softNegatives.map { side in batch.map { side[$0] } }
    call.templates = examples.templates
    if let detection = settings.variant.variant.detection {
      guard let generator = examples.generator else {
        preconditionFailure("\(settings.variant.name) without a generator")
      }
      call.edited = generator.edited(
        anchors + positives, by: detection.masking, stream: augmentation.fork("replaced-tokens"))
    }
    call.pieceSize = settings.pieceSize
    return call
  }

  /// The masks of the step to come.
  private func dropout(_ slots: [EncoderDropout.Slot]) -> EncoderDropout {
    let kind = settings.dropoutKind?.kind
    func rate(_ rate: Double) -> Double { kind?.rate(rate, step: step) ?? rate }
    return EncoderDropout(
      hiddenRate: rate(settings.hiddenDropoutRate),
      attentionRate: rate(settings.attentionDropoutRate), stream: stream(.dropout), step: step,
      slots: slots)
  }

  /// Makes one update. A loss or gradient that is not finite ends the run instead.
  public mutating func advance() {
    precondition(!isFinished, "a finished run makes no further step")
    let step = step
    if let tasks = examples.tasks {
      let result = TaskStep(call(tasks))
      update(by: result.gradients, loss: result.loss, cosines: (0, 0))
      return
    }
    let places = batch(at: step)
    if settings.objective == .maskedLanguageModel {
      let result = maskedStep(places.map { examples.anchors[$0] }, weight: 1, firstView: 0)
      update(
        by: result.gradients, loss: result.loss, cosines: (0, 0),
        masked: (result.loss, result.accuracy))
      return
    }
    let contrastive = call(places)
    let result = TrainingStep(contrastive)
    let cosines = (result.positiveCosine, result.negativeCosine)
    var (gradients, loss, masked) = (result.gradients, result.loss, (Double, Double)?.none)
    if let weight = settings.tokenMasking?.weight {
      let part = maskedStep(
        contrastive.views.0 + contrastive.views.1, weight: weight, firstView: 3)
      gradients = zip(gradients, part.gradients).map { $0.sum(with: $1, compute: encoder.compute) }
      loss += weight * part.loss
      masked = (part.loss, part.accuracy)
    }
    let updated = update(
      by: gradients, loss: loss, cosines: cosines, masked: masked, hardness: result.hardness)
    if updated {
      state.variant = result.state
    }
  }

  /// The step of the masked language model over some sentences.
  ///
  /// - Randomness: `masking`, forked by the step; `dropout`, of views from `firstView` on, one of each
  ///   `batch-size` sentences.
  private func maskedStep(
    _ sentences: [[Int32]], weight: Double, firstView: Int
  ) -> MaskedStep<Float> {
    guard let masking = settings.tokenMasking, let text = examples.masked else {
      preconditionFailure("a stage that masks tokens has neither settings nor text for it")
    }
    let size = settings.batchSize
    let slots = sentences.indices.map {
      EncoderDropout.Slot(view: firstView + $0 / size, example: $0 % size)
    }
    return MaskedStep(
      .init(
        encoder: encoder,
        batch: MaskedSentences(
          sentences, by: masking.tokens, of: text.vocabulary,
          stream: stream(.masking).fork(step)),
        weight: weight, dropout: dropout(slots)))
  }

  /// The loss and accuracy of the masked language model on held-out sentences; nil in stages of
  /// another objective.
  private func heldOutScore() -> (loss: Double, accuracy: Double)? {
    guard settings.objective == .maskedLanguageModel, let masking = settings.tokenMasking,
      let text = examples.masked
    else { return nil }
    return text.score(encoder, masking: masking.tokens, stream: stream(.masking))
  }

  /// The step of heads: each task's own order, forked by the task.
  private func call(_ tasks: TaskExamples) -> TaskStep<Float>.Call {
    let (epoch, place) = (step / stepsPerEpoch, step % stepsPerEpoch)
    return TaskStep<Float>.Call(
      encoder: encoder,
      batches: tasks.batches(at: place, batchSize: settings.batchSize).map { index, places in
        let task = tasks.tasks[index]
        let split = task.training
        let order = stream(.dataOrder).fork(task.task.rawValue).fork(epoch)
          .permutation(split.targets.count)
        let chosen = places.map { order[$0] }
        return TaskStep.Batch(
          head: task.head, place: TaskSource.Task.allCases.firstIndex(of: task.task) ?? 0,
          first: chosen.map { split.first[$0] },
          second: split.second.isEmpty ? [] : chosen.map { split.second[$0] },
          targets: chosen.map { split.targets[$0] })
      },
      pooling: settings.pooling, trainsEncoder: tasks.source.trainsEncoder, dropout: dropout([]))
  }

  /// Whether the numbers were finite and the update was made.
  @discardableResult
  private mutating func update(
    by gradients: [Gradient<Float>], loss: Double, cosines: (positive: Double, negative: Double),
    masked: (loss: Double, accuracy: Double)? = nil, hardness: Hardness? = nil
  ) -> Bool {
    let step = step
    let norm = norm(of: gradients, compute: encoder.compute)
    guard loss.isFinite, norm.isFinite else {
      state.log.divergedAtStep = state.step + 1
      return false
    }
    gradientHashes = gradients.map { $0.tensor.bitHash(compute: encoder.compute) }
    let factor = clippingFactor(norm: norm, maximum: settings.maximumGradientNorm)
    let rate =
      settings.learningRate
      * settings.schedule.factor(
        step: step, of: stepCount, warmupSteps: settings.warmupSteps)
    state.optimizer.update(
      &encoder.parameters, by: gradients, times: factor, learningRate: rate,
      compute: encoder.compute)
    state.log.steps.append(
      StepRecord(
        step: state.step, loss: loss, learningRate: rate, gradientNorm: norm,
        positiveCosine: cosines.positive, negativeCosine: cosines.negative,
        maskedLoss: masked?.loss, maskedAccuracy: masked?.accuracy,
        extraNegativeCosine: hardness?.mean, hardestNegativeCosine: hardness?.hardest))
    return true
  }

  /// Ends the run where its encoder has no development score any more.
  mutating func noteDivergence() { state.log.divergedAtStep = state.step }

  /// Notes a development score of the encoder as it is; keeps its parameters when it is the best.
  public mutating func note(selectionScore spearman: Double) {
    let heldOut = heldOutScore()
    state.log.selection.append(
      SelectionRecord(
        step: state.step, spearman: spearman, heldOutLoss: heldOut?.loss,
        heldOutAccuracy: heldOut?.accuracy))
    if state.log.best?.step == state.step { state.best = encoder.parameters }
  }

  /// Notes how the development embeddings lie.
  mutating func note(_ record: DiagnosticRecord) {
    state.log.diagnostics = (state.log.diagnostics ?? []) + [record]
  }

  /// Whether a development score is due: at the start of a run, every so many steps, and at the end.
  var selectionIsDue: Bool {
    guard state.log.selection.last?.step != state.step else { return false }
    // Fresh heads have nothing to score.
    if step == 0, examples.tasks != nil, stepCount > 0 { return false }
    return step == 0 || step % settings.evaluateEverySteps == 0 || step == stepCount
  }

  /// What a checkpoint holds at this point.
  public var checkpoint: TrainingState {
    var state = state
    state.parameters = encoder.parameters
    return state
  }
}

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

  /// The loss in nats.
  public let loss: Double
  public let positiveCosine: Double
  public let negativeCosine: Double
  /// In the order of the encoder's parameters.
  public let gradients: [Gradient<Scalar>]

  /// The loss of a batch and its gradient by every parameter.
  ///
  /// Each sentence passes twice, with the masks of view 0 and of view 1.
  ///
  /// - Randomness: `dropout` for the masks; `negatives` for what the variant draws, by the step.
  /// - Source: arXiv:2104.08821, section 3.
  public init(
    _ encoder: Encoder<Scalar>, batch: [[Int32]], step: Int, variant: some Variant,
    settings: Settings, dropout: RandomStream, negatives: RandomStream,
    observer: TapeObserver? = nil
  ) {
    let slots = [0, 1].flatMap { view in
      batch.indices.map { EncoderDropout.Slot(view: view, example: $0) }
    }
    self.init(
      encoder, views: (batch, batch), variant: variant, settings: settings,
      dropout: EncoderDropout(
        hiddenRate: settings.hiddenDropoutRate, attentionRate: settings.attentionDropoutRate,
        stream: dropout, step: step, slots: slots),
      negatives: negatives.fork(step), observer: observer)
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
    public var negatives: RandomStream
    /// Hears what the tape does.
    public var observer: TapeObserver?
  }

  /// The loss of two given views; without dropout when it is nil.
  public init(
    _ encoder: Encoder<Scalar>, views: ([[Int32]], [[Int32]]), variant: some Variant,
    settings: Settings, dropout: EncoderDropout?, negatives: RandomStream,
    observer: TapeObserver? = nil
  ) {
    self = Scalar.trainingStep(
      Call(
        encoder: encoder, views: views, variant: variant, settings: settings, dropout: dropout,
        negatives: negatives, observer: observer))
  }

  @inline(__always)
  init(computing call: Call) {
    let (encoder, views) = (call.encoder, call.views)
    precondition(
      views.0.count == views.1.count,
      "\(views.0.count) anchors and \(views.1.count) positives do not pair up")
    let n = views.0.count
    let tape = Tape<Scalar>(compute: encoder.compute, observer: call.observer)
    let pack = TokenPack(views.0 + views.1)
    let leaves = encoder.leaves(for: pack, on: tape, trainable: true)
    let states = encoder.hiddenStates(of: pack, leaves: leaves, on: tape, dropout: call.dropout)
    let vectors = encoder.pooled(
      states, of: pack, by: call.settings.pooling, training: true, leaves: leaves, on: tape)
    // Built here and not by the variant, whose generic code is not compiled for the type.
    let result = ContrastiveLoss(
      anchors: tape.apply(SelectRows(rows: Array(0..<n)), vectors),
      positives: tape.apply(SelectRows(rows: Array(n..<2 * n)), vectors),
      extra: call.variant.extraNegatives(
        width: vectors.value.columns, stream: call.negatives, as: Scalar.self),
      temperature: call.settings.temperature, compute: encoder.compute, on: tape)
    loss = Double(result.loss.value.scalars[0])
    positiveCosine = result.positiveCosine
    negativeCosine = result.negativeCosine
    gradients = encoder.gradients(of: result.loss, leaves: leaves, on: tape)
  }
}

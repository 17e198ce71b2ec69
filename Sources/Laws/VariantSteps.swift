package import Model

/// One step of a tiny encoder in Double under a variant, from fixed streams.
package func variantCall(
  _ variant: any Variant, lengths: [Int] = [3, 11, 1, 6], step: Int = 5,
  state: VariantState = .empty, encoder: Encoder<Double> = tinyEncoder(seed: 3)
) -> TrainingStep<Double>.Call {
  let batch = tinySentences(lengths, seed: UInt64(step))
  let slots = [0, 1, 2].flatMap { view in
    batch.indices.map { EncoderDropout.Slot(view: view, example: $0) }
  }
  var encoder = encoder
  if variant.hasTwin || variant.detection != nil {
    encoder.parameters = encoder.parameters.appending(encoder.parameters.twin)
  }
  if let head = variant.addedHead {
    encoder.parameters = encoder.parameters.appending(
      Parameters(
        fresh: head.parameterLayout(width: encoder.settings.width), deviation: 0.3,
        stream: RandomStream(seed: 4, name: .initialization)))
  }
  var call = TrainingStep<Double>.Call(
    encoder: encoder, views: (batch, batch), variant: variant,
    settings: .init(
      pooling: .cls, temperature: 0.3, hiddenDropoutRate: 0.2, attentionDropoutRate: 0.1),
    dropout: EncoderDropout(
      hiddenRate: 0.2, attentionRate: 0.1, stream: RandomStream(seed: 5, name: .dropout),
      step: step, slots: slots),
    augmentation: RandomStream(seed: 6, name: .augmentation).fork(step),
    negatives: RandomStream(seed: 7, name: .negatives).fork(step), state: state, held: nil,
    observer: nil)
  if variant.supervision == .labels { call.labels = lengths.indices.map { $0 % 3 } }
  if variant.supervision == .scores { call.scores = lengths.indices.map { Double($0) / 5 } }
  if variant.supervision == .contradictions {
    call.hardNegatives = .init(
      sentences: tinySentences(lengths.map { 12 - $0 }, seed: UInt64(step) + 50), weight: 0)
  }
  if variant.poolSize > 0 {
    call.pool = SentencePool(
      tinySentences((0..<variant.poolSize).map { 1 + $0 % 11 }, seed: UInt64(step) + 70))
  }
  if variant.detection != nil {
    // Every third token is another one.
    call.edited = (batch + batch).enumerated().map { row, sentence in
      sentence.enumerated().map { ($0 + row) % 3 == 0 ? ($1 + 1) % 29 : $1 }
    }
  }
  if variant.readsSoftNegatives {
    call.softNegatives = tinySentences(lengths.map { 12 - $0 }, seed: UInt64(step) + 100)
  }
  return call
}

/// What a variant carries into a step after a number of steps before it.
package func variantState(_ variant: any Variant, after steps: Int) -> VariantState {
  (0..<steps).reduce(VariantState.empty) { state, step in
    TrainingStep(variantCall(variant, step: step, state: state)).state
  }
}

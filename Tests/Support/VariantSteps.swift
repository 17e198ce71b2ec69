public import Model

/// One step of a tiny encoder in Double under a variant, from fixed streams.
public func variantCall(
  _ variant: any Variant, lengths: [Int] = [3, 11, 1, 6], step: Int = 5,
  state: VariantState = .empty, encoder: Encoder<Double> = tinyEncoder(seed: 3)
) -> TrainingStep<Double>.Call {
  let batch = tinySentences(lengths, seed: UInt64(step))
  let slots = [0, 1].flatMap { view in
    batch.indices.map { EncoderDropout.Slot(view: view, example: $0) }
  }
  return TrainingStep<Double>.Call(
    encoder: encoder, views: (batch, batch), variant: variant,
    settings: .init(
      pooling: .cls, temperature: 0.3, hiddenDropoutRate: 0.2, attentionDropoutRate: 0.1),
    dropout: EncoderDropout(
      hiddenRate: 0.2, attentionRate: 0.1, stream: RandomStream(seed: 5, name: .dropout),
      step: step, slots: slots),
    augmentation: RandomStream(seed: 6, name: .augmentation).fork(step),
    negatives: RandomStream(seed: 7, name: .negatives).fork(step), state: state, held: nil,
    observer: nil)
}

/// What a variant carries into a step after a number of steps before it.
public func variantState(_ variant: any Variant, after steps: Int) -> VariantState {
  (0..<steps).reduce(VariantState.empty) { state, step in
    TrainingStep(variantCall(variant, step: step, state: state)).state
  }
}

/// Outputs for stages that are tested by themselves.
public func batchOutputs(_ rows: Int, _ width: Int, temperature: Double = 0.3) -> BatchOutputs {
  BatchOutputs(
    anchors: testTensor([rows, width], seed: 1, "anchors"),
    positives: testTensor([rows, width], seed: 1, "positives"), temperature: temperature,
    compute: oneThread)
}

/// The negatives of a source on such outputs.
public func negatives(
  _ source: some NegativeSource, _ batch: BatchOutputs, seed: UInt64 = 1
) -> ExtraNegatives? {
  var state = VariantState.empty
  return source.negatives(
    of: batch, state: &state, stream: RandomStream(seed: seed, name: .negatives))
}

/// Mean and deviation of numbers.
public func moments<Number: BinaryFloatingPoint>(
  _ numbers: [Number]
) -> (mean: Double, deviation: Double) {
  let mean = numbers.reduce(0) { $0 + Double($1) } / Double(numbers.count)
  let square = numbers.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  return (mean, (square / Double(numbers.count - 1)).squareRoot())
}

extension VariantChoice {
  /// Variants of several types as arguments of one test.
  public static func list(_ variants: [any Variant]) -> [VariantChoice] {
    variants.map(VariantChoice.init)
  }
}

extension ReferenceEncoder {
  /// What it says of a step's sentences.
  ///
  /// - Inputs: `parameters`, its own at this step.
  func outputs<Scalar: BLASScalar>(
    _ call: TrainingStep<Scalar>.Call, parameters: Parameters<Float>
  ) -> ReferenceOutputs<Scalar> {
    let encoder = Encoder(
      settings: call.encoder.settings, parameters: parameters.converted(to: Scalar.self),
      compute: call.encoder.compute)
    let tape = Tape<Scalar>(compute: encoder.compute, observer: call.observer)
    let sentences = outputs == .views ? call.views.0 + call.views.1 : call.views.0
    let pack = TokenPack(sentences)
    let leaves = encoder.leaves(for: pack, on: tape, trainable: false)
    let states = encoder.hiddenStates(
      of: pack, entry: nil, for: outputs == .views ? call.settings.pooling : nil,
      leaves: leaves, on: tape, dropout: nil)
    let vectors: Tensor<Scalar>
    switch outputs {
    case .views:
      vectors =
        encoder.pooled(
          states, of: pack, by: call.settings.pooling, training: true, leaves: leaves, on: tape
        ).value
    case .layers:
      let means = states.map { tape.apply(MeanRows(starts: pack.starts), $0).value }
      vectors = Tensor(
        means.flatMap(\.scalars), shape: [means.count * sentences.count, encoder.settings.width])
    }
    return ReferenceOutputs(vectors: vectors, parameters: encoder.parameters)
  }
}

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
    let vectors: Tensor<Scalar>
    switch outputs {
    case .views:
      vectors = encoder.embeddings(
        of: call.views.0 + call.views.1, pooling: call.settings.pooling, subtracting: nil,
        training: true, observer: call.observer)
    case .layers:
      let tape = Tape<Scalar>(compute: encoder.compute, observer: call.observer)
      let pack = TokenPack(call.views.0)
      let leaves = encoder.leaves(for: pack, on: tape, trainable: false)
      let means = encoder.hiddenStates(of: pack, leaves: leaves, on: tape, dropout: nil).map {
        tape.apply(MeanRows(starts: pack.starts), $0).value
      }
      vectors = Tensor(
        means.flatMap(\.scalars),
        shape: [means.count * pack.sentenceCount, encoder.settings.width])
    }
    return ReferenceOutputs(vectors: vectors, parameters: encoder.parameters)
  }
}

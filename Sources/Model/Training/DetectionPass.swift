/// The edited sentences of a step through the encoder's twin, each beside its sentence's vector.
struct DetectionPass<Scalar: BLASScalar> {
  /// The mean loss of all tokens in nats.
  let loss: Variable<Scalar>
  /// The twin's parameters.
  let leaves: Encoder<Scalar>.Leaves

  /// - Inputs: `vectors`, of the anchors and then of the positives; `own`, every parameter of the encoder, the
  ///   head's among them.
  /// - Randomness: `dropout`, of views 3 and 4.
  /// - Precondition: the encoder's parameters have a twin's among them, and each view has been edited.
  init(
    _ call: TrainingStep<Scalar>.Call, _ detection: TokenDetection, vectors: Variable<Scalar>,
    leaves own: Encoder<Scalar>.Leaves, on tape: Tape<Scalar>
  ) {
    let originals = call.views.0 + call.views.1
    guard let encoder = call.encoder.twin, let edited = call.edited,
      edited.map(\.count) == originals.map(\.count)
    else {
      preconditionFailure(
        "\(type(of: call.variant).name) without a twin, or without the edited sentences")
    }
    let (n, pack) = (call.views.0.count, TokenPack(edited))
    leaves = encoder.leaves(for: pack, on: tape, trainable: true)
    let slots = edited.indices.map { EncoderDropout.Slot(view: 3 + $0 / n, example: $0 % n) }
    let states = encoder.hiddenStates(
      of: pack, entry: nil, for: nil, leaves: leaves, on: tape, dropout: call.dropout?.over(slots),
      firstTokens: tape.apply(SelectRows(rows: Array(edited.indices)), vectors))
    let logits = detection.head.applied(
      to: states[states.count - 1],
      leaves: HeadLeaves(names: call.encoder.parameters.names, variables: own.variables),
      compute: encoder.compute, on: tape)
    let labels = zip(edited, originals).flatMap { zip($0, $1).map { $0 == $1 ? 0 : 1 } }
    loss = tape.apply(CrossEntropy(labels: labels, compute: encoder.compute), logits)
  }
}

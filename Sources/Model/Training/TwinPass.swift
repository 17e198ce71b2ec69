/// The anchors of a step through the encoder's twin, with the masks of view 0.
struct TwinPass<Scalar: BLASScalar> {
  /// The pooled anchors (N, H).
  let vectors: Variable<Scalar>
  let leaves: Encoder<Scalar>.Leaves

  /// - Precondition: the encoder's parameters have a twin's among them.
  init(_ call: TrainingStep<Scalar>.Call, on tape: Tape<Scalar>) {
    guard let encoder = call.encoder.twin else {
      preconditionFailure("\(type(of: call.variant).name) without the parameters of a twin")
    }
    let pack = TokenPack(call.views.0)
    leaves = encoder.leaves(for: pack, on: tape, trainable: true)
    let states = encoder.hiddenStates(
      of: pack, entry: nil, for: call.settings.pooling, leaves: leaves, on: tape,
      dropout: call.dropout?.first(pack.sentenceCount))
    vectors = encoder.pooled(
      states, of: pack, by: call.settings.pooling, training: true, leaves: leaves, on: tape)
  }

}

extension Encoder {
  /// The gradients of this encoder's parameters and its twin's, in the order of this one's; the tape is emptied.
  func gradients(
    of loss: Variable<Scalar>, leaves own: Leaves, twin leaves: Leaves, on tape: Tape<Scalar>
  ) -> [Gradient<Scalar>] {
    let names = parameters.names
    let isTwin = names.map { $0.hasPrefix(Self.twinPrefix) }
    let places = names.indices.dropFirst().filter { !isTwin[$0] }
    let tensors = tape.gradients(
      of: loss, seed: Tensor([1], shape: []),
      by: [own.words] + places.map { own.variables[$0] } + [leaves.words]
        + leaves.variables.dropFirst())
    func marked(_ tensors: ArraySlice<Tensor<Scalar>>, _ ids: [Int]) -> [Gradient<Scalar>] {
      tensors.enumerated().map { $0 == 0 ? .rows(ids, $1) : .dense($1) }
    }
    var (first, second) = (
      marked(tensors[...places.count], own.ids)[...],
      marked(tensors[(places.count + 1)...], leaves.ids)[...]
    )
    return isTwin.compactMap { $0 ? second.popFirst() : first.popFirst() }
  }
}

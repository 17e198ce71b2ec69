import Model
import Support
import Testing

/// Poolings that look at [CLS] alone, for which the last block computes no other token.
@Suite struct FirstTokenTests {
  /// The pooled sentences and their gradients; `pooling` nil computes every token.
  private func pass<Scalar: BLASScalar>(
    _ encoder: Encoder<Scalar>, for pooling: Pooling?, dropout: Double
  ) -> (states: [Tensor<Scalar>], pooled: Tensor<Scalar>, gradients: [Gradient<Scalar>]) {
    let pack = TokenPack(tinySentences([3, 1, 11, 9], seed: 4))
    let tape = Tape<Scalar>(compute: encoder.compute, observer: nil)
    let leaves = encoder.leaves(for: pack, on: tape, trainable: true)
    let states = encoder.hiddenStates(
      of: pack, entry: nil, for: pooling, leaves: leaves, on: tape,
      dropout: EncoderDropout(
        hiddenRate: dropout, attentionRate: dropout, stream: RandomStream(seed: 7, name: .dropout),
        step: 3, slots: (0..<4).map { EncoderDropout.Slot(view: $0 % 2, example: $0 / 2) }))
    let pooled = encoder.pooled(
      states, of: pack, by: pooling ?? .cls, training: true, leaves: leaves, on: tape)
    let seed = Tensor<Scalar>(
      (0..<pooled.value.count).map { Scalar($0 % 7) - 3 }, shape: pooled.value.shape)
    return (
      states.map(\.value), pooled.value,
      encoder.gradients(of: pooled, seed: seed, leaves: leaves, on: tape)
    )
  }

  private func expectEqualBits<Scalar: BLASScalar>(_ encoder: Encoder<Scalar>, dropout: Double) {
    let whole = pass(encoder, for: nil, dropout: dropout)
    for pooling in [Pooling.cls, .clsBeforePooler] {
      let first = pass(encoder, for: pooling, dropout: dropout)
      #expect(first.states.last?.rows == 4 && whole.states.last?.rows == 24)
      #expect(first.pooled == whole.pooled)
      for (a, b) in zip(first.gradients, whole.gradients) { #expect(a.tensor == b.tensor) }
    }
  }

  @Test(arguments: [0, 0.3])
  func `the last block of first tokens alone has the bits of a whole one, and so have gradients`(
    _ rate: Double
  ) {
    let encoder = tinyEncoder(seed: 3)
    expectEqualBits(encoder, dropout: rate)
    expectEqualBits(
      Encoder<Float>(
        settings: encoder.settings, parameters: encoder.parameters.converted(to: Float.self),
        compute: encoder.compute), dropout: rate)
  }

  @Test func `other poolings, and OpenBLAS, whose sums have blocks, compute every token`() {
    var encoder = tinyEncoder(seed: 3)
    #expect(pass(encoder, for: .mean, dropout: 0).states.last?.rows == 24)
    encoder.compute = Compute(product: .openblas, threads: 1)
    #expect(pass(encoder, for: .cls, dropout: 0).states.last?.rows == 24)
  }
}

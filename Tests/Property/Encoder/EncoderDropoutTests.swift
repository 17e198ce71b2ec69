import Model
import Support
import Testing

/// Where the encoder draws its masks.
@Suite struct EncoderDropoutTests {
  private let pack = TokenPack(tinySentences([5, 3, 5], seed: 2))
  private let stream = RandomStream(seed: 1, name: .dropout)
  private let slots = [(0, 0), (0, 1), (1, 0)].map {
    EncoderDropout.Slot(view: $0.0, example: $0.1)
  }
  private let step = 4

  /// The layers written down once more, from operations that are tested on their own: site 0 for
  /// the embeddings, then 1 + 3l, 2 + 3l and 3 + 3l in block l, which every sentence draws at its
  /// step, view and example.
  @Test func `hidden states are those of operations whose masks are drawn where the sites say`() {
    let encoder = tinyEncoder(seed: 3)
    let (hidden, attention) = (
      DropoutMask(rate: 0.3, stream: stream), DropoutMask(rate: 0.2, stream: stream)
    )
    func positions(_ site: Int) -> [DropoutMask.Position] {
      slots.map { .init(step: step, view: $0.view, example: $0.example, site: site) }
    }
    func parameter(_ name: String) -> Tensor<Double> {
      encoder.parameters[name] ?? Tensor(zeros: [0])
    }
    func mapped(_ x: Tensor<Double>, _ name: String) -> Tensor<Double> {
      Linear(compute: oneThread).output(
        [x, parameter(name + ".weight"), parameter(name + ".bias")])
    }
    func dropped(_ x: Tensor<Double>, _ site: Int) -> Tensor<Double> {
      Dropout(mask: hidden, starts: pack.starts, positions: positions(site), compute: oneThread)
        .output([x])
    }
    func normalized(_ x: Tensor<Double>, _ name: String) -> Tensor<Double> {
      LayerNorm(epsilon: encoder.settings.layerNormEpsilon, compute: oneThread).output(
        [x, parameter(name + ".weight"), parameter(name + ".bias")])
    }
    func sum(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
      Add(compute: oneThread).output([a, b])
    }
    let embedded = Embedding(
      rows: pack.ids.map(Int.init), positions: encoder.settings.positions(of: pack)
    ).output(
      ["word", "position", "token_type"].map { parameter("embeddings.\($0)_embeddings.weight") })
    var x = dropped(normalized(embedded, "embeddings.LayerNorm"), 0)
    var expected = [x]
    for block in 0..<2 {
      let name = "encoder.layer.\(block)"
      let mixed = Attention(
        heads: 3, starts: pack.starts, queries: .all,
        dropout: (attention, positions(1 + 3 * block)),
        compute: oneThread
      ).output(["query", "key", "value"].map { mapped(x, name + ".attention.self." + $0) })
      let middle = normalized(
        sum(dropped(mapped(mixed, name + ".attention.output.dense"), 2 + 3 * block), x),
        name + ".attention.output.LayerNorm")
      let inner = Elementwise(Gelu.self, compute: oneThread).output(
        [mapped(middle, name + ".intermediate.dense")])
      x = normalized(
        sum(dropped(mapped(inner, name + ".output.dense"), 3 + 3 * block), middle),
        name + ".output.LayerNorm")
      expected.append(x)
    }
    let found = states(encoder, slots: slots, step: step, stream: stream)
    let largest = zip(found, expected).map { largestDifference($0.scalars, $1.scalars) }
    #expect(largest.count == 3 && largest.allSatisfy { $0 < 1e-13 })
  }

  @Test func `another step, view, example or seed gives a sentence another state`() {
    let encoder = tinyEncoder(seed: 3)
    func state(_ view: Int, _ example: Int, step: Int, seed: UInt64) -> Tensor<Double> {
      states(
        encoder, slots: slots.map { _ in .init(view: view, example: example) }, step: step,
        stream: RandomStream(seed: seed, name: .dropout))[2]
    }
    let all = [
      state(0, 0, step: 0, seed: 1), state(1, 0, step: 0, seed: 1), state(0, 1, step: 0, seed: 1),
      state(0, 0, step: 1, seed: 1), state(0, 0, step: 0, seed: 2),
    ]
    for (place, one) in all.enumerated() {
      #expect(!all[..<place].contains(one))
    }
    let again = state(0, 0, step: 0, seed: 1) == all[0]
    #expect(again)
  }

  private func states(
    _ encoder: Encoder<Double>, slots: [EncoderDropout.Slot], step: Int, stream: RandomStream
  ) -> [Tensor<Double>] {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    return encoder.hiddenStates(
      of: pack, leaves: encoder.leaves(for: pack, on: tape, trainable: false), on: tape,
      dropout: EncoderDropout(
        hiddenRate: 0.3, attentionRate: 0.2, stream: stream, step: step, slots: slots)
    ).map(\.value)
  }
}

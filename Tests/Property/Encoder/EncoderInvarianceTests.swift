import Model
import Support
import Testing

@Suite struct EncoderInvarianceTests {
  @Test(arguments: Pooling.plain)
  func `an embedding has the same bits alone, in any batch and at any place in it`(
    _ pooling: Pooling
  ) {
    let encoder = floatEncoder(threads: 1)
    let sentences = tinySentences([3, 11, 1, 6, 8, 2, 11, 5, 4, 7], seed: 9)
    let alone = sentences.map { encoder.embeddings(of: [$0], pooling: pooling).scalars }
    let together = encoder.embeddings(of: sentences, pooling: pooling)
    let reversed = encoder.embeddings(of: sentences.reversed(), pooling: pooling)
    for index in sentences.indices {
      #expect(together.row(index) == alone[index])
      #expect(reversed.row(sentences.count - 1 - index) == alone[index])
    }
  }

  @Test(arguments: 1...8)
  func `a training step has the same bits on any number of threads`(_ threads: Int) {
    #expect(step(threads: threads, product: .exact) == step(threads: 1, product: .exact))
  }

  @Test func `exact and openblas agree within rounding`() {
    let exact = step(threads: 1, product: .exact)
    let openblas = step(threads: 1, product: .openblas)
    // Sums of at most 60 products through two blocks: a few hundred roundings, measured against
    // the largest gradient of all, as the key biases' are zero by algebra and so all rounding.
    let largest = exact.flatMap { $0.tensor.scalars.map(abs) }.max() ?? 0
    for (a, b) in zip(exact, openblas) {
      for (x, y) in zip(a.tensor.scalars, b.tensor.scalars) {
        #expect(abs(x - y) <= 300 * Float.ulpOfOne * largest)
      }
    }
  }

  @Test func `the masks of a step do not depend on the rest of the batch`() {
    let encoder = floatEncoder(threads: 1)
    let sentences = tinySentences([5, 3, 7], seed: 2)
    func states(_ chosen: [Int]) -> Tensor<Float> {
      let pack = TokenPack(chosen.map { sentences[$0] })
      let tape = Tape<Float>(compute: oneThread, observer: nil)
      let leaves = encoder.leaves(for: pack, on: tape, trainable: false)
      let dropout = EncoderDropout(
        hiddenRate: 0.3, attentionRate: 0.2, stream: RandomStream(seed: 1, name: .dropout),
        step: 4, slots: chosen.map { .init(view: 1, example: $0) })
      return encoder.hiddenStates(of: pack, leaves: leaves, on: tape, dropout: dropout)[2].value
    }
    let (all, last) = (states([0, 1, 2]), states([2]))
    #expect(Array(all.scalars.suffix(last.count)) == last.scalars)
  }

  private func floatEncoder(threads: Int, product: MatrixProduct = .exact) -> Encoder<Float> {
    let encoder = tinyEncoder(seed: 3)
    return Encoder(
      settings: encoder.settings, parameters: encoder.parameters.converted(to: Float.self),
      compute: Compute(product: product, threads: threads))
  }

  private func step(threads: Int, product: MatrixProduct) -> [Gradient<Float>] {
    TrainingStep(
      floatEncoder(threads: threads, product: product),
      batch: tinySentences([3, 11, 1, 6, 8, 2, 11, 5], seed: 4), step: 1,
      variant: InBatchNegatives(),
      settings: .init(
        pooling: .mean, temperature: 0.05, hiddenDropoutRate: 0.1, attentionDropoutRate: 0.1),
      dropout: RandomStream(seed: 5, name: .dropout),
      augmentation: RandomStream(seed: 7, name: .augmentation),
      negatives: RandomStream(seed: 6, name: .negatives), state: .empty
    ).gradients
  }
}

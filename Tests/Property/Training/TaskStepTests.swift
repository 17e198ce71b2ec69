import Model
import Support
import Testing

@Suite struct TaskStepTests {
  static let heads: [TaskHead] = [
    .classification(ClassificationHead(name: "head.sentiment", width: 12, classes: 5)),
    .paraphrase(
      ParaphraseHead(name: "head.paraphrase", width: 12, parts: [.first, .absoluteDifference])),
    .similarity(SimilarityHead(name: "head.similarity", width: 12, form: .cosine, parts: [])),
    .similarity(
      SimilarityHead(
        name: "head.regression", width: 12, form: .sigmoidRegression, parts: [.product])),
  ]

  /// A tiny encoder with every head's parameters, and computed dropout where it is asked for.
  private static func encoder(_ kind: EncoderDropoutKind?) -> Encoder<Double> {
    let plain = tinyEncoder(seed: 3)
    let heads = Parameters<Double>(
      fresh: heads.flatMap(\.parameterLayout), deviation: 0.4,
      stream: RandomStream(seed: 8, name: .initialization))
    var dropout: Parameters<Double> = kind?.parameters(for: plain.settings) ?? Parameters([])
    for index in dropout.tensors.indices {
      let change = testTensor(dropout.tensors[index].shape, seed: 9, "\(index)").scaled(by: 0.1)
      dropout.tensors[index].add(change, compute: oneThread)
    }
    return Encoder(
      settings: plain.settings,
      parameters: plain.parameters.appending(dropout).appending(heads),
      compute: oneThread)
  }

  private static func call(
    _ encoder: Encoder<Double>, _ places: [Int], trainsEncoder: Bool = true,
    rates: Double = 0.2, stream: UInt64 = 5
  ) -> TaskStep<Double>.Call {
    TaskStep<Double>.Call(
      encoder: encoder,
      batches: places.map { place in
        let head = heads[place]
        return .init(
          head: head, place: place, first: tinySentences([3, 7, 5], seed: UInt64(place)),
          second: head.readsPairs ? tinySentences([4, 2, 9], seed: UInt64(20 + place)) : [],
          targets: [[4, 0, 2], [1, 0, 1], [0.5, 5, 3.2], [1, 4, 2]][place])
      },
      pooling: .mean, trainsEncoder: trainsEncoder,
      dropout: EncoderDropout(
        hiddenRate: rates, attentionRate: rates, stream: RandomStream(seed: stream, name: .dropout),
        step: 2, slots: []))
  }

  private static func dense(_ step: TaskStep<Double>, _ encoder: Encoder<Double>) -> [Tensor<
    Double
  >] {
    zip(step.gradients, encoder.parameters.tensors).map { $0.dense(shape: $1.shape) }
  }

  /// Central differences along one random direction a parameter, all parameters that take part.
  @Test(arguments: [[0], [1], [2], [3], [0, 1, 2]])
  func `the gradient of heads and encoder agrees with differences`(_ places: [Int]) {
    let encoder = Self.encoder(nil)
    let gradients = Self.dense(TaskStep(Self.call(encoder, places)), encoder)
    for (index, tensor) in encoder.parameters.tensors.enumerated() {
      let direction = testTensor(tensor.shape, seed: 31, "\(index)")
      func loss(_ step: Double) -> Double {
        var moved = encoder
        moved.parameters.tensors[index].add(direction.scaled(by: step), compute: oneThread)
        return TaskStep(Self.call(moved, places)).loss
      }
      let expected = (loss(1e-5) - loss(-1e-5)) / 2e-5
      let found = zip(gradients[index].scalars, direction.scalars).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(
        abs(found - expected) < 1e-7 * max(1, abs(expected)),
        "\(encoder.parameters.names[index]): \(found), \(expected)")
    }
  }

  @Test func `summed losses are the sum of the tasks' own, with the masks of each`() {
    let encoder = Self.encoder(nil)
    let together = TaskStep(Self.call(encoder, [0, 1, 2])).loss
    let apart = [0, 1, 2].map { TaskStep(Self.call(encoder, [$0])).loss }
    #expect(abs(together - apart.reduce(0, +)) < 1e-12)
  }

  @Test func `every task and either side of a pair has masks of its own`() {
    let encoder = Self.encoder(nil)
    func losses(_ head: Int, _ change: (inout TaskStep<Double>.Batch) -> Void) -> [Double] {
      (0..<4).map { place in
        var call = Self.call(encoder, [head])
        change(&call.batches[0])
        call.batches[0].place = place
        return TaskStep(call).loss
      }
    }
    #expect(Set(losses(0) { _ in }).count == 4)
    // The same sentences on both sides would be as similar as can be, were their masks the same.
    let alike = losses(2) { batch in
      batch.second = batch.first
      batch.targets = [5, 5, 5]
    }
    #expect(Set(alike).count == 4 && alike.allSatisfy { $0 > 1e-6 })
  }

  @Test func `heads alone leave the encoder without a gradient and see the same loss`() {
    let encoder = Self.encoder(nil)
    let whole = TaskStep(Self.call(encoder, [1]))
    let heads = TaskStep(Self.call(encoder, [1], trainsEncoder: false))
    #expect(heads.loss == whole.loss)
    for (gradients, name) in zip(zip(whole.gradients, heads.gradients), encoder.parameters.names) {
      if name.hasPrefix("head.") {
        let isEqual = gradients.0 == gradients.1
        #expect(isEqual, "\(name)")
      } else {
        #expect(gradients.1.tensor.count == 0, "\(name)")
      }
    }
  }

  @Test(arguments: [AdaptiveDropout.Belief.dense, .affine])
  func `a gate's gradient agrees with differences, and the draw is what adaptive dropout adds`(
    _ belief: AdaptiveDropout.Belief
  ) {
    let dropout = AdaptiveDropout(belief: belief, startRate: 0.3)
    let (gate, adaptive) = (Self.encoder(.gate(dropout)), Self.encoder(.adaptive(dropout)))
    #expect(gate.parameters.count == adaptive.parameters.count)
    #expect(gate.hasComputedDropout && adaptive.hasComputedDropout)
    let gradients = Self.dense(TaskStep(Self.call(gate, [2])), gate)
    for (index, name) in gate.parameters.names.enumerated() where name.hasPrefix("gate.") {
      let direction = testTensor(gate.parameters.tensors[index].shape, seed: 33, name)
      func loss(_ step: Double) -> Double {
        var moved = gate
        moved.parameters.tensors[index].add(direction.scaled(by: step), compute: oneThread)
        return TaskStep(Self.call(moved, [2])).loss
      }
      let expected = (loss(1e-5) - loss(-1e-5)) / 2e-5
      let found = zip(gradients[index].scalars, direction.scalars).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(found - expected) < 1e-7 * max(1, abs(expected)), "\(name)")
    }
    // Without any draw, and with no other rate, both are one function.
    let sentences = tinySentences([3, 7], seed: 4)
    let (a, b) = (
      gate.embeddings(of: sentences, pooling: .mean),
      adaptive.embeddings(of: sentences, pooling: .mean)
    )
    #expect(a.scalars == b.scalars)
    func loss(_ encoder: Encoder<Double>, _ stream: UInt64) -> Double {
      TaskStep(Self.call(encoder, [2], rates: 0, stream: stream)).loss
    }
    #expect(loss(gate, 5) == loss(gate, 6))
    #expect(loss(adaptive, 5) != loss(adaptive, 6))
  }

  @Test func `a curriculum's rates rise from 0 to the run's own`() {
    let kind = EncoderDropoutKind.curriculum(growth: 0.5)
    #expect(kind.rate(0.2, step: 0) == 0)
    #expect(kind.rate(0.2, step: 3) > 0 && kind.rate(0.2, step: 3) < kind.rate(0.2, step: 4))
    #expect(abs(kind.rate(0.2, step: 100) - 0.2) < 1e-12)
    #expect(
      EncoderDropoutKind.adaptive(.init(belief: .affine, startRate: 0.1)).rate(0.2, step: 0) == 0.2)
  }

  @Test(arguments: [true, false], AdaptiveDropout.Belief.allCases)
  func `an encoder begins as it was without computed dropout`(
    isGate: Bool, belief: AdaptiveDropout.Belief
  ) {
    let plain = tinyEncoder(seed: 3)
    let dropout = AdaptiveDropout(belief: belief, startRate: 0.3)
    let kind = isGate ? EncoderDropoutKind.gate(dropout) : .adaptive(dropout)
    let extended = Encoder(
      settings: plain.settings,
      parameters: kind.extended(plain.parameters, of: plain.settings), compute: oneThread)
    #expect(extended.hasComputedDropout)
    let sentences = tinySentences([3, 7, 5], seed: 4)
    let (a, b) = (
      plain.embeddings(of: sentences, pooling: .mean),
      extended.embeddings(of: sentences, pooling: .mean)
    )
    for (x, y) in zip(a.scalars, b.scalars) { #expect(abs(x - y) < 1e-12) }
  }

  @Test func `parameters of computed dropout are counted layer by layer`() {
    let settings = tinyEncoder(seed: 3).settings
    func count(_ kind: EncoderDropoutKind) -> Int {
      (kind.parameters(for: settings) as Parameters<Double>).count
    }
    let dense = AdaptiveDropout(belief: .dense, startRate: 0.1)
    // Two blocks: 12 × 12 + 12 behind attention and 12 × 20 + 12 behind the feed-forward layer.
    #expect(count(.adaptive(dense)) == 2 * (156 + 252))
    #expect(count(.gate(dense)) == count(.adaptive(dense)))
    #expect(count(.adaptive(.init(belief: .affine, startRate: 0.1))) == 2 * 2 * 2)
    #expect(count(.curriculum(growth: 1)) == 0)
  }
}

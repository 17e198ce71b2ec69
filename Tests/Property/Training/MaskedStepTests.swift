import Model
import Support
import Testing

@Suite struct MaskedStepTests {
  private static let masking = TokenMasking(
    probability: 0.4, maskReplace: 0.8, randomReplace: 0.1)
  /// Of the tiny encoder's 29 tokens: 0 fills, 1 begins and 2 ends a sentence, 3 is the mask.
  private static let vocabulary = MaskableVocabulary(mask: 3, special: [0, 1, 2], count: 29)
  private static let stream = RandomStream(seed: 4, name: .masking)

  /// A tiny encoder with the head of a masked language model.
  private static func encoder(
    threads: Int = 1, product: MatrixProduct = .exact
  ) -> Encoder<Double> {
    let plain = tinyEncoder(seed: 3, threads: threads, product: product)
    var head = Parameters<Double>(
      fresh: LanguageModelHead.parameterLayout(of: plain.settings), deviation: 0.4,
      stream: RandomStream(seed: 8, name: .initialization))
    for index in head.tensors.indices {
      head.tensors[index].add(
        testTensor(head.tensors[index].shape, seed: 9, "\(index)").scaled(by: 0.1),
        compute: oneThread)
    }
    return Encoder(
      settings: plain.settings,
      parameters: plain.parameters.appending(head),
      compute: plain.compute)
  }

  private static func sentences(_ lengths: [Int], seed: UInt64 = 6) -> [[Int32]] {
    tinySentences(lengths, seed: seed).map { [1] + $0 + [2] }
  }

  private static func masked(_ sentences: [[Int32]]) -> MaskedSentences {
    MaskedSentences(sentences, by: masking, of: vocabulary, stream: stream)
  }

  private static func step(
    _ encoder: Encoder<Double>, _ batch: MaskedSentences, rate: Double = 0.2, weight: Double = 1
  ) -> MaskedStep<Double> {
    MaskedStep(
      .init(
        encoder: encoder, batch: batch, weight: weight,
        dropout: EncoderDropout(
          hiddenRate: rate, attentionRate: rate, stream: RandomStream(seed: 5, name: .dropout),
          step: 2, slots: batch.sentences.indices.map { .init(view: 0, example: $0) })))
  }

  /// Central differences along one random direction a parameter, the tied word embeddings among them.
  @Test func `the gradient of every parameter agrees with differences`() {
    let encoder = Self.encoder()
    let batch = Self.masked(Self.sentences([3, 7, 5, 6]))
    let gradients = Self.step(encoder, batch, weight: 0.7).gradients
    #expect(batch.places.count >= 3)
    for (index, tensor) in encoder.parameters.tensors.enumerated() {
      let direction = testTensor(tensor.shape, seed: 31, "\(index)")
      func loss(_ size: Double) -> Double {
        var moved = encoder
        moved.parameters.tensors[index].add(direction.scaled(by: size), compute: oneThread)
        return 0.7 * Self.step(moved, batch).loss
      }
      let expected = (loss(1e-5) - loss(-1e-5)) / 2e-5
      let gradient = gradients[index].dense(shape: tensor.shape)
      let found = zip(gradient.scalars, direction.scalars).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(
        abs(found - expected) < 1e-7 * max(1, abs(expected)),
        "\(encoder.parameters.names[index]): \(found), \(expected)")
    }
  }

  @Test func `without a masked position the loss and every gradient are zero`() {
    let encoder = Self.encoder()
    let sentences = Self.sentences([3, 5])
    let step = Self.step(
      encoder, MaskedSentences(sentences: sentences, places: [], labels: []))
    #expect(step.loss == 0 && step.accuracy == 0)
    #expect(step.gradients.allSatisfy { $0.tensor.scalars.allSatisfy { $0 == 0 } })
    #expect(step.gradients.count == encoder.parameters.names.count)
  }

  @Test(arguments: [MatrixProduct.exact, .openblas])
  func `threads change no bit`(_ product: MatrixProduct) {
    let batch = Self.masked(Self.sentences([3, 7, 5, 6, 4, 8, 2]))
    let steps = [1, 3].map { Self.step(Self.encoder(threads: $0, product: product), batch) }
    #expect(steps[0].loss == steps[1].loss)
    let isSame = steps[0].gradients == steps[1].gradients
    #expect(isSame)
  }

  @Test func `a sentence's logits do not depend on the others, nor on padding`() {
    let encoder = Self.encoder()
    let sentences = Self.sentences([3, 7, 5])
    let whole = Self.masked(sentences)
    let together = MaskedStep.logits(encoder, whole)
    var row = 0
    for (index, seen) in whole.sentences.enumerated() {
      let start = sentences[..<index].reduce(0) { $0 + $1.count }
      let own = whole.places.filter { (start..<start + seen.count).contains($0) }
      guard !own.isEmpty else { continue }
      let alone = MaskedStep.logits(
        encoder,
        MaskedSentences(
          sentences: [seen], places: own.map { $0 - start }, labels: own.map { _ in 0 }))
      for place in own.indices {
        #expect(Array(alone.row(place)) == Array(together.row(row)))
        row += 1
      }
    }
    #expect(row == whole.places.count && row > 3)
  }

  @Test func `the accuracy is the share of tokens with the greatest logit`() {
    let encoder = Self.encoder()
    var batch = Self.masked(Self.sentences([3, 7, 5, 6]))
    let logits = MaskedStep.logits(encoder, batch)
    let best = (0..<logits.rows).map { row in
      logits.row(row).enumerated().max { $0.element < $1.element }?.offset ?? -1
    }
    let right = zip(best, batch.labels).count { $0 == $1 }
    #expect(Self.step(encoder, batch, rate: 0).accuracy == Double(right) / Double(best.count))
    batch.labels = best
    let (loss, found) = MaskedStep.score(encoder, batch)
    #expect(found == Double(best.count))
    let plain = Self.step(encoder, batch, rate: 0).loss
    #expect(abs(loss / Double(best.count) - plain) < 1e-12)
  }

  @Test func `special tokens are never masked, and the shares are those asked for`() {
    let sentences = Self.sentences(Array(repeating: 200, count: 200))
    let batch = MaskedSentences(
      sentences, by: TokenMasking(probability: 0.15, maskReplace: 0.8, randomReplace: 0.1),
      of: Self.vocabulary, stream: Self.stream)
    let (before, after) = (sentences.flatMap { $0 }, batch.sentences.flatMap { $0 })
    let maskable = before.count { !Self.vocabulary.special.contains($0) }
    #expect(batch.labels == batch.places.map { Int(before[$0]) })
    #expect(batch.labels.allSatisfy { !Self.vocabulary.special.contains(Int32($0)) })
    let chosen = Set(batch.places)
    #expect(before.indices.allSatisfy { chosen.contains($0) || before[$0] == after[$0] })
    let count = Double(chosen.count)
    // Five standard deviations of a binomial share.
    func isClose(_ found: Double, _ share: Double, of n: Double) -> Bool {
      abs(found / n - share) < 5 * (share * (1 - share) / n).squareRoot()
    }
    #expect(isClose(count, 0.15, of: Double(maskable)))
    let hidden = Double(batch.places.count { after[$0] == 3 && before[$0] != 3 })
    // One in 26 tokens is the mask itself; a random token is the mask or the same once in 29.
    #expect(isClose(hidden, (0.8 + 0.1 / 29) * 25 / 26, of: count))
    let kept = Double(batch.places.count { after[$0] == before[$0] && before[$0] != 3 })
    #expect(isClose(kept, (0.1 + 0.1 / 29) * 25 / 26, of: count))
  }

  @Test func `what is hidden of a sentence depends on its place alone, not on the others`() {
    let (a, b) = (Self.sentences([40, 30]), Self.sentences([12, 30], seed: 7))
    let mixed = Self.masked([b[0], a[1]])
    #expect(mixed.sentences[1] == Self.masked(a).sentences[1])
    // The same sentence at another place has other masks.
    #expect(Self.masked([a[1], a[0]]).sentences[0] != Self.masked(a).sentences[1])
  }

  @Test(arguments: [
    (TokenMasking(probability: 0, maskReplace: 0.8, randomReplace: 0.1), "probability is 0.0"),
    (TokenMasking(probability: 1.5, maskReplace: 0.8, randomReplace: 0.1), "probability is 1.5"),
    (TokenMasking(probability: 0.15, maskReplace: -1, randomReplace: 0), "mask-replace is -1.0"),
    (TokenMasking(probability: 0.15, maskReplace: 0.8, randomReplace: 0.3), "at most 1"),
  ])
  func `shares that are none are refused`(_ masking: TokenMasking, _ words: String) {
    #expect(masking.problem?.contains(words) == true, "\(masking.problem ?? "none")")
  }

  @Test func `the published shares are sound`() {
    let masking = TokenMasking(probability: 0.15, maskReplace: 0.8, randomReplace: 0.1)
    #expect(masking.problem == nil)
    let shares = TokenMasking(probability: 1, maskReplace: 0.9, randomReplace: 0.1)
    #expect(shares.problem == nil)
  }
}

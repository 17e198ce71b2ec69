import Model
import Support
import Testing

@Suite struct CachedPassTests {
  /// Anchors, positives and hard negatives of their own, with dropout in every place.
  private static func call(hard: Bool, _ variant: any Variant) -> TrainingStep<Double>.Call {
    var call = variantCall(variant)
    let lengths = [2, 9, 4, 7]
    call.views.1 = tinySentences(lengths, seed: 21)
    let slots = [0, 1, 2].flatMap { view in
      lengths.indices.map { EncoderDropout.Slot(view: view, example: $0) }
    }
    call.dropout = EncoderDropout(
      hiddenRate: 0.2, attentionRate: 0.1, stream: RandomStream(seed: 5, name: .dropout), step: 5,
      slots: slots)
    if hard {
      call.hardNegatives = .init(sentences: tinySentences([5, 3, 8, 2], seed: 22), weight: 0.7)
    }
    return call
  }

  /// Piece sizes that divide the sentences, that leave a rest, and of one sentence.
  @Test(arguments: [1, 3, 4, 5, 11], [true, false])
  func `pieces give the loss of the whole batch to the bit and its gradient to rounding`(
    _ size: Int, hard: Bool
  ) {
    let whole = TrainingStep(Self.call(hard: hard, InBatchNegatives()))
    var call = Self.call(hard: hard, InBatchNegatives())
    call.pieceSize = size
    let pieces = TrainingStep(call)
    #expect(pieces.loss == whole.loss)
    #expect(pieces.positiveCosine == whole.positiveCosine)
    let shapes = call.encoder.parameters.tensors.map(\.shape)
    let largest = zip(zip(pieces.gradients, whole.gradients), shapes).map { gradients, shape in
      largestDifference(
        doubles(gradients.0.dense(shape: shape)), doubles(gradients.1.dense(shape: shape)))
    }.max()
    #expect((largest ?? 1) < 1e-13)
  }

  @Test func `a piece as large as the batch is the whole batch, bit for bit`() {
    let whole = TrainingStep(Self.call(hard: true, InBatchNegatives()))
    var call = Self.call(hard: true, InBatchNegatives())
    call.pieceSize = 12
    let isEqual = TrainingStep(call).gradients == whole.gradients
    #expect(isEqual)
  }

  @Test(
    arguments: VariantChoice.list([
      GaussianNoiseNegatives(count: 3, weight: 0.5), LabelSmoothing(rate: 0.2),
      InputGaussianNoise(deviation: 0.1, views: .both), SharpnessAwareMinimization(radius: 0.01),
    ]))
  func `hard negatives go with every variant that leaves both views to the batch`(
    _ choice: VariantChoice
  ) {
    let plain = TrainingStep(Self.call(hard: false, choice.variant))
    let call = Self.call(hard: true, choice.variant)
    let hard = TrainingStep(call)
    #expect(hard.loss > plain.loss)
    #expect(!OutputDropout(rate: 0.2).takesHardNegatives)
    #expect(
      !AlignmentUniformity(alignmentWeight: 1, uniformityWeight: 1, potential: 2)
        .takesHardNegatives)
    #expect(choice.variant.takesHardNegatives)
  }

  @Test(
    arguments: VariantChoice.list([
      GaussianNoiseNegatives(count: 3, weight: 0.5), OutputDropout(rate: 0.2),
      MemoryBank(count: 5, weight: 1),
    ]))
  func `what a variant does to outputs, it does to those of pieces`(_ choice: VariantChoice) {
    let whole = TrainingStep(Self.call(hard: false, choice.variant))
    var call = Self.call(hard: false, choice.variant)
    call.pieceSize = 3
    let pieces = TrainingStep(call)
    #expect(pieces.loss == whole.loss)
    let isEqual = pieces.state == whole.state
    #expect(isEqual)
  }
}

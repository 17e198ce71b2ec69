import Evaluation
import Model
import Studies

/// One step of masked language modelling as a run makes it: masks, loss, gradients, clipping, update.
final class BenchMaskedStep {
  private var encoder: Encoder<Float>
  private var optimizer: AdamW<Float>
  private var step = 0
  private let sentences: [[Int32]]
  private let vocabulary: MaskableVocabulary
  private let masking = TokenMasking(probability: 0.15, maskReplace: 0.8, randomReplace: 0.1)

  /// - `isSmall`: 3 blocks of 192 over 8,000 tokens in place of the workload's own shape; token ids
  ///   are then taken modulo 8,000.
  init(_ workload: Workload, isSmall: Bool) {
    let plain = workload.encoder.encoder
    var settings = plain.settings
    if isSmall {
      (settings.vocabularySize, settings.width, settings.blocks) = (8_000, 192, 3)
      (settings.heads, settings.feedForwardWidth) = (6, 768)
    }
    let stream = RandomStream(seed: 1, name: .initialization)
    let base =
      isSmall
      ? Parameters<Float>(fresh: settings.parameterLayout, deviation: 0.02, stream: stream)
      : plain.parameters
    let head = Parameters<Float>(
      fresh: LanguageModelHead.parameterLayout(of: settings), deviation: 0.02, stream: stream)
    encoder = Encoder(
      settings: settings,
      parameters: base.appending(head),
      compute: plain.compute)
    optimizer = AdamW(
      settings: .init(
        beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, sparesBiasesAndNorms: true),
      parameters: encoder.parameters)
    let count = settings.vocabularySize
    sentences = workload.batch(copies: 1).map { $0.map { $0 % Int32(count) } }
    // The first and last token of a sentence begin and end it, whatever the tokenizer calls them.
    vocabulary = MaskableVocabulary(
      mask: Int32(count / 2),
      special: Set(sentences.flatMap { [$0.first, $0.last].compactMap { $0 } }), count: count)
  }

  /// The tokens of a step.
  var tokens: Int { sentences.reduce(0) { $0 + $1.count } }

  /// Makes one step: its seconds, and the operations of its matrix products, the vocabulary's among
  /// them.
  func measure() -> (seconds: Double, operations: Double) {
    var hidden = 0
    let time = seconds {
      let batch = MaskedSentences(
        sentences, by: masking, of: vocabulary,
        stream: RandomStream(seed: 1, name: .masking).fork(step))
      hidden = batch.places.count
      let result = MaskedStep(
        .init(
          encoder: encoder, batch: batch, weight: 1,
          dropout: EncoderDropout(
            hiddenRate: 0.1, attentionRate: 0.1, stream: RandomStream(seed: 1, name: .dropout),
            step: step, slots: sentences.indices.map { .init(view: 0, example: $0) })))
      let factor = clippingFactor(
        norm: norm(of: result.gradients, compute: encoder.compute), maximum: 1)
      optimizer.update(
        &encoder.parameters, by: result.gradients, times: factor, learningRate: 1e-4,
        compute: encoder.compute)
      step += 1
    }
    let settings = encoder.settings
    let (h, v) = (Double(settings.width), Double(settings.vocabularySize))
    let head = Double(hidden) * 2 * h * (h + v)
    return (
      time, 3 * (settings.forwardOperations(lengths: sentences.map(\.count), of: .mean) + head)
    )
  }
}

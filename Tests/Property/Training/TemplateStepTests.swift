import Foundation
import Laws
import Model
import Support
import Testing

/// Steps over sentences in templates, whose own bias is subtracted.
@Suite struct TemplateStepTests {
  /// The templates of both views: tokens before and behind the sentence, the mask among them.
  private static let templates: [(before: [Int32], after: [Int32])] = [
    ([1, 5], [28, 7, 2]), ([1, 9, 28], [2]),
  ]
  static let shapes = templates.map {
    TemplateShape(before: $0.before.count, after: $0.after.count)
  }

  private static func encoder(threads: Int = 1) -> Encoder<Double> {
    let tiny = tinyEncoder(seed: 3, threads: threads)
    var settings = tiny.settings
    settings.maskID = 28
    return Encoder(settings: settings, parameters: tiny.parameters, compute: tiny.compute)
  }

  /// A batch whose views have a template each; sentences of equal lengths are among them.
  private static func call(
    _ variant: any Variant = InBatchNegatives(), pooling: Pooling = .maskBeforePooler,
    subtracts: Bool = true, threads: Int = 1
  ) -> TrainingStep<Double>.Call {
    let sentences = tinySentences([3, 6, 0, 3], seed: 5).map { $0.map { min($0, 27) } }
    var call = variantCall(variant, lengths: [3, 6, 1, 3], encoder: encoder(threads: threads))
    func view(_ place: Int) -> [[Int32]] {
      sentences.map { templates[place].before + $0 + templates[place].after }
    }
    call.views = (view(0), view(1))
    call.settings.pooling = pooling
    call.templates = subtracts ? shapes : nil
    return call
  }

  @Test(
    arguments: VariantChoice.list([
      InBatchNegatives(), LabelSmoothing(rate: 0.2),
      InputGaussianNoise(deviation: 0.1, views: .both),
      InputGradientSign(size: 0.01, views: .both), SharpnessAwareMinimization(radius: 0.01),
      ViewAugmentation(first: .featureCutoff, second: .tokenShuffle, rate: 0.3),
    ]), [Pooling.mask, .maskBeforePooler])
  func `the gradient is that of the loss, through the bias too`(
    _ choice: VariantChoice, _ pooling: Pooling
  ) {
    var call = Self.call(choice.variant, pooling: pooling)
    let made = TrainingStep(call)
    call.held = made.decisions
    let parameters = call.encoder.parameters
    let directions = zip(parameters.names, parameters.tensors).map { name, tensor in
      testTensor(tensor.shape, seed: 8, name)
    }
    let analytic = zip(made.gradients, directions).reduce(0.0) { sum, item in
      sum + dot(item.0.dense(shape: item.1.shape), item.1)
    }
    let finding = derivativeFinding("a step", analytic: analytic, step: 1e-5, tolerance: 1e-7) {
      distance in
      var moved = call
      for (place, direction) in directions.enumerated() {
        moved.encoder.parameters.tensors[place].add(
          direction.scaled(by: distance), compute: call.encoder.compute)
      }
      return TrainingStep(moved).loss
    }
    #expect(finding == nil, "\(finding.map { "\($0)" } ?? "")")
  }

  @Test func `the bias changes the loss, and without it the step is SimCSE on the mask's state`() {
    let plain = TrainingStep(Self.call(subtracts: false))
    let own = TrainingStep(Self.call())
    #expect(plain.loss != own.loss)
    // CLS in the place of the mask: the pooled token alone differs.
    var swapped = Self.call(pooling: .cls, subtracts: false)
    swapped.views = (
      swapped.views.0.map { [$0[$0.count - 3]] + $0.dropFirst() }, swapped.views.1
    )
    #expect(TrainingStep(swapped).loss != plain.loss)
  }

  @Test(arguments: [1, 3, 5])
  func `pieces give the loss of the whole batch to the bit and its gradient to rounding`(
    _ size: Int
  ) {
    var call = Self.call()
    let whole = TrainingStep(call)
    call.pieceSize = size
    let pieces = TrainingStep(call)
    #expect(pieces.loss == whole.loss)
    let largest = zip(zip(pieces.gradients, whole.gradients), call.encoder.parameters.tensors).map {
      largestDifference(
        doubles($0.0.dense(shape: $1.shape)), doubles($0.1.dense(shape: $1.shape)))
    }.max()
    #expect((largest ?? 1) < 1e-13)
  }

  @Test(arguments: [2, 3])
  func `threads change no bit`(_ threads: Int) {
    let (one, several) = (TrainingStep(Self.call()), TrainingStep(Self.call(threads: threads)))
    let isEqual = several.loss == one.loss && several.gradients == one.gradients
    #expect(isEqual)
  }

  @Test func `the bias depends on the template and the length alone`() {
    let encoder = Self.encoder()
    let (before, after) = Self.templates[0]
    func bias(_ sentence: [Int32], beside others: [[Int32]]) -> [Double] {
      let ids = ([sentence] + others).map { before + $0 + after }
      let plain = encoder.embeddings(of: ids, pooling: .mask)
      let own = encoder.embeddings(of: ids, pooling: .mask, subtracting: Self.shapes[0])
      return zip(plain.row(0), own.row(0)).map { $0 - $1 }
    }
    let one = bias([3, 4, 6], beside: [])
    #expect(largestDifference(one, bias([8, 8, 11], beside: [[2], [4, 4, 4, 4]])) < 1e-13)
    #expect(largestDifference(one, bias([3, 4], beside: [])) > 1e-3)
  }
}

import Evaluation
import Foundation
import Model
import Support
import Testing

/// The masked-language-model step against Hugging Face's: `ci/reference/masked_language_model.py`.
@Suite struct MaskedLanguageModelTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable {
      let doubleLogits, doubleLoss, doubleGradients, doubleSteps: Double
      let floatLogits, floatLoss, floatGradients, floatSteps: Double
    }
    struct Settings: Decodable {
      let steps, warmupSteps: Int
      let learningRate, epsilon, weightDecay, clipNorm: Double
      let betas: [Double]
    }
    struct Batch: Decodable {
      let ids: [[Int32]]
      let positions: [[Int]]
      let labels: [[Int]]

      var masked: MaskedSentences {
        var (places, start) = ([Int](), 0)
        for (sentence, own) in zip(ids, positions) {
          places += own.map { start + $0 }
          start += sentence.count
        }
        return MaskedSentences(sentences: ids, places: places, labels: labels.flatMap { $0 })
      }
    }
    struct Values: Decodable {
      let shape: [Int]
      let values: [Double]
    }
    struct First: Decodable {
      let logits: [[Double]]
      let loss, accuracy: Double
      let gradients: [String: Values]
    }
    struct Step: Decodable { let loss, accuracy, gradientNorm, learningRate: Double }
    let tolerance: Tolerance
    let settings: Settings
    let batches: [Batch]
    let first: First
    let log: [Step]
    let parameters: [String: Values]
  }

  /// What Adam makes of a gradient that is 0 by algebra follows rounding in Float.
  private static func followsRounding(_ name: String) -> Bool { name.hasSuffix("key.bias") }

  private static func encoder<Scalar: BLASScalar>(
    _: Scalar.Type, _ product: MatrixProduct
  ) throws -> Encoder<Scalar> {
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    let head = try #require(folder.languageModelHead)
    return Encoder(
      settings: folder.settings,
      parameters: folder.parameters.appending(head).converted(to: Scalar.self),
      compute: Compute(product: product, threads: 2))
  }

  @Test(arguments: MatrixProduct.allCases)
  func `logits, loss, gradients and ten steps in Double are Hugging Face's`(
    _ product: MatrixProduct
  ) throws {
    let reference: Reference = try Fixture.read("masked_language_model")
    let t = reference.tolerance
    let encoder = try Self.encoder(Double.self, product)
    try compareFirst(encoder, reference, t.doubleLogits, t.doubleLoss, t.doubleGradients)
    try compareSteps(encoder, reference, t.doubleSteps, skips: { _ in false })
  }

  @Test func `in Float they follow within Float's rounding`() throws {
    let reference: Reference = try Fixture.read("masked_language_model")
    let t = reference.tolerance
    let encoder = try Self.encoder(Float.self, .exact)
    try compareFirst(encoder, reference, t.floatLogits, t.floatLoss, t.floatGradients)
    try compareSteps(encoder, reference, t.floatSteps, skips: Self.followsRounding)
  }

  private func compareFirst<Scalar: BLASScalar>(
    _ encoder: Encoder<Scalar>, _ reference: Reference, _ logitTolerance: Double,
    _ lossTolerance: Double, _ gradientTolerance: Double
  ) throws {
    let (batch, expected) = (reference.batches[0].masked, reference.first)
    let logits = MaskedStep.logits(encoder, batch)
    let logitDifference = zip(logits.scalars, expected.logits.flatMap { $0 })
      .map { abs(Double($0) - $1) }.max()
    #expect(logits.count == expected.logits.flatMap { $0 }.count)
    #expect(try #require(logitDifference) <= logitTolerance)
    let step = MaskedStep(.init(encoder: encoder, batch: batch, weight: 1, dropout: nil))
    #expect(abs(step.loss - expected.loss) <= lossTolerance)
    #expect(abs(step.accuracy - expected.accuracy) <= 1e-12)
    #expect(Set(encoder.parameters.names) == Set(expected.gradients.keys))
    for (index, name) in encoder.parameters.names.enumerated() {
      let own = step.gradients[index].dense(shape: encoder.parameters.tensors[index].shape)
      let theirs = try #require(expected.gradients[name])
      #expect(own.shape == theirs.shape)
      let difference = zip(own.scalars, theirs.values).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(difference <= gradientTolerance, "\(name): \(difference)")
    }
  }

  private func compareSteps<Scalar: BLASScalar>(
    _ start: Encoder<Scalar>, _ reference: Reference, _ tolerance: Double,
    skips: (String) -> Bool
  ) throws {
    let s = reference.settings
    var encoder = start
    var optimizer = AdamW(
      settings: .init(
        beta1: s.betas[0], beta2: s.betas[1], epsilon: s.epsilon, weightDecay: s.weightDecay,
        sparesBiasesAndNorms: true),
      parameters: encoder.parameters)
    for step in 0..<s.steps {
      let result = MaskedStep(
        .init(
          encoder: encoder, batch: reference.batches[step].masked, weight: 1, dropout: nil))
      let expected = reference.log[step]
      let norm = norm(of: result.gradients, compute: oneThread)
      let rate =
        s.learningRate
        * Schedule.linear.factor(step: step, of: s.steps, warmupSteps: s.warmupSteps)
      #expect(abs(result.loss - expected.loss) <= tolerance, "loss of step \(step)")
      #expect(
        abs(norm - expected.gradientNorm) <= tolerance * expected.gradientNorm,
        "gradient norm of step \(step)")
      #expect(abs(rate - expected.learningRate) <= 1e-17)
      optimizer.update(
        &encoder.parameters, by: result.gradients,
        times: clippingFactor(norm: norm, maximum: s.clipNorm), learningRate: rate,
        compute: encoder.compute)
    }
    for (name, tensor) in zip(encoder.parameters.names, encoder.parameters.tensors)
    where !skips(name) {
      let theirs = try #require(reference.parameters[name])
      let difference = zip(tensor.scalars, theirs.values).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(difference <= tolerance, "\(name): \(difference)")
    }
  }
}

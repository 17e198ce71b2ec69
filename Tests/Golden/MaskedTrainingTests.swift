import Evaluation
import Foundation
import Model
import Support
import Testing

/// Ten training steps with dropout against PyTorch given the same masks:
/// `ci/reference/masked_training.py`.
@Suite(.enabled(if: RealInputs.model != nil, Comment(rawValue: RealInputs.modelReason)))
struct MaskedTrainingTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable {
      let doubleLoss, doubleNorm, doubleChange, floatLoss, floatNorm, floatChange: Double
    }
    struct Settings: Decodable {
      let layers, batch, steps: Int
      let temperature, learningRate, epsilon, weightDecay, clipNorm: Double
      let hiddenDropout, attentionDropout: Double
      let betas: [Double]
      let dropoutSeed: UInt64
    }
    struct Step: Decodable { let loss, gradientNorm, learningRate: Double }
    struct Change: Decodable {
      let shape: [Int]
      let norm: Double
      let projections: [Double]
    }
    let tolerance: Tolerance
    let settings: Settings
    let ids: [[Int32]]
    let log: [Step]
    let changes: [String: Change]
  }

  @Test(arguments: MatrixProduct.allCases)
  func `ten steps in Double are PyTorch's`(_ product: MatrixProduct) throws {
    let reference: Reference = try Fixture.read("masked_training")
    let t = reference.tolerance
    try compare(Double.self, product, reference, t.doubleLoss, t.doubleNorm, t.doubleChange)
  }

  @Test func `ten steps in Float follow within Float's rounding`() throws {
    let reference: Reference = try Fixture.read("masked_training")
    let t = reference.tolerance
    try compare(Float.self, .exact, reference, t.floatLoss, t.floatNorm, t.floatChange)
  }

  private func compare<Scalar: BLASScalar>(
    _: Scalar.Type, _ product: MatrixProduct, _ reference: Reference, _ lossTolerance: Double,
    _ normTolerance: Double, _ changeTolerance: Double
  ) throws {
    let s = reference.settings
    let folder = try ModelFolder(try #require(RealInputs.model), blocks: s.layers)
    let kept = zip(folder.parameters.names, folder.parameters.tensors)
      .filter { !$0.0.hasPrefix("pooler.") }
    let initial = Parameters(kept.map { ($0, $1) }).converted(to: Scalar.self)
    var encoder = Encoder<Scalar>(
      settings: folder.settings, parameters: initial,
      compute: Compute(product: product, threads: 2))
    var optimizer = AdamW(
      settings: .init(
        beta1: s.betas[0], beta2: s.betas[1], epsilon: s.epsilon, weightDecay: s.weightDecay),
      parameters: initial)
    for step in 0..<s.steps {
      let batch = (0..<s.batch).map { reference.ids[(s.batch * step + $0) % reference.ids.count] }
      let result = TrainingStep(
        encoder, batch: batch, step: step, variant: InBatchNegatives(),
        settings: .init(
          pooling: .mean, temperature: s.temperature, hiddenDropoutRate: s.hiddenDropout,
          attentionDropoutRate: s.attentionDropout),
        dropout: RandomStream(seed: s.dropoutSeed, name: .dropout),
        augmentation: RandomStream(seed: 1, name: .augmentation),
        negatives: RandomStream(seed: 1, name: .negatives), state: .empty)
      let expected = reference.log[step]
      let norm = norm(of: result.gradients, compute: oneThread)
      let rate =
        s.learningRate * Schedule.linear.factor(step: step, of: s.steps, warmupSteps: 0)
      #expect(abs(result.loss - expected.loss) <= lossTolerance, "loss of step \(step)")
      #expect(
        abs(norm - expected.gradientNorm) <= normTolerance * expected.gradientNorm,
        "gradient norm of step \(step)")
      #expect(abs(rate - expected.learningRate) <= 1e-18)
      optimizer.update(
        &encoder.parameters, by: result.gradients,
        times: clippingFactor(norm: norm, maximum: s.clipNorm), learningRate: rate,
        compute: encoder.compute)
    }
    var compared = 0
    for (place, name) in encoder.parameters.names.enumerated() {
      guard let expected = reference.changes[name] else {
        Issue.record("the reference lacks \(name)")
        continue
      }
      compared += 1
      let isKeyBias = name.hasSuffix("self.key.bias")
      // Its gradient is zero but for rounding, which Adam divides by its own size.
      if isKeyBias && Scalar.self == Float.self { continue }
      let change = zip(doubles(encoder.parameters.tensors[place]), doubles(initial.tensors[place]))
        .map { $0 - $1 }
      let scale =
        isKeyBias ? s.learningRate * Double(change.count).squareRoot() : expected.norm
      let difference = TensorSummary(name: name, values: change).difference(
        from: TensorSummary(norm: expected.norm, projections: expected.projections), scale: scale)
      #expect(difference <= changeTolerance, "\(name)")
    }
    #expect(compared == reference.changes.count)
  }
}

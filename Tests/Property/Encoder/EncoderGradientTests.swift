import Model
import Support
import Testing

@Suite struct EncoderGradientTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let pooling: Pooling
    let activation: EncoderSettings.Activation
    let rate: Double
    let lengths: [Int]

    var testDescription: String { "\(pooling), \(activation), dropout \(rate), \(lengths)" }
  }

  static let cases =
    Pooling.plain.map {
      Case(pooling: $0, activation: .gelu, rate: 0.2, lengths: [3, 11, 1, 6])
    } + [
      Case(pooling: .mean, activation: .geluTanh, rate: 0, lengths: [2, 5]),
      Case(pooling: .clsBeforePooler, activation: .geluTanh, rate: 0.5, lengths: [1, 1, 1]),
    ]

  @Test(arguments: cases)
  func `the gradient of the loss by every parameter agrees with central differences`(_ c: Case) {
    let encoder = tinyEncoder(seed: 3, activation: c.activation)
    let batch = tinySentences(c.lengths, seed: 4)
    // Every gradient is of the mean loss; the extra negatives make each row's loss generic.
    let variant = GaussianNoiseNegatives(count: 2, weight: 0.5)
    func step(_ encoder: Encoder<Double>) -> TrainingStep<Double> {
      TrainingStep(
        encoder, batch: batch, step: 5, variant: variant,
        settings: .init(
          pooling: c.pooling, temperature: 0.3, hiddenDropoutRate: c.rate,
          attentionDropoutRate: c.rate / 2),
        dropout: RandomStream(seed: 5, name: .dropout),
        augmentation: RandomStream(seed: 7, name: .augmentation),
        negatives: RandomStream(seed: 6, name: .negatives), state: .empty)
    }
    let result = step(encoder)
    let findings = encoder.parameters.names.enumerated().compactMap { index, name in
      let shape = encoder.parameters.tensors[index].shape
      let direction = testTensor(shape, seed: 8, name)
      let analytic = dot(result.gradients[index].dense(shape: shape), direction)
      return derivativeFinding(name, analytic: analytic, step: 1e-5, tolerance: 1e-6) { distance in
        var moved = encoder
        moved.parameters.tensors[index].add(direction.scaled(by: distance), compute: oneThread)
        return step(moved).loss
      }
    }
    #expect(findings.isEmpty)
  }

  @Test func `a row of the word embeddings that no token uses has no gradient`() {
    let encoder = tinyEncoder(seed: 3)
    let batch: [[Int32]] = [[1, 7], [7, 4, 1]]
    let step = TrainingStep(
      encoder, batch: batch, step: 0, variant: InBatchNegatives(),
      settings: .init(
        pooling: .mean, temperature: 0.05, hiddenDropoutRate: 0.1, attentionDropoutRate: 0.1),
      dropout: RandomStream(seed: 5, name: .dropout),
      augmentation: RandomStream(seed: 7, name: .augmentation),
      negatives: RandomStream(seed: 6, name: .negatives), state: .empty)
    guard case .rows(let rows, _) = step.gradients[0] else {
      Issue.record("the word embeddings' gradient is not by rows")
      return
    }
    #expect(rows == [1, 4, 7])
  }
}

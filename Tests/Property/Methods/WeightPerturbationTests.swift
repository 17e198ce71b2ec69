import Model
import Support
import Testing

@Suite struct WeightPerturbationTests {
  /// Plain SimCSE's gradient at parameters moved by hand, along its own gradient.
  private func gradients(
    movedBy factor: (_ gradient: Tensor<Double>, _ parameter: Tensor<Double>) -> Double
  ) -> [Gradient<Double>] {
    let plain = TrainingStep(variantCall(InBatchNegatives()))
    var encoder = tinyEncoder(seed: 3)
    for (place, gradient) in plain.gradients.enumerated() {
      let parameter = encoder.parameters.tensors[place]
      // The rows of the word embeddings that the batch uses, as a matrix of their own.
      var used = parameter
      if case .rows(let rows, _) = gradient {
        used = Tensor(rows.flatMap { parameter.row($0) }, shape: [rows.count, parameter.columns])
      }
      let dense = gradient.dense(shape: parameter.shape)
      encoder.parameters.tensors[place].add(
        dense.scaled(by: factor(dense, used)), compute: oneThread)
    }
    return TrainingStep(variantCall(InBatchNegatives(), encoder: encoder)).gradients
  }

  private func length(_ x: Tensor<Double>) -> Double { dot(x, x).squareRoot() }

  private func difference(_ a: [Gradient<Double>], _ b: [Gradient<Double>]) -> Double {
    zip(a, b).map { largestDifference($0.tensor.scalars, $1.tensor.scalars) }.max() ?? .infinity
  }

  @Test(arguments: [0.05, 0.5])
  func `sharpness-aware minimization takes the gradient a radius up the slope`(radius: Double) {
    let plain = TrainingStep(variantCall(InBatchNegatives()))
    let norm = norm(of: plain.gradients, compute: oneThread)
    let expected = gradients { _, _ in radius / norm }
    let own = TrainingStep(variantCall(SharpnessAwareMinimization(radius: radius)))
    #expect(difference(own.gradients, expected) < 1e-12)
    #expect(own.loss > plain.loss)
  }

  @Test func `adversarial weight perturbation moves each matrix by a part of its norm`() {
    let size = 0.02
    let expected = gradients { gradient, parameter in
      parameter.shape.count > 1 && length(gradient) > 0
        ? size * length(parameter) / length(gradient) : 0
    }
    let own = TrainingStep(variantCall(AdversarialWeightPerturbation(size: size)))
    #expect(difference(own.gradients, expected) < 1e-12)
  }

  @Test func `the factors are those of the formulas`() {
    let layers = [
      WeightLayer(name: "a", isMatrix: true, norm: 10, gradientNorm: 3),
      WeightLayer(name: "b", isMatrix: false, norm: 5, gradientNorm: 4),
      WeightLayer(name: "c", isMatrix: true, norm: 1, gradientNorm: 0),
    ]
    #expect(SharpnessAwareMinimization(radius: 0.5).factors(layers) == [0.1, 0.1, 0.1])
    let parts = AdversarialWeightPerturbation(size: 0.3).factors(layers)
    #expect(abs(parts[0] - 1) < 1e-15)
    #expect(parts.suffix(2) == [0, 0])
  }

  /// A step differs from plain SimCSE's by its gradient alone.
  @Test func `the encoder's own weights are left as they are`() {
    let call = variantCall(AdversarialWeightPerturbation(size: 0.5))
    _ = TrainingStep(call)
    #expect(call.encoder.parameters == tinyEncoder(seed: 3).parameters)
  }
}

@Suite struct CombinationTests {
  @Test(arguments: VariantCatalogTests.choices)
  func `one part alone is that part, bit for bit`(_ choice: VariantChoice) {
    let state = variantState(choice.variant, after: 2)
    let combined = Combination([choice.variant, InBatchNegatives()])
    let own = TrainingStep(variantCall(choice.variant, state: state))
    let again = TrainingStep(variantCall(combined, state: state))
    #expect(again.loss == own.loss)
    #expect(again.gradients == own.gradients)
    #expect(again.state == own.state)
  }

  /// Each part goes on as if alone: the weights' perturbation follows the gradient with the noise.
  @Test func `noise at the input is in both passes`() {
    let noise = InputGaussianNoise(deviation: 0.3, views: .both)
    let weights = SharpnessAwareMinimization(radius: 1e-9)
    let alone = TrainingStep(variantCall(noise))
    let both = TrainingStep(variantCall(Combination([weights, noise])))
    #expect(abs(both.loss - alone.loss) < 1e-7)
    #expect(both.gradients != alone.gradients)
  }

  @Test func `parts that change one stage are refused, and unsound parts`() {
    let twice = Combination([OutputDropout(rate: 0.1), OutputGaussianNoise(scale: 1)])
    #expect(twice.problem == "2 of its parts change the positives; one may")
    let deaf = Combination([
      AlignmentUniformity(alignmentWeight: 1, uniformityWeight: 1, potential: 2),
      MemoryBank(count: 4, weight: 1),
    ])
    #expect(deaf.problem?.contains("does not look at the negatives") == true)
    #expect(
      Combination([LabelSmoothing(rate: 2)]).problem?.hasPrefix("part label-smoothing") == true)
  }
}

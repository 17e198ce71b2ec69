import Model
import Support
import Testing

/// Every variant of the catalog, at awkward shapes and through the whole encoder.
@Suite struct VariantGradientTests {
  static let choices = VariantCatalog.examples.map(VariantChoice.init)
  /// Sentences by width: one sentence, one number, a width that is no multiple of 8, both.
  static let shapes = [[1, 8], [2, 1], [5, 13], [9, 16]]

  @Test(arguments: choices, shapes)
  func `the gradient agrees with central differences at every shape`(
    _ choice: VariantChoice, _ shape: [Int]
  ) {
    // Away from zero: a vector of one number has a cosine that jumps there.
    let inputs = ["anchors", "positives"].map { name in
      Tensor(
        testTensor(shape, seed: 1, name).scalars.map { $0 < 0 ? $0 - 1 : $0 + 1 }, shape: shape)
    }
    func loss(_ inputs: [Tensor<Double>], _ tape: Tape<Double>) -> (
      loss: Variable<Double>, inputs: [Variable<Double>]
    ) {
      let variables = inputs.map(tape.variable)
      let result = choice.variant.loss(
        anchors: variables[0], positives: variables[1], temperature: 0.2,
        stream: RandomStream(seed: 1, name: .negatives), compute: oneThread, on: tape)
      return (result.loss, variables)
    }
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let (value, variables) = loss(inputs, tape)
    let gradients = tape.gradients(of: value, seed: Tensor([1], shape: []), by: variables)
    let findings = inputs.indices.compactMap { index in
      let direction = testTensor(shape, seed: 2, "direction \(index)")
      return derivativeFinding(
        "input \(index)", analytic: dot(gradients[index], direction), step: 1e-5, tolerance: 1e-7
      ) { distance in
        var moved = inputs
        moved[index].add(direction.scaled(by: distance), compute: oneThread)
        let tape = Tape<Double>(compute: oneThread, observer: nil)
        return loss(moved, tape).loss.value.scalars[0]
      }
    }
    #expect(findings.isEmpty)
  }

  /// One random direction of all parameters together, by sentences of every length that matters: one
  /// token, the encoder's longest; and one sentence alone.
  @Test(arguments: choices, [[1, 11, 4], [1], [11]])
  func `through the whole encoder the gradient agrees with central differences`(
    _ choice: VariantChoice, _ lengths: [Int]
  ) {
    let encoder = tinyEncoder(seed: 3)
    let result = step(encoder, choice, lengths)
    let directions = encoder.parameters.tensors.enumerated().map { index, tensor in
      testTensor(tensor.shape, seed: 8, "direction \(index)")
    }
    let analytic = zip(result.gradients, directions).reduce(0.0) { sum, item in
      sum + dot(item.0.dense(shape: item.1.shape), item.1)
    }
    let finding = derivativeFinding(
      "all parameters", analytic: analytic, step: 1e-6, tolerance: 1e-6
    ) { distance in
      var moved = encoder
      for (index, direction) in directions.enumerated() {
        moved.parameters.tensors[index].add(direction.scaled(by: distance), compute: oneThread)
      }
      return step(moved, choice, lengths).loss
    }
    #expect(finding == nil)
  }

  /// Float rounds to 6e-8; the sums of a tiny encoder lose two digits at most.
  @Test(arguments: choices)
  func `the gradient in Float follows that in Double`(_ choice: VariantChoice) {
    let wide = tinyEncoder(seed: 3)
    let parameters = wide.parameters.converted(to: Float.self)
    let narrow = step(
      Encoder(settings: wide.settings, parameters: parameters, compute: oneThread), choice,
      [3, 11, 1])
    let double = step(
      Encoder(
        settings: wide.settings, parameters: parameters.converted(to: Double.self),
        compute: oneThread), choice, [3, 11, 1])
    var (error, size) = (0.0, 0.0)
    for (a, b) in zip(narrow.gradients, double.gradients) {
      for (x, y) in zip(a.tensor.scalars, b.tensor.scalars) {
        error += (Double(x) - y) * (Double(x) - y)
        size += y * y
      }
    }
    #expect((error / size).squareRoot() < 1e-5)
    #expect(abs(narrow.loss - double.loss) < 1e-5)
  }

  private func step<Scalar: BLASScalar>(
    _ encoder: Encoder<Scalar>, _ choice: VariantChoice, _ lengths: [Int]
  ) -> TrainingStep<Scalar> {
    func step(_ variant: some Variant) -> TrainingStep<Scalar> {
      TrainingStep(
        encoder, batch: tinySentences(lengths, seed: 4), step: 5, variant: variant,
        settings: .init(
          pooling: .cls, temperature: 0.3, hiddenDropoutRate: 0.2, attentionDropoutRate: 0.1),
        dropout: RandomStream(seed: 5, name: .dropout),
        negatives: RandomStream(seed: 6, name: .negatives))
    }
    return step(choice.variant)
  }
}

import Model
import Support
import Testing

/// The second view made from the outputs of the first.
@Suite struct OutputPositivesTests {
  static let makers = VariantChoice.list([
    OutputGaussianNoise(scale: 1), OutputDropout(rate: 0.3), SmallestFeaturesMask(fraction: 0.3),
    LargestFeaturesMask(fraction: 0.3), OutputGradientSign(size: 0.1),
  ])

  @Test(arguments: makers)
  func `the sentences of the second view do not pass the encoder`(_ choice: VariantChoice) {
    var call = variantCall(choice.variant)
    var attentions = 0
    call.observer = { event in
      if event.operation == "Attention", event.pass == .forward, event.isEnd { attentions += 1 }
    }
    let own = TrainingStep(call)
    #expect(attentions == 2)
    call.views.1 = call.views.1.map { _ in [1] }
    #expect(TrainingStep(call).gradients == own.gradients)
  }

  private func change(
    _ maker: some OutputPositives, _ outputs: Tensor<Double>, seed: UInt64 = 1
  ) -> ElementChange {
    maker.change(
      of: outputs, gradient: { outputs.scaled(by: -1) },
      stream: RandomStream(seed: seed, name: .augmentation))
  }

  @Test func `noise has each feature's own deviation, times the scale`() throws {
    // Features whose deviations are 1, 10 and 100 times that of the first.
    let rows = 4000
    var outputs = testTensor([rows, 3], seed: 2, "outputs")
    for row in 0..<rows {
      outputs[row, 1] *= 10
      outputs[row, 2] = 100 * outputs[row, 2] + 7
    }
    let addends = try #require(change(OutputGaussianNoise(scale: 0.5), outputs).addends)
    for column in 0..<3 {
      let own = moments((0..<rows).map { outputs[$0, column] })
      let noise = moments((0..<rows).map { addends[3 * $0 + column] })
      // Deviations of 4,000 draws lie within 1.1 % of the true one, means within 1.6 %: four of each.
      #expect(abs(noise.deviation / (0.5 * own.deviation) - 1) < 0.045)
      #expect(abs(noise.mean) < 0.065 * 0.5 * own.deviation)
    }
  }

  @Test func `dropout zeroes at its rate and scales what it keeps`() throws {
    let outputs = testTensor([200, 50], seed: 2, "outputs")
    let factors = try #require(change(OutputDropout(rate: 0.1), outputs).factors)
    #expect(factors.allSatisfy { $0 == 0 || $0 == Float(1 / 0.9) })
    let dropped = Double(factors.count { $0 == 0 }) / 10_000
    #expect(abs(dropped - 0.1) < 0.012)  // four deviations
    #expect(change(OutputDropout(rate: 0.1), outputs, seed: 2).factors != factors)
    #expect(factors[0..<50] != factors[50..<100])
  }

  @Test func `masks fall on the features of smallest and of largest magnitude`() {
    let outputs = Tensor([0.1, -4, 2, -0.5, 1, 1, -1, 1], shape: [2, 4])
    #expect(
      change(SmallestFeaturesMask(fraction: 0.5), outputs).factors == [0, 1, 1, 0, 0, 0, 1, 1])
    #expect(
      change(LargestFeaturesMask(fraction: 0.25), outputs).factors == [1, 0, 1, 1, 0, 1, 1, 1])
  }

  @Test func `a gradient's sign moves every feature by the size against the loss`() {
    let outputs = Tensor([0.1, -4, 0, 2], shape: [2, 2])
    #expect(change(OutputGradientSign(size: 0.5), outputs).addends == [-0.5, 0.5, 0, -0.5])
    let small = TrainingStep(variantCall(OutputGradientSign(size: 1e-9)))
    let larger = TrainingStep(variantCall(OutputGradientSign(size: 0.01)))
    #expect(larger.loss > small.loss)
  }
}

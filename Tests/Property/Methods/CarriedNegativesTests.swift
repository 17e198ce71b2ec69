import Model
import Support
import Testing

/// Negatives that need what earlier steps gave.
@Suite struct MemoryBankTests {
  private func outputs(_ step: Int) -> BatchOutputs {
    let anchors = testTensor([3, 4], seed: UInt64(step), "step")
    // As outputs of a run in Float are, so that the memory keeps their bits.
    return BatchOutputs(
      anchors: Tensor(anchors.scalars.map { Double(Float($0)) }, shape: [3, 4]),
      positives: anchors, temperature: 1, compute: oneThread)
  }

  @Test(arguments: [2, 3, 5, 100])
  func `the negatives are the last outputs before this step, at most as many as asked for`(
    count: Int
  ) {
    let bank = MemoryBank(count: count, weight: 1)
    var state = VariantState.empty
    var past: [Double] = []
    for step in 0..<4 {
      let extra = bank.negatives(
        of: outputs(step), state: &state, stream: RandomStream(seed: 1, name: .negatives))
      #expect(extra?.vectors.scalars ?? [] == Array(past.suffix(count * 4)))
      past += outputs(step).anchors.scalars
    }
  }
}

@Suite struct AutoencoderNegativesTests {
  private let model = VariationalAutoencoder<Double>(
    width: 5, hidden: 4, latent: 2, stream: RandomStream(seed: 1, label: "model"),
    compute: oneThread)

  @Test func `the bound's gradient agrees with central differences`() {
    let x = testTensor([6, 5], seed: 1, "x")
    let noise = testTensor([6, 2], seed: 1, "noise")
    let gradients = model.bound(x, noise: noise).gradients
    for (place, name) in model.parameters.names.enumerated() {
      let direction = testTensor(model.parameters.tensors[place].shape, seed: 2, name)
      let finding = derivativeFinding(
        name, analytic: dot(gradients[place], direction), step: 1e-5, tolerance: 1e-7
      ) { distance in
        var moved = model
        moved.parameters.tensors[place].add(direction.scaled(by: distance), compute: oneThread)
        return moved.bound(x, noise: noise).value
      }
      #expect(finding == nil)
    }
  }

  private func run(_ settings: AutoencoderNegatives, steps: Int) -> (
    last: ExtraNegatives?, state: VariantState
  ) {
    var state = VariantState.empty
    var last: ExtraNegatives?
    for step in 0..<steps {
      last = settings.negatives(
        of: Self.outputs(step), state: &state,
        stream: RandomStream(seed: 1, name: .negatives).fork(step))
    }
    return (last, state)
  }

  /// Outputs on a line in three dimensions, about (10, −20, 0.1).
  private static func outputs(_ step: Int) -> BatchOutputs {
    let draws = testTensor([16], seed: UInt64(step), "line").scalars
    let anchors = Tensor(
      draws.flatMap { [10 + $0, -20 - 2 * $0, 0.1 + 0.01 * $0] }, shape: [16, 3])
    return BatchOutputs(anchors: anchors, positives: anchors, temperature: 1, compute: oneThread)
  }

  private let settings = AutoencoderNegatives(
    count: 200, weight: 1, memorySteps: 8, hiddenWidth: 16, latentWidth: 2, updates: 40,
    learningRate: 0.01)

  @Test func `the memory holds the last steps, and the first step has no negatives`() {
    #expect(run(settings, steps: 1).last == nil)
    for steps in [1, 5, 12] {
      let names = run(settings, steps: steps).state.tensors.names
      #expect(names.count { $0.hasPrefix("outputs.") } == min(steps, 8))
    }
    let oldest = run(settings, steps: 12).state.tensors["outputs.0"]
    #expect(oldest?.scalars == Self.outputs(4).anchors.scalars.map { Float($0) })
  }

  @Test func `its samples come to lie where the outputs lie`() throws {
    let vectors = try #require(run(settings, steps: 10).last).vectors
    for (column, center) in [10.0, -20, 0.1].enumerated() {
      let found = moments((0..<200).map { vectors[$0, column] })
      let width = [1.0, 2, 0.01][column] * 0.577  // of a uniform number in −1 … 1
      #expect(abs(found.mean - center) < width)
      #expect(found.deviation > 0.3 * width && found.deviation < 1.5 * width)
    }
    let correlation = (0..<200).reduce(0) {
      $0 + (vectors[$1, 0] - 10) * (vectors[$1, 1] + 20)
    }
    #expect(correlation < 0)
  }
}

@Suite struct GaussianMixtureTests {
  private let batch = testTensor([8, 3], seed: 1, "batch")

  private func mixture() -> GaussianMixture {
    GaussianMixture(
      batch, components: 3, varianceFloor: 1e-6, stream: RandomStream(seed: 1, label: "mixture"))
  }

  @Test func `responsibilities of a row add up to one and favor the nearest of equals`() {
    let mixture = GaussianMixture(
      weights: [0.5, 0.5], means: Tensor([0, 0, 4, 0], shape: [2, 2]),
      variances: Tensor(repeating: 1, shape: [2, 2]))
    let chances = mixture.responsibilities(Tensor([0, 0, 2, 5, 4, 0], shape: [3, 2]))
    // exp(−8) apart at a mean, and even halfway.
    let near = 1 / (1 + Double.exponential(-8))
    let expected = [near, 1 - near, 0.5, 0.5, 1 - near, near]
    #expect(largestDifference(chances.scalars, expected) < 1e-15)
  }

  /// Forgetting all that came before is one step of expectation maximization on the batch.
  @Test func `at a rate of 1 an update is the batch's weighted moments`() {
    var mixture = mixture()
    let chances = mixture.responsibilities(batch)
    mixture.update(batch, rate: 1, varianceFloor: 1e-6)
    for component in 0..<3 {
      let shares = (0..<8).map { chances[$0, component] }
      let mass = shares.reduce(0, +)
      #expect(abs(mixture.weights[component] - mass / 8) < 1e-14)
      for column in 0..<3 {
        let values = (0..<8).map { batch[$0, column] }
        let mean = zip(shares, values).reduce(0) { $0 + $1.0 * $1.1 } / mass
        let variance = zip(shares, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        #expect(abs(mixture.means[component, column] - mean) < 1e-13)
        #expect(abs(mixture.variances[component, column] - max(variance / mass, 1e-6)) < 1e-13)
      }
    }
  }

  @Test func `weights go on adding up to one, and variances stay above their floor`() {
    var mixture = mixture()
    for step in 0..<20 {
      mixture.update(
        testTensor([1 + step % 3, 3], seed: UInt64(step), "more"), rate: 0.3, varianceFloor: 1e-3)
    }
    #expect(abs(mixture.weights.reduce(0, +) - 1) < 1e-12)
    #expect(mixture.variances.scalars.allSatisfy { $0 >= 1e-3 })
  }

  @Test func `samples come from the component that the uniform number names`() {
    let mixture = GaussianMixture(
      weights: [0.25, 0.75], means: Tensor([-5, 5], shape: [2, 1]),
      variances: Tensor([4, 9], shape: [2, 1]))
    let samples = mixture.samples(
      uniforms: [0, 0.2, 0.3, 0.99], noise: Tensor([0, 1, 1, -1], shape: [4, 1]))
    #expect(samples.scalars == [-5, -3, 8, 2])
  }

  @Test func `two clusters are told apart`() {
    // Rows about −3 and 3, by turns.
    func cluster(_ step: Int) -> Tensor<Double> {
      let noise = testTensor([16, 2], seed: UInt64(step), "cluster").scaled(by: 0.1)
      return Tensor(
        noise.scalars.indices.map { noise.scalars[$0] + ($0 / 2 % 2 == 0 ? 3 : -3) },
        shape: [16, 2])
    }
    var mixture = GaussianMixture(
      weights: [0.5, 0.5], means: Tensor([1, 0, -1, 0], shape: [2, 2]),
      variances: Tensor(repeating: 9, shape: [2, 2]))
    for step in 0..<30 { mixture.update(cluster(step), rate: 0.3, varianceFloor: 1e-6) }
    #expect(abs(mixture.means[0, 0] - 3) < 0.1)
    #expect(abs(mixture.means[1, 0] + 3) < 0.1)
    #expect(abs(mixture.weights[0] - 0.5) < 1e-6)
  }
}

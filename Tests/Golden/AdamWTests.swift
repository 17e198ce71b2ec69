import Model
import Support
import Testing

/// Ten steps of PyTorch's AdamW in Double: `ci/reference/adamw.py`.
@Suite struct AdamWTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let parameters, moments: Double }
    struct Pair: Decodable { let matrix, vector: [Double] }
    struct Step: Decodable {
      let learningRate, gradientNorm: Double
      let matrix, vector: [Double]
    }
    struct Moments: Decodable { let first, second: [Double] }
    struct Both: Decodable { let matrix, vector: Moments }
    struct Case: Decodable {
      let learningRate, decay: Double
      let schedule: Schedule
      let clip: Double?
      let steps: [Step]
      let moments: Both
    }
    let tolerance: Tolerance
    let betas: [Double]
    let epsilon: Double
    let shapes: [String: [Int]]
    let initial: Pair
    let gradients: [Pair]
    let cases: [String: Case]
  }

  @Test(arguments: ["plain", "decay", "linear, clipped", "linear, clipped, decay"])
  func `ten steps are PyTorch's`(_ name: String) throws {
    let reference: Reference = try Fixture.read("adamw")
    let expected = try #require(reference.cases[name])
    let (matrix, vector) = (
      try #require(reference.shapes["matrix"]), try #require(reference.shapes["vector"])
    )
    func pair(_ pair: Reference.Pair) -> [Tensor<Double>] {
      [Tensor(pair.matrix, shape: matrix), Tensor(pair.vector, shape: vector)]
    }
    let initial = pair(reference.initial)
    var parameters = Parameters([("matrix", initial[0]), ("vector", initial[1])])
    var optimizer = AdamW(
      settings: .init(
        beta1: reference.betas[0], beta2: reference.betas[1], epsilon: reference.epsilon,
        weightDecay: expected.decay),
      parameters: parameters)
    for (step, target) in expected.steps.enumerated() {
      let gradients = pair(reference.gradients[step]).map { Gradient.dense($0) }
      let norm = norm(of: gradients, compute: oneThread)
      #expect(abs(norm - target.gradientNorm) <= 1e-13 * norm)
      let factor = expected.clip.map { clippingFactor(norm: norm, maximum: $0) } ?? 1
      let rate =
        expected.learningRate
        * expected.schedule.factor(step: step, of: expected.steps.count, warmupSteps: 0)
      #expect(abs(rate - target.learningRate) <= 1e-17)
      optimizer.update(
        &parameters, by: gradients, times: factor, learningRate: rate,
        compute: Compute(product: .exact, threads: 1))
      for (own, wanted) in [
        (parameters.tensors[0].scalars, target.matrix),
        (parameters.tensors[1].scalars, target.vector),
      ] {
        #expect(largestDifference(own, wanted) <= reference.tolerance.parameters)
      }
    }
    for (own, wanted) in [
      (optimizer.first.tensors[0], expected.moments.matrix.first),
      (optimizer.second.tensors[0], expected.moments.matrix.second),
      (optimizer.first.tensors[1], expected.moments.vector.first),
      (optimizer.second.tensors[1], expected.moments.vector.second),
    ] {
      #expect(largestDifference(own.scalars, wanted) <= reference.tolerance.moments)
    }
  }
}

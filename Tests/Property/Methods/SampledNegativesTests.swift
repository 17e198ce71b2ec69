import Model
import Support
import Testing

/// Negatives made of noise and of this batch's statistics.
@Suite struct SampledNegativesTests {
  @Test func `zero mean and unit deviation are random Gaussian vectors, bit for bit`() {
    let batch = batchOutputs(5, 7)
    #expect(
      negatives(
        BatchGaussianNegatives(mean: .zero, deviation: .unit, count: 4, weight: 0.5), batch)
        == negatives(GaussianNoiseNegatives(count: 4, weight: 0.5), batch))
  }

  @Test(arguments: BatchGaussianNegatives.Mean.allCases, BatchGaussianNegatives.Deviation.allCases)
  func `samples have the mean and deviation asked for, feature by feature`(
    mean: BatchGaussianNegatives.Mean, deviation: BatchGaussianNegatives.Deviation
  ) throws {
    var batch = batchOutputs(5, 3)
    var anchors = batch.anchors
    for row in 0..<5 {
      anchors[row, 1] = 10 * anchors[row, 1] - 30
      anchors[row, 2] = 0.1 * anchors[row, 2] + 2
    }
    batch = BatchOutputs(
      anchors: anchors, positives: batch.positives, temperature: 1, compute: oneThread)
    let count = 4000
    let extra = try #require(
      negatives(
        BatchGaussianNegatives(mean: mean, deviation: deviation, count: count, weight: 1), batch))
    for column in 0..<3 {
      let own = moments((0..<5).map { anchors[$0, column] })
      let found = moments((0..<count).map { extra.vectors[$0, column] })
      let expected = (
        mean: mean == .batch ? own.mean : 0, deviation: deviation == .batch ? own.deviation : 1
      )
      #expect(abs(found.mean - expected.mean) < 0.065 * expected.deviation)
      #expect(abs(found.deviation / expected.deviation - 1) < 0.045)
    }
  }

  @Test func `filtering is the product with the batch's covariance matrix`() throws {
    let batch = batchOutputs(5, 4)
    let samples = try #require(
      negatives(
        BatchGaussianNegatives(mean: .batch, deviation: .batch, count: 3, weight: 1), batch))
    let filtered = try #require(
      negatives(CovarianceFilteredNegatives(count: 3, weight: 1), batch))
    let means = (0..<4).map { c in moments((0..<5).map { batch.anchors[$0, c] }).mean }
    for row in 0..<3 {
      for column in 0..<4 {
        var expected = 0.0
        for inner in 0..<4 {
          let covariance =
            (0..<5).reduce(0) {
              $0 + (batch.anchors[$1, inner] - means[inner])
                * (batch.anchors[$1, column] - means[column])
            } / 4
          expected += samples.vectors[row, inner] * covariance
        }
        #expect(abs(filtered.vectors[row, column] - expected) < 1e-13)
      }
    }
  }

  @Test func `noisy anchors lie about their anchors, with the scale's part of the deviation`()
    throws
  {
    let batch = batchOutputs(500, 2)
    let (half, whole) = (
      try #require(
        negatives(
          NoisyAnchorNegatives(copies: 2, scale: 0.5, weight: 1, differentiated: false), batch)),
      try #require(
        negatives(
          NoisyAnchorNegatives(copies: 2, scale: 1, weight: 1, differentiated: false), batch))
    )
    #expect(half.vectors.rows == 1000)
    for column in 0..<2 {
      func noise(_ extra: ExtraNegatives) -> [Double] {
        (0..<1000).map { extra.vectors[$0, column] - batch.anchors[$0 % 500, column] }
      }
      let own = moments((0..<500).map { batch.anchors[$0, column] })
      #expect(abs(moments(noise(whole)).deviation / own.deviation - 1) < 0.09)
      #expect(abs(moments(noise(whole)).mean) < 0.13 * own.deviation)
      for (a, b) in zip(noise(whole), noise(half)) { #expect(abs(a - 2 * b) < 1e-14) }
    }
  }

  @Test func `whether a noisy anchor is differentiated moves the gradient, not the loss`() {
    func step(_ differentiated: Bool) -> TrainingStep<Double> {
      TrainingStep(
        variantCall(
          NoisyAnchorNegatives(
            copies: 1, scale: 1, weight: 1, differentiated: differentiated)))
    }
    #expect(abs(step(true).loss - step(false).loss) < 1e-12)
    #expect(step(true).gradients != step(false).gradients)
  }
}

@Suite struct RefinedNoiseNegativesTests {
  private func refined(
    _ steps: Int, _ size: Double, _ direction: RefinedNoiseNegatives.Direction
  ) -> Tensor<Double> {
    negatives(
      RefinedNoiseNegatives(
        count: 6, weight: 1, steps: steps, stepSize: size, direction: direction),
      batchOutputs(4, 10))?.vectors ?? Tensor([], shape: [0])
  }

  @Test(arguments: RefinedNoiseNegatives.Direction.allCases)
  func `without a step it is random Gaussian vectors`(_ direction: RefinedNoiseNegatives.Direction)
  {
    let noise = negatives(GaussianNoiseNegatives(count: 6, weight: 1), batchOutputs(4, 10))
    #expect(refined(0, 1, direction) == noise?.vectors)
  }

  @Test(arguments: RefinedNoiseNegatives.Direction.allCases)
  func `each step brings the vectors nearer to the batch`(
    _ direction: RefinedNoiseNegatives.Direction
  ) {
    func nearness(_ vectors: Tensor<Double>) -> Double {
      let logits = CosineSimilarity(temperature: 0.3, compute: oneThread)
        .forward([batchOutputs(4, 10).anchors, vectors]).output
      return (0..<4).reduce(0) { sum, row in
        sum + Double.logarithm(logits.row(row).reduce(0) { $0 + Double.exponential($1) })
      }
    }
    let rising = (0..<6).map { nearness(refined($0, 0.05, direction)) }
    for (before, after) in zip(rising, rising.dropFirst()) { #expect(after > before) }
  }

  @Test func `a step moves every feature by its size, or the vector`() {
    let (before, signs) = (refined(0, 0.2, .sign), refined(1, 0.2, .sign))
    for (a, b) in zip(before.scalars, signs.scalars) { #expect(abs(abs(a - b) - 0.2) < 1e-12) }
    let whole = refined(1, 0.2, .normalized)
    for row in 0..<6 {
      let moved = zip(before.row(row), whole.row(row)).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      #expect(abs(moved.squareRoot() - 0.2) < 1e-12)
    }
  }
}

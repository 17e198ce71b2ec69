import Model
import Support
import Testing

/// Changes of the word embeddings.
@Suite struct InputPerturbationTests {
  static let drawn = VariantChoice.list([
    InputGaussianNoise(deviation: 0.5, views: .both),
    InputGaussianDropout(deviation: 0.5, views: .both), InputDropout(rate: 0.3, views: .both),
    InputFeatureCutoff(rate: 0.3, views: .both),
  ])

  private func change(_ variant: any Variant, _ lengths: [Int], width: Int) -> ElementChange? {
    variant.inputPerturbation?.change(
      of: InputTokens(
        TokenPack((lengths + lengths).map { Array(repeating: 1, count: $0) }),
        examples: lengths.count, width: width),
      gradient: nil, stream: RandomStream(seed: 1, name: .augmentation))
  }

  @Test(arguments: drawn)
  func `a sentence's draws do not depend on the others' lengths`(_ choice: VariantChoice) {
    func second(_ lengths: [Int]) -> ArraySlice<Float>? {
      let change = change(choice.variant, lengths, width: 10)
      let start = 10 * lengths[0]
      return (change?.factors ?? change?.addends)?[start..<start + 30]
    }
    #expect(second([2, 3]).map(Array.init) == second([7, 3, 1]).map(Array.init))
  }

  @Test(arguments: drawn)
  func `the two views are changed apart`(_ choice: VariantChoice) {
    let change = change(choice.variant, [4], width: 10)
    let numbers = change?.factors ?? change?.addends ?? []
    #expect(numbers.count == 80)
    #expect(numbers.prefix(40) != numbers.suffix(40))
  }

  @Test func `changing the positive alone leaves the anchor's embeddings`() {
    let noise = change(InputGaussianNoise(deviation: 1, views: .positive), [4, 2], width: 3)
    #expect(noise?.addends?.prefix(18).allSatisfy { $0 == 0 } == true)
    #expect(noise?.addends?.suffix(18).contains(0) == false)
    let dropout = change(InputDropout(rate: 0.5, views: .positive), [4, 2], width: 30)
    #expect(dropout?.factors?.prefix(180).allSatisfy { $0 == 1 } == true)
    #expect(dropout?.factors?.suffix(180).contains(1) == false)
  }

  @Test func `noise has mean 0 and Gaussian dropout mean 1, with the deviation asked for`() throws {
    let noise = change(InputGaussianNoise(deviation: 0.25, views: .both), [100], width: 100)
    let (mean, deviation) = moments(try #require(noise?.addends))
    #expect(abs(mean) < 0.25 * 0.03)
    #expect(abs(deviation / 0.25 - 1) < 0.02)
    let factors = change(InputGaussianDropout(deviation: 0.25, views: .both), [100], width: 100)
    let ofFactors = moments(try #require(factors?.factors))
    #expect(abs(ofFactors.mean - 1) < 0.25 * 0.03)
    #expect(abs(ofFactors.deviation / 0.25 - 1) < 0.02)
  }

  @Test func `dropout and cutoff zero at their rate and scale what they keep`() throws {
    for variant: any Variant in [
      InputDropout(rate: 0.2, views: .both), InputFeatureCutoff(rate: 0.2, views: .both),
    ] {
      let factors = try #require(change(variant, [2, 2, 2, 2], width: 2000)?.factors)
      #expect(factors.allSatisfy { $0 == 0 || $0 == Float(1 / 0.8) })
      let dropped = Double(factors.count { $0 == 0 }) / Double(factors.count)
      #expect(abs(dropped - 0.2) < 0.015)
    }
  }

  @Test func `cutoff drops a feature of all tokens of a sentence`() throws {
    let factors = try #require(
      change(InputFeatureCutoff(rate: 0.5, views: .both), [3, 2], width: 40)?.factors)
    #expect(factors[0..<40] == factors[40..<80])
    #expect(factors[0..<40] == factors[80..<120])
    #expect(Array(factors[0..<40]) != Array(factors[120..<160]))
  }

  @Test func `a gradient's sign at the input raises the loss to first order`() throws {
    let plain = TrainingStep(variantCall(InBatchNegatives()))
    let size = 1e-6
    let own = TrainingStep(variantCall(InputGradientSign(size: size, views: .both)))
    #expect(own.loss > plain.loss)
    let positive = TrainingStep(variantCall(InputGradientSign(size: size, views: .positive)))
    #expect(positive.loss > plain.loss && positive.loss < own.loss)
  }
}

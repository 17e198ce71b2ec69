import Foundation
import Model
import Support
import Testing

@Suite struct GaussianNoiseNegativesTests {
  // One row and no in-batch negative leave loss = log(1 + weight · r).
  @Test(arguments: [0.25, 1, 8])
  func `twice the weight is twice the mass`(weight: Double) {
    func mass(_ weight: Double) -> Double {
      let variant = GaussianNoiseNegatives(count: 1, weight: weight)
      return expm1(TrainingStep(variantCall(variant, lengths: [5])).loss)
    }
    #expect(abs(mass(2 * weight) / mass(weight) - 2) < 1e-12)
  }

  @Test func `each step draws anew`() {
    let source = GaussianNoiseNegatives(count: 3, weight: 1)
    let batch = batchOutputs(2, 5)
    #expect(negatives(source, batch, seed: 1) == negatives(source, batch, seed: 1))
    #expect(negatives(source, batch, seed: 1) != negatives(source, batch, seed: 2))
  }
}

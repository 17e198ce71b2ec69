import Foundation
import Model
import Support
import Testing

/// What every variant keeps; a new line in the catalog is tested before its own test exists.
@Suite struct VariantCatalogTests {
  static let choices = VariantCatalog.examples.map(VariantChoice.init)

  @Test func `names are unique and kebab-case`() {
    let names = VariantCatalog.all.map { $0.name }
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }, "\(name)")
    }
  }

  @Test(arguments: choices)
  func `settings survive a study file`(_ choice: VariantChoice) throws {
    let again = try JSONDecoder().decode(VariantChoice.self, from: JSONEncoder().encode(choice))
    #expect(again == choice)
    #expect(choice.variant.problem == nil)
  }

  @Test(arguments: choices)
  func `one stream gives one answer, bit for bit`(_ choice: VariantChoice) {
    #expect(loss(choice.variant, seed: 1) == loss(choice.variant, seed: 1))
  }

  @Test(arguments: choices)
  func `the gradient agrees with central differences`(_ choice: VariantChoice) {
    let anchors = testTensor([3, 8], seed: 1, "anchors")
    let positives = testTensor([3, 8], seed: 1, "positives")
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let (a, b) = (tape.variable(anchors), tape.variable(positives))
    let result = choice.variant.loss(
      anchors: a, positives: b, temperature: 0.2, stream: stream(1), compute: compute, on: tape)
    let gradients = tape.gradients(of: result.loss, seed: Tensor([1], shape: []), by: [a, b])
    for (index, name) in ["anchors", "positives"].enumerated() {
      let direction = testTensor([3, 8], seed: 2, name)
      let finding = derivativeFinding(
        name, analytic: dot(gradients[index], direction), step: 1e-5, tolerance: 1e-7
      ) { distance in
        var moved = [anchors, positives]
        moved[index].add(direction.scaled(by: distance), compute: oneThread)
        return loss(choice.variant, seed: 1, moved[0], moved[1])
      }
      #expect(finding == nil)
    }
  }

  private let compute = Compute(product: .exact, threads: 1)

  private func stream(_ seed: UInt64) -> RandomStream {
    RandomStream(seed: seed, name: .negatives)
  }

  private func loss(
    _ variant: any Variant, seed: UInt64,
    _ anchors: Tensor<Double> = testTensor([3, 8], seed: 1, "anchors"),
    _ positives: Tensor<Double> = testTensor([3, 8], seed: 1, "positives")
  ) -> Double {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    return variant.loss(
      anchors: tape.constant(anchors), positives: tape.constant(positives), temperature: 0.2,
      stream: stream(seed), compute: compute, on: tape
    ).loss.value.scalars[0]
  }
}

@Suite struct GaussianNoiseNegativesTests {
  @Test func `with no vectors it is plain SimCSE, bit for bit`() {
    #expect(
      loss(GaussianNoiseNegatives(count: 0, weight: 1), rows: 4)
        == loss(InBatchNegatives(), rows: 4))
  }

  // One row and no in-batch negative leave loss = log(1 + weight · r).
  @Test(arguments: [0.25, 1, 8])
  func `twice the weight is twice the mass`(weight: Double) {
    func mass(_ weight: Double) -> Double {
      expm1(loss(GaussianNoiseNegatives(count: 1, weight: weight), rows: 1))
    }
    #expect(abs(mass(2 * weight) / mass(weight) - 2) < 1e-12)
  }

  private func loss(_ variant: some Variant, rows: Int) -> Double {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    return variant.loss(
      anchors: tape.constant(testTensor([rows, 8], seed: 1, "a")),
      positives: tape.constant(testTensor([rows, 8], seed: 1, "b")), temperature: 0.5,
      stream: RandomStream(seed: 3, name: .negatives),
      compute: Compute(product: .exact, threads: 1), on: tape
    ).loss.value.scalars[0]
  }
}

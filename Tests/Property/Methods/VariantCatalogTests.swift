import Files
import Foundation
import Laws
import Model
import Support
import Testing

/// What every variant keeps; a new line in the catalog is tested before its own test exists.
@Suite struct VariantCatalogTests {
  static let choices = VariantChoice.list(VariantCatalog.standard.examples)

  static let switchedOff: [any Variant] = [
    OutputGaussianNoise(scale: 0), OutputDropout(rate: 0), SmallestFeaturesMask(fraction: 0),
    LargestFeaturesMask(fraction: 0), OutputGradientSign(size: 0),
    InputGaussianNoise(deviation: 0, views: .both),
    InputGaussianDropout(deviation: 0, views: .both), InputDropout(rate: 0, views: .both),
    InputFeatureCutoff(rate: 0, views: .both), InputGradientSign(size: 0, views: .both),
    LabelSmoothing(rate: 0), SharpnessAwareMinimization(radius: 0),
    AdversarialWeightPerturbation(size: 0), MemoryBank(count: 0, weight: 1),
    NoisyAnchorNegatives(copies: 0, scale: 1, weight: 1, differentiated: true),
    BatchGaussianNegatives(mean: .batch, deviation: .batch, count: 0, weight: 1),
    CovarianceFilteredNegatives(count: 0, weight: 1),
    AutoencoderNegatives(
      count: 0, weight: 1, memorySteps: 2, hiddenWidth: 6, latentWidth: 2, updates: 2,
      learningRate: 0.01),
    GaussianMixtureNegatives(
      count: 0, weight: 1, components: 2, forgettingRate: 0.1, varianceFloor: 1e-6),
    GaussianNoiseNegatives(count: 0, weight: 1),
    RefinedNoiseNegatives(count: 0, weight: 1, steps: 1, stepSize: 0.1, direction: .sign),
    ViewAugmentation(first: .none, second: .none, rate: 0),
    InstanceWeighting(threshold: 1.5), Combination([]),
    Combination([AdversarialWeightPerturbation(size: 0), OutputDropout(rate: 0)]),
  ]

  @Test func `names are unique and kebab-case`() {
    let names = VariantCatalog.standard.types.map { $0.name }
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }, "\(name)")
    }
  }

  @Test func `a variant that a caller adds is read by its name, also as a part`() throws {
    let text = Data(#"{"name": "combination", "parts": [{"name": "own-method"}]}"#.utf8)
    let catalog = VariantCatalog.standard + [OwnMethod.self]
    let choice = try StrictJSON.decode(
      VariantChoice.self, from: text, file: "text", userInfo: [VariantCatalog.key: catalog])
    #expect(choice == VariantChoice(Combination([OwnMethod()])))
  }

  @Test(arguments: [
    #"{"list":[1,"two",{"threeFour":true}],"name":"not-here","own-rate":0.1,"seed":18446744073709551615}"#,
    #"{"name":"combination","parts":[{"name":"not-here"},{"name":"label-smoothing","rate":0.25}]}"#,
  ])
  func `a variant that the catalog does not have is kept as it is, and refused by its name`(
    _ text: String
  ) throws {
    let choice = try StrictJSON.decode(VariantChoice.self, from: Data(text.utf8), file: "")
    let known = VariantCatalog.standard.types.map { $0.name }.joined(separator: ", ")
    let problem = try #require(choice.problem)
    #expect(problem.hasSuffix("not-here: no variant has this name; known: \(known)"))
    let written = try StrictJSON.encodeLine(choice)
    #expect(try StrictJSON.decode(VariantChoice.self, from: written, file: "") == choice)
    #expect(String(decoding: written, as: UTF8.self) == text)
  }

  @Test func `two variants of one name are refused`() async {
    await #expect(processExitsWith: .failure) {
      _ = VariantCatalog.standard + [MemoryBank.self]
    }
  }

  @Test(arguments: choices, VariantLaw.allCases)
  func `every variant keeps every law`(_ choice: VariantChoice, _ law: VariantLaw) {
    #expect(law.findings(choice.variant, off: nil) == [])
  }

  @Test(arguments: choices, [1, 2])
  func `a batch of one and of two gives a finite loss`(_ choice: VariantChoice, rows: Int) {
    var state = VariantState.empty
    for step in 0..<3 {
      let result = TrainingStep(
        variantCall(
          choice.variant, lengths: Array([4, 7].prefix(rows)), step: step, state: state))
      #expect(result.loss.isFinite)
      #expect(norm(of: result.gradients, compute: oneThread).isFinite)
      state = result.state
    }
  }

  /// Its settings say that it does nothing, and then it does nothing.
  @Test(arguments: VariantChoice.list(switchedOff))
  func `switched off it is plain SimCSE, bit for bit`(_ choice: VariantChoice) {
    #expect(VariantLaw.switchedOff.findings(choice.variant, off: choice.variant) == [])
  }

  @Test(arguments: choices)
  func `a variant that is on is not plain SimCSE`(_ choice: VariantChoice) {
    let state = variantState(choice.variant, after: 2)
    let plain = TrainingStep(variantCall(InBatchNegatives()))
    let own = TrainingStep(variantCall(choice.variant, state: state))
    let isPlain =
      choice == VariantChoice(InBatchNegatives())
      || choice == VariantChoice(GaussianNoiseNegatives(count: 0, weight: 1))
    #expect((own.gradients == plain.gradients) == isPlain)
  }
}

/// A method of a caller's own.
private struct OwnMethod: Variant {
  static let name = "own-method"
  static let examples = [Self()]
}

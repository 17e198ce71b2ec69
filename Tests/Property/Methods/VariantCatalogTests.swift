import Commands
import Files
import Foundation
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
    Combination([]),
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
    #expect(throws: StrictJSONError.self) {
      try StrictJSON.decode(VariantChoice.self, from: text, file: "text")
    }
  }

  @Test func `two variants of one name are refused`() async {
    await #expect(processExitsWith: .failure) {
      _ = VariantCatalog.standard + [MemoryBank.self]
    }
  }

  @Test(arguments: choices)
  func `settings survive a study file`(_ choice: VariantChoice) throws {
    let again = try StrictJSON.decode(
      VariantChoice.self, from: StrictJSON.encode(choice), file: "settings")
    #expect(again == choice)
    #expect(choice.variant.problem == nil)
  }

  @Test(arguments: choices)
  func `one stream gives one answer, bit for bit, on any number of threads`(
    _ choice: VariantChoice
  ) {
    let state = variantState(choice.variant, after: 2)
    let once = TrainingStep(variantCall(choice.variant, state: state))
    for threads in [1, 3] {
      let again = TrainingStep(
        variantCall(
          choice.variant, state: state, encoder: tinyEncoder(seed: 3, threads: threads)))
      #expect(again.loss == once.loss)
      #expect(again.gradients == once.gradients)
      #expect(again.state == once.state)
    }
  }

  /// What the variant decided (noise, masks, statistics, a perturbation from a first gradient) is
  /// held: the gradient is that of the function which is left.
  @Test(arguments: choices, [0, 2])
  func `the gradient agrees with central differences, decisions held`(
    _ choice: VariantChoice, after steps: Int
  ) {
    let state = variantState(choice.variant, after: steps)
    var call = variantCall(choice.variant, state: state)
    let result = TrainingStep(call)
    call.held = result.decisions
    let directions = zip(call.encoder.parameters.names, call.encoder.parameters.tensors).map {
      testTensor($1.shape, seed: 8, $0)
    }
    let analytic = zip(result.gradients, directions).reduce(0) {
      $0 + dot($1.0.dense(shape: $1.1.shape), $1.1)
    }
    let finding = derivativeFinding(
      "\(choice)", analytic: analytic, step: 1e-5, tolerance: 1e-6
    ) { distance in
      var moved = call
      for (place, direction) in directions.enumerated() {
        moved.encoder.parameters.tensors[place].add(
          direction.scaled(by: distance), compute: oneThread)
      }
      return TrainingStep(moved).loss
    }
    #expect(finding == nil)
  }

  @Test(arguments: choices)
  func `decisions held give the same bits as made`(_ choice: VariantChoice) {
    var call = variantCall(choice.variant, state: variantState(choice.variant, after: 2))
    let made = TrainingStep(call)
    call.held = made.decisions
    let held = TrainingStep(call)
    #expect(held.loss == made.loss)
    #expect(held.gradients == made.gradients)
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
    let plain = TrainingStep(variantCall(InBatchNegatives()))
    let own = TrainingStep(
      variantCall(choice.variant, state: variantState(choice.variant, after: 2)))
    #expect(own.loss == plain.loss)
    #expect(own.gradients == plain.gradients)
    #expect(choice.variant.problem == nil)
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

import Model

extension VariantLaw {
  /// What the variant decided (noise, masks, statistics, a perturbation from a first gradient) is held:
  /// the gradient is that of the function which remains.
  ///
  /// All parameters that the variant trains move together along one random direction: in a batch at the beginning and after two
  /// steps, with the shortest and the longest sentence, with each alone, and with hard negatives where
  /// the variant takes them.
  func gradientFindings(of variant: any Variant) -> [String] {
    let later = variantState(variant, after: 2)
    var calls = [
      ("a batch", variantCall(variant)),
      ("a batch after 2 steps", variantCall(variant, state: later)),
      ("the longest sentence beside the shortest", variantCall(variant, lengths: [1, 11, 4])),
      ("a sentence of one token", variantCall(variant, lengths: [1])),
      ("the longest sentence", variantCall(variant, lengths: [11])),
    ]
    if variant.takesHardNegatives {
      var call = variantCall(variant, state: later)
      call.hardNegatives = .init(sentences: tinySentences([5, 2, 11, 1], seed: 9), weight: 0.7)
      calls.append(("hard negatives", call))
    }
    return calls.flatMap { gradientFindings($0, of: $1) }
  }

  private func gradientFindings(
    _ subject: String, of call: TrainingStep<Double>.Call
  ) -> [String] {
    var call = call
    let made = TrainingStep(call)
    guard made.loss.isFinite else { return ["\(subject): the loss is \(made.loss)"] }
    call.held = made.decisions
    let parameters = call.encoder.parameters
    let directions = zip(parameters.names, parameters.tensors).map { name, tensor in
      testTensor(tensor.shape, seed: 8, name).scaled(by: call.variant.trains(name) ? 1 : 0)
    }
    let analytic = zip(made.gradients, directions).reduce(0.0) { sum, item in
      sum + dot(item.0.dense(shape: item.1.shape), item.1)
    }
    let finding = derivativeFinding(
      subject, analytic: analytic, step: 1e-5, tolerance: 1e-7
    ) { distance in
      var moved = call
      for (place, direction) in directions.enumerated() {
        moved.encoder.parameters.tensors[place].add(
          direction.scaled(by: distance), compute: call.encoder.compute)
      }
      return TrainingStep(moved).loss
    }
    return finding.map { ["\($0)"] } ?? []
  }
}

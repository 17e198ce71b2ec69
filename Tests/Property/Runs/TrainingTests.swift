import Evaluation
import Model
import Runs
import Support
import Testing

@Suite struct TrainingTests {
  /// Two epochs of six batches, the last of them short, with warm-up, clipping and a seed of its own
  /// for each stream, written down once more from the parts. The variants draw from either stream,
  /// or carry something into the next step.
  @Test(arguments: [
    VariantChoice(GaussianNoiseNegatives(count: 3, weight: 0.5)),
    VariantChoice(InputDropout(rate: 0.2, views: .both)),
    VariantChoice(MemoryBank(count: 20, weight: 1)),
  ])
  func `a run is its definition, step by step`(_ choice: VariantChoice) throws {
    var settings = try smallRunSettings([
      "text.sentences=90", "epochs=2", "warmup-steps=3", "maximum-gradient-norm=0.5",
      "seeds.data-order=2", "seeds.dropout=3", "seeds.negatives=4", "seeds.augmentation=5",
    ])
    settings.variant = choice
    let inputs = try RunInputs(settings, places: noPlaces, threads: 1)
    var training = Training(
      settings: settings, sentences: inputs.sentences, encoder: inputs.encoder.encoder,
      resuming: nil)
    var encoder = inputs.encoder.encoder
    var optimizer = AdamW(settings: settings.adamw, parameters: encoder.parameters)
    var (step, state) = (0, VariantState.empty)
    for epoch in 0..<2 {
      let order = RandomStream(seed: 2, name: .dataOrder).fork(epoch).permutation(90)
      for start in stride(from: 0, to: 90, by: 16) {
        let batch = order[start..<min(start + 16, 90)].map { inputs.sentences[$0] }
        let slots = [0, 1].flatMap { view in
          batch.indices.map { EncoderDropout.Slot(view: view, example: $0) }
        }
        let result = TrainingStep(
          .init(
            encoder: encoder, views: (batch, batch), variant: choice.variant,
            settings: .init(
              pooling: settings.pooling, temperature: settings.temperature,
              hiddenDropoutRate: settings.hiddenDropoutRate,
              attentionDropoutRate: settings.attentionDropoutRate),
            dropout: EncoderDropout(
              hiddenRate: settings.hiddenDropoutRate,
              attentionRate: settings.attentionDropoutRate,
              stream: RandomStream(seed: 3, name: .dropout), step: step, slots: slots),
            augmentation: RandomStream(seed: 5, name: .augmentation).fork(step),
            negatives: RandomStream(seed: 4, name: .negatives).fork(step), state: state,
            held: nil, observer: nil))
        state = result.state
        let norm = norm(of: result.gradients, compute: oneThread)
        let share = step < 3 ? Double(step) / 3 : Double(12 - step) / Double(12 - 3)
        optimizer.update(
          &encoder.parameters, by: result.gradients, times: min(1, 0.5 / (norm + 1e-6)),
          learningRate: settings.learningRate * share, compute: oneThread)
        try #require(!training.isFinished)
        training.advance()
        step += 1
        let record = try #require(training.state.log.steps.last)
        #expect(record.step == step && record.loss == result.loss && record.gradientNorm == norm)
        #expect(record.learningRate == settings.learningRate * share)
        let isEqual = training.encoder.parameters == encoder.parameters
        #expect(isEqual, "step \(step)")
      }
    }
    #expect(training.isFinished && training.stepCount == 12)
    // Clipping took part: some gradient was longer than what it was brought down to.
    #expect(training.state.log.steps.contains { $0.gradientNorm > 0.5 })
  }

  /// Scores 0.9 (untrained), 0.5, 0.7, 0.7, 0.6: the third is kept.
  @Test func `the parameters kept are those with the best score, the earliest of equals`() throws {
    var training = try smallTraining()
    var afterStep: [Parameters<Float>] = []
    for score in [0.9, 0.5, 0.7, 0.7, 0.6] {
      if !afterStep.isEmpty { training.advance() }
      afterStep.append(training.encoder.parameters)
      training.note(selectionScore: score)
    }
    let best = try #require(training.state.log.best)
    #expect(best.step == 2 && best.spearman == 0.7)
    let isThird = training.state.best == afterStep[2]
    #expect(isThird)
    #expect(training.state.log.selection.map(\.step) == [0, 1, 2, 3, 4])
  }

  @Test func `a state survives its file with every part`() throws {
    var training = try smallTraining()
    for score in [0.1, 0.7, 0.2] {
      training.note(selectionScore: score)
      training.advance()
    }
    let state = training.checkpoint
    let again = try TrainingState(
      try state.serialized(settingsHash: "hash"), file: "checkpoint", settingsHash: "hash",
      adamw: training.settings.adamw)
    // Compared outside the macro, which would print every number.
    let equal = [
      again.parameters == state.parameters, again.best == state.best,
      again.optimizer.first == state.optimizer.first,
      again.optimizer.second == state.optimizer.second,
    ]
    #expect(equal == [true, true, true, true])
    #expect(again.step == 3 && again.log == state.log)
    let parts = [state.parameters, state.best, state.optimizer.first, state.optimizer.second]
    let distinct = parts.indices.allSatisfy { !parts[..<$0].contains(parts[$0]) }
    #expect(distinct)
  }

  private func smallTraining() throws -> Training {
    let settings = try smallRunSettings([])
    let inputs = try RunInputs(settings, places: noPlaces, threads: 1)
    return Training(
      settings: settings, sentences: inputs.sentences, encoder: inputs.encoder.encoder,
      resuming: nil)
  }
}

import Evaluation
import Model
import Runs
import Support
import Testing

/// What a variant carries is in the checkpoint.
@Suite struct VariantResumeTests {
  @Test(arguments: VariantCatalogTests.choices)
  func `a run stopped after any step and gone on with ends in the same bits`(
    _ choice: VariantChoice
  ) throws {
    var settings = try smallRunSettings(["text.sentences=40", "batch-size=9"])
    settings.variant = choice
    let inputs = try RunInputs(settings, places: noPlaces, threads: 1)
    func training(_ state: TrainingState?) -> Training {
      Training(
        settings: settings, sentences: inputs.sentences, encoder: inputs.encoder.encoder,
        resuming: state)
    }
    var whole = training(nil)
    var states: [TrainingState] = []
    while !whole.isFinished {
      whole.advance()
      states.append(whole.checkpoint)
    }
    #expect(whole.step == 5)
    for state in states.dropLast() {
      let kept = try TrainingState(
        state.serialized(settingsHash: "x"), file: "checkpoint", settingsHash: "x",
        adamw: settings.adamw)
      #expect(kept.variant == state.variant)
      var rest = training(kept)
      while !rest.isFinished { rest.advance() }
      #expect(rest.encoder.parameters.digest == whole.encoder.parameters.digest)
      #expect(rest.state.log == whole.state.log)
      #expect(rest.state.variant == whole.state.variant)
    }
  }
}

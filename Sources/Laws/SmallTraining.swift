import Evaluation
import Model
import Runs

/// A run of five steps in Float on generated English, in memory.
struct SmallTraining {
  let settings: RunSettings
  private let inputs: RunInputs

  init(_ variant: any Variant, threads: Int) throws {
    var settings = try smallRunSettings(["text.sentences=40", "batch-size=9"])
    settings.variant = VariantChoice(variant)
    self.settings = settings
    inputs = try RunInputs(settings, places: noPlaces, threads: threads)
  }

  /// The run at its beginning, or where a checkpoint left it.
  func training(from state: TrainingState?) -> Training {
    Training(
      settings: settings, sentences: inputs.sentences, encoder: inputs.encoder.encoder,
      resuming: state)
  }

  /// The run at its end.
  func finished(from state: TrainingState?) -> Training {
    var training = training(from: state)
    while !training.isFinished { training.advance() }
    return training
  }

  /// A checkpoint as a file keeps it.
  func reread(_ state: TrainingState) throws -> TrainingState {
    let hash = try settings.hash
    return try TrainingState(
      state.serialized(settingsHash: hash), file: "the checkpoint", settingsHash: hash,
      adamW: settings.adamW)
  }

  /// In what two finished runs differ.
  static func difference(_ subject: String, _ run: Training, from other: Training) -> [String] {
    if run.state.log != other.state.log { return ["\(subject): another log of steps"] }
    if run.encoder.parameters.digest != other.encoder.parameters.digest {
      return ["\(subject): other parameters"]
    }
    return run.state.variant == other.state.variant ? [] : ["\(subject): another state"]
  }
}

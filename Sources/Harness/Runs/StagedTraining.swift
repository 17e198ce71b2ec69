import Evaluation
import Model

/// The stages of a run, one after another, each from the best checkpoint of the one before.
///
/// - Relation: the first stage is a run of its settings without stages, to the bit.
/// - Randomness: the streams of later stages are forked by their place.
struct StagedTraining {
  private let stages: [RunInputs.Stage]
  /// The stage at work, or the last one.
  private(set) var current: Training

  /// A run at its beginning, or, given a state, where that state left off.
  init(_ inputs: RunInputs, isStaged: Bool, resuming state: TrainingState?) {
    stages = inputs.stages
    var log = TrainingLog()
    if isStaged { log.stages = [StageRecord(label: stages[0].label, updatesBefore: 0)] }
    let stage = stages[state?.log.stage ?? 0]
    current = Training(
      settings: stage.settings, examples: stage.examples, encoder: inputs.encoder.encoder, log: log,
      resuming: state)
  }

  /// The steps of all stages.
  var stepCount: Int {
    stages.reduce(0) { sum, stage in
      let settings = stage.settings
      return sum + stage.examples.stepsPerEpoch(batchSize: settings.batchSize) * settings.epochs
    }
  }

  /// Whether the stage at work is over and no other follows.
  var isFinished: Bool {
    current.isFinished
      && (current.state.log.divergedAtStep != nil || current.stage + 1 == stages.count)
  }

  /// Makes one update, of the next stage where the one at work is over.
  mutating func advance() {
    if current.isFinished, !isFinished { enterNextStage() }
    current.advance()
  }

  private mutating func enterNextStage() {
    let stage = stages[current.stage + 1]
    var log = current.state.log
    log.stages?.append(StageRecord(label: stage.label, updatesBefore: current.state.step))
    var encoder = current.encoder
    encoder.parameters = current.state.best
    current = Training(
      settings: stage.settings, examples: stage.examples, encoder: encoder, log: log, resuming: nil)
  }

  mutating func note(selectionScore: Double) { current.note(selectionScore: selectionScore) }
  mutating func note(_ record: DiagnosticRecord) { current.note(record) }
  mutating func noteDivergence() { current.noteDivergence() }
}

import Data
import Evaluation
import Files
public import Foundation
public import Model

/// One run in its folder: begun, resumed, finished, or found finished.
///
/// A run claims its place (``Claim``), works in a folder of its own beside it and renames that when it
/// is whole. Its checkpoint holds everything that the rest depends on, so that a run that was killed
/// ends in the same bits.
public struct Run: Sendable {
  public let settings: RunSettings
  /// Where the finished run is.
  public let folder: URL
  /// How the place is claimed; changes no bit.
  public var claiming = Claiming()
  /// The hash of the study's registration, for the manifest; changes no bit.
  public var registration: String?

  /// Files of a finished run.
  public enum File {
    public static let settings = "settings.json"
    public static let manifest = "manifest.json"
    public static let result = "result.json"
    public static let log = "log.json"
    public static let steps = "steps.tsv"
    public static let hashes = "hashes.tsv"
    public static let scores = "scores"
    public static let leaks = "leaks.json"
    public static let model = "model"
    /// Encoders as they were after some steps; see ``TrainingSettings/keepSteps``.
    public static let models = "models"
    /// What another program that trained has kept, and all that it said.
    public static let trainer = "trainer"
    public static let trainerLog = "trainer.log"
  }

  public init(settings: RunSettings, folder: URL) {
    self.settings = settings
    self.folder = folder
  }

  /// What is reported to a caller while a run works.
  public enum Event: Sendable {
    /// Another process holds the run, and may be gone: it is watched for at most so long.
    case watching(owner: String, seconds: Double)
    /// A checkpoint that cannot be used, and why.
    case damaged(file: String, problem: String)
    case resumed(step: Int)
    case evaluating(done: Int, of: Int)
    case step(Int, of: Int, loss: Double)
    case selected(step: Int, spearman: Double)
    /// Another program trains; what it has said since, often nothing.
    case training(said: Data)
    case finished(RunResult)
  }

  /// The result of a finished run; nil where there is none.
  ///
  /// - Throws: `InputError` for a damaged result, or when the folder holds a run
  ///   of other settings.
  public func finishedResult() throws -> RunResult? {
    try result(in: folder)
  }

  /// The result in the run's place, or in a folder of work that was left before it was put there.
  private func result(in folder: URL) throws -> RunResult? {
    guard RunFolder.isThere(folder) else { return nil }
    guard RunFolder.isFolder(folder) else {
      throw WriteError(
        path: folder.path, problem: "it is a link or a file, which no run writes; move it away")
    }
    let file = folder.appendingPathComponent(File.result)
    guard RunFolder.isThere(file) else { return nil }
    let record = try FinishedRecord(folder, shownAs: folder.path + "/")
    guard record.manifest.settingsHash == (try settings.hash) else {
      throw InputError(
        file: folder.path,
        problem: "it holds a finished run of other settings; choose another folder")
    }
    return record.result
  }

  /// Runs to the end, from the last checkpoint where there is one; a finished run is not repeated.
  ///
  /// - Throws: the readers' and writers' errors, ``ClaimError`` where another process has the run,
  ///   `InputError`, ``EvaluationError``.
  @discardableResult
  public func execute(
    places: Places, threads: Int, observe: @escaping (Event) -> Void
  ) throws -> RunResult {
    if let result = try finishedResult() {
      Claim.sweep(folder)
      observe(.finished(result))
      return result
    }
    guard let claim = try claim(observe: observe) else {
      guard let result = try finishedResult() else {
        throw WriteError(
          path: folder.path, problem: "it exists and holds no finished run; choose another folder")
      }
      observe(.finished(result))
      return result
    }
    defer { claim.release() }
    do {
      // The result is written last: a process that was killed after it had the run whole.
      if let result = try result(in: claim.work) {
        CheckpointFiles(claim.work).remove()
        TrainerFiles(in: claim.work).removeExchanged()
        try claim.publish()
        observe(.finished(result))
        return result
      }
      return try execute(claim, places: places, threads: threads, observe: observe)
    } catch {
      // What a robbed process could not find or write is its successor's by now.
      if !(error is ClaimError) { try claim.requireHeld() }
      throw error
    }
  }

  private func execute(
    _ claim: Claim, places: Places, threads: Int, observe: @escaping (Event) -> Void
  ) throws -> RunResult {
    if let trainer = settings.trainer {
      return try execute(
        trainer, claim, places: places, threads: threads, observe: observe)
    }
    let start = DispatchTime.now()
    let processor = ProcessUse.processorSeconds
    let inputs = try RunInputs(settings, places: places, threads: threads)
    let hash = try settings.hash
    let partial = claim.work
    let checkpoints = CheckpointFiles(partial)
    let state = try resumed(checkpoints, inputs, hash: hash, observe: observe)
    var stages = StagedTraining(inputs, isStaged: settings.stages != nil, resuming: state)
    let stepCount = stages.stepCount
    if let late = settings.training?.keepSteps?.first(where: { $0 > stepCount }) {
      throw InputError(
        file: "settings",
        problem: "keep-steps has \(late), but the run makes \(Numeral.count(stepCount, "update"));"
          + " name updates from 0 to \(stepCount), or train for longer")
    }
    if stages.current.state.step > 0 { observe(.resumed(step: stages.current.state.step)) }

    func score(
      _ evaluation: Evaluation, _ parameters: Parameters<Float>, _ map: EmbeddingMap?
    ) throws -> Evaluation.Outcome {
      var encoder = inputs.encoder
      encoder.encoder.parameters = parameters
      encoder.map = map
      return try evaluation.score(encoder, batch: settings.evaluation.batchSize) {
        observe(.evaluating(done: $0, of: evaluation.sentenceCount))
      }
    }
    func developmentScore(_ training: Training) throws -> DevelopmentScore {
      guard let tasks = training.examples.tasks else {
        let outcome = try score(inputs.development, training.encoder.parameters, nil)
        return DevelopmentScore(
          spearman: outcome.result.average.spearman,
          shape: training.settings.diagnostics == true
            ? try inputs.development.shape(outcome, compute: training.encoder.compute) : nil)
      }
      var encoder = inputs.encoder
      encoder.encoder.parameters = training.encoder.parameters
      return DevelopmentScore(
        spearman: try tasks.score(encoder, batch: settings.evaluation.batchSize).mean, shape: nil)
    }
    func firstDevelopmentScore(_ training: Training) throws -> DevelopmentScore {
      guard training.examples.tasks == nil, let folder = places.untrainedScores else {
        return try developmentScore(training)
      }
      return try UntrainedScores(folder: folder).development(
        inputs, settings: settings, withShape: training.settings.diagnostics == true
      ) { try developmentScore(training) }
    }
    func select() throws {
      guard stages.current.selectionIsDue else { return }
      let step = stages.current.state.step
      let found: DevelopmentScore
      do {
        found =
          step == 0
          ? try firstDevelopmentScore(stages.current) : try developmentScore(stages.current)
      } catch is EvaluationError where step > 0 {
        // Parameters that overflowed or collapsed have no score: the run ends as one that diverged.
        stages.noteDivergence()
        return
      }
      stages.note(selectionScore: found.spearman)
      if let shape = found.shape {
        stages.note(
          DiagnosticRecord(
            step: step, alignment: shape.alignment, uniformity: shape.uniformity,
            firstComponentShare: shape.firstComponentShare))
      }
      observe(.selected(step: step, spearman: found.spearman))
      try claim.requireHeld()
      try hashes.synchronize()
      try checkpoints.write(
        stages.current.checkpoint.serialized(settingsHash: hash), step: stages.current.state.step)
    }
    try claim.requireHeld()
    let hashes = try StepHashes.Writer(
      partial.appendingPathComponent(File.hashes), names: stages.current.encoder.parameters.names,
      after: stages.current.state.step)
    func keep() throws {
      let training = stages.current
      guard settings.training?.keepSteps?.contains(training.state.step) == true else { return }
      try claim.requireHeld()
      try save(
        training.encoder.parameters, inputs, map: nil,
        to: partial.appendingPathComponent("\(File.models)/step-\(training.state.step)"))
    }
    try select()
    try keep()
    while !stages.isFinished {
      try claim.requireUnbroken()
      stages.advance()
      claim.note(step: stages.current.state.step)
      // A step that diverged leaves no record.
      guard stages.current.state.log.divergedAtStep == nil,
        let record = stages.current.state.log.steps.last
      else { continue }
      try hashes.append(step: record.step, stages.current.gradientHashes)
      observe(.step(stages.current.state.step, of: stepCount, loss: record.loss))
      try keep()
      try select()
    }
    let training = stages.current
    try claim.requireHeld()
    let map = try map(of: training, inputs, observe: observe)
    try claim.requireHeld()
    let result = try conclude(
      training, inputs, map: map, untrainedScores: places.untrainedScores, to: partial,
      score: score)
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) * 1e-9
    try claim.requireHeld()
    try write(
      training, inputs, result, map: map, to: partial, hash: hash, threads: threads,
      seconds: seconds, processorSeconds: ProcessUse.processorSeconds - processor)
    checkpoints.remove()
    try claim.publish()
    observe(.finished(result))
    return result
  }

  /// The state of the last checkpoint that is whole; nil to begin.
  private func resumed(
    _ checkpoints: CheckpointFiles, _ inputs: RunInputs, hash: String, observe: (Event) -> Void
  ) throws -> TrainingState? {
    let hashes = checkpoints.folder.appendingPathComponent(File.hashes)
    guard
      let (file, data) = try checkpoints.last(
        upTo: StepHashes.steps(in: hashes),
        report: { observe(.damaged(file: $0, problem: $1)) })
    else { return nil }
    return try TrainingState(
      data, file: file.path, settingsHash: hash, adamw: inputs.stages.map(\.settings.adamw))
  }

  /// What is fitted to the encoder that the run keeps; nil where nothing is.
  private func map(
    of training: Training, _ inputs: RunInputs, observe: @escaping (Event) -> Void
  ) throws -> EmbeddingMap? {
    guard let afterTraining = settings.afterTraining else { return nil }
    var encoder = inputs.encoder
    encoder.encoder.parameters = training.state.best
    return try afterTraining.map(
      encoder, sentences: training.examples.anchors, batch: settings.evaluation.batchSize
    ) { observe(.evaluating(done: $0, of: afterTraining.sentences)) }
  }

  private func conclude(
    _ training: Training, _ inputs: RunInputs, map: EmbeddingMap?, untrainedScores: URL?,
    to partial: URL,
    score: (Evaluation, Parameters<Float>, EmbeddingMap?) throws -> Evaluation.Outcome
  ) throws -> RunResult {
    let kept = training.state.best
    let outcome = try score(inputs.evaluation, kept, map)
    func untrainedResult() throws -> EvaluationResult {
      let start = inputs.encoder.encoder.parameters
      return map == nil && kept == start
        ? outcome.result : try score(inputs.evaluation, start, nil).result
    }
    let untrained =
      try untrainedScores.map {
        try UntrainedScores(folder: $0).scores(
          inputs, settings: settings, compute: untrainedResult)
      } ?? untrainedResult()
    try PairScores.write(
      outcome, of: inputs.evaluation.tasks, to: partial.appendingPathComponent(File.scores))
    let geometry = try Self.geometry(
      inputs.evaluation, outcome, compute: inputs.encoder.encoder.compute)
    var encoder = inputs.encoder
    encoder.encoder.parameters = kept
    let tasks = try training.examples.tasks?.score(encoder, batch: settings.evaluation.batchSize)
    return RunResult(
      scores: outcome.result, untrained: untrained,
      // Fresh heads that diverged before their first score are kept as they began.
      best: training.state.log.best
        ?? SelectionRecord(
          step: 0, spearman: tasks?.mean ?? outcome.result.average.spearman),
      steps: training.state.step, divergedAtStep: training.state.log.divergedAtStep,
      alignment: geometry?.alignment, uniformity: geometry?.uniformity,
      parametersHash: kept.digest, embeddingsHash: nil,
      tasks: tasks,
      addedParameters: settings.dropoutKind?.kind.map {
        ($0.parameters(for: encoder.encoder.settings) as Parameters<Float>).count
      })
  }

  /// Alignment and uniformity, where the tasks have one that shows them.
  static func geometry(
    _ evaluation: Evaluation, _ outcome: Evaluation.Outcome, compute: Compute
  ) throws -> (alignment: Double, uniformity: Double)? {
    let place = evaluation.tasks.firstIndex {
      $0.name == "STSBenchmark" || $0.name == "synthetic-english"
    }
    return try place.map { try evaluation.geometry(ofTask: $0, outcome, compute: compute) }
  }

  /// Writes the run's encoder with these parameters as a model folder.
  private func save(
    _ parameters: Parameters<Float>, _ inputs: RunInputs, map: EmbeddingMap?, to folder: URL
  ) throws {
    var encoder = inputs.encoder
    encoder.encoder.parameters = parameters
    encoder.map = map
    try SavedModel.write(
      encoder, hiddenDropoutRate: settings.hiddenDropoutRate,
      attentionDropoutRate: settings.attentionDropoutRate, precision: .single, to: folder)
  }

  private func write(
    _ training: Training, _ inputs: RunInputs, _ result: RunResult, map: EmbeddingMap?,
    to partial: URL, hash: String, threads: Int, seconds: Double, processorSeconds: Double
  ) throws {
    func place(_ name: String) -> URL { partial.appendingPathComponent(name) }
    try save(training.state.best, inputs, map: map, to: place(File.model))
    try AtomicFile.write(try settings.canonicalJSON, to: place(File.settings))
    try AtomicFile.write(try StrictJSON.encode(training.state.log), to: place(File.log))
    try AtomicFile.write(Data(training.state.log.table.utf8), to: place(File.steps))
    try AtomicFile.write(
      try StrictJSON.encode(
        Manifest(
          settings: settings, settingsHash: hash, commit: Provenance.commit,
          compiler: Provenance.compiler, blas: Provenance.blas,
          numericFingerprint: NumericFingerprint.digest(product: settings.product),
          checksums: inputs.checksums, contents: inputs.contents,
          skippedLines: inputs.skippedLines.isEmpty ? nil : inputs.skippedLines, threads: threads,
          wallSeconds: seconds, trainedParameters: training.encoder.parameters.count,
          processorSeconds: processorSeconds, peakBytes: ProcessUse.peakBytes,
          registration: registration)),
      to: place(File.manifest))
    if !inputs.leaks.isEmpty {
      try AtomicFile.write(try StrictJSON.encode(inputs.leaks), to: place(File.leaks))
    }
    try AtomicFile.write(try StrictJSON.encode(result), to: place(File.result))
  }
}

extension Parameters<Float> {
  /// SHA-256 of all names and bits, in order.
  public var digest: String {
    var hash = SHA256()
    for (name, tensor) in zip(names, tensors) {
      hash.update(Array(name.utf8))
      var bytes: [UInt8] = []
      bytes.reserveCapacity(4 * tensor.count)
      for scalar in tensor.scalars {
        for shift in [0, 8, 16, 24] as [UInt32] {
          bytes.append(UInt8(truncatingIfNeeded: scalar.bitPattern >> shift))
        }
      }
      hash.update(bytes)
    }
    return hash.finalize()
  }
}

extension TrainingLog {
  /// The steps as a tab-separated table.
  var table: String {
    var text = "step\tloss\tlearning-rate\tgradient-norm\tpositive-cosine\tnegative-cosine"
    let masks = steps.contains { $0.maskedLoss != nil }
    let isHard = steps.contains { $0.extraNegativeCosine != nil }
    text += masks ? "\tmasked-loss\tmasked-accuracy" : ""
    text += isHard ? "\textra-negative-cosine\thardest-negative-cosine\n" : "\n"
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    for record in steps {
      text += "\(record.step)\t\(record.loss)\t\(record.learningRate)\t\(record.gradientNorm)\t"
      text += "\(record.positiveCosine)\t\(record.negativeCosine)"
      if masks { text += "\t\(number(record.maskedLoss))\t\(number(record.maskedAccuracy))" }
      if isHard {
        text += "\t\(number(record.extraNegativeCosine))\t\(number(record.hardestNegativeCosine))"
      }
      text += "\n"
    }
    return text
  }
}

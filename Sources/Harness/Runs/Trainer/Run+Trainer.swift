import Data
import Dispatch
import Evaluation
import Files
import Foundation
import Model
import Statistics

/// Runs that another program trains: it is started, and what it embeds is read back and scored.
///
/// Such a run promises no bits: the same seeds may give other embeddings, for all that is known here.
extension Run {
  /// - Throws: ``TrainerError``, `InputError` for embeddings that cannot be used, the readers' and
  ///   writers' errors, ``ClaimError``.
  func execute(
    _ trainer: Trainer, _ claim: Claim, places: Places, threads: Int, observe: (Event) -> Void
  ) throws -> RunResult {
    let start = DispatchTime.now()
    let tasks = try RunInputs.tasks(settings.evaluation, places).tasks
    let evaluation = Evaluation(tasks)
    let files = TrainerFiles(in: claim.work)
    let process = TrainerProcess(
      trainer: trainer, folder: (places.trainer ?? places.base).absoluteURL,
      variables: files.variables(settings.seeds, places: places, threads: threads))
    try claim.requireHeld()
    try files.write(settings, sentences: evaluation.texts)
    var checksums = trainer.checksums(in: process.folder)
    for task in tasks {
      for (path, digest) in task.checksums { checksums["sts/" + path] = digest }
    }
    observe(.training(said: Data()))
    try process.run(log: files.log) { piece in
      try claim.requireUnbroken()
      observe(.training(said: piece))
    }
    try claim.requireHeld()
    guard RunFolder.isThere(files.embeddings) else {
      throw process.failure(
        "it ended well, but wrote no \(files.embeddings.path); the file that SIMCSE_EMBEDDINGS names "
          + "takes a row a sentence, by numpy.save")
    }
    let embeddings = try NumPyMatrix.read(files.embeddings)
    let outcome = try Self.score(embeddings, files.embeddings, evaluation)
    let untrained =
      RunFolder.isThere(files.untrained)
      ? try Self.score(
        try NumPyMatrix.read(files.untrained), files.untrained, evaluation
      ).result : nil
    let geometry = try Self.geometry(
      evaluation, outcome, compute: Compute(product: .exact, threads: threads))
    let result = RunResult(
      scores: outcome.result, untrained: untrained, best: nil, steps: nil, divergedAtStep: nil,
      alignment: geometry?.alignment, uniformity: geometry?.uniformity, parametersHash: nil,
      embeddingsHash: Parameters<Float>([("embeddings", embeddings)]).digest, tasks: nil,
      addedParameters: nil)
    try claim.requireHeld()
    func place(_ name: String) -> URL { claim.work.appendingPathComponent(name) }
    try PairScores.write(outcome, of: tasks, to: place(File.scores))
    try AtomicFile.write(try settings.canonicalJSON, to: place(File.settings))
    // It says of no step what it was like.
    try AtomicFile.write(try StrictJSON.encode(TrainingLog()), to: place(File.log))
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) * 1e-9
    try AtomicFile.write(
      try StrictJSON.encode(
        Manifest(
          settings: settings, settingsHash: try settings.hash, commit: Provenance.commit,
          compiler: Provenance.compiler, blas: Provenance.blas,
          numericFingerprint: NumericFingerprint.digest(product: .exact), checksums: checksums,
          threads: threads, wallSeconds: seconds)),
      to: place(File.manifest))
    try AtomicFile.write(try StrictJSON.encode(result), to: place(File.result))
    files.removeExchanged()
    try claim.publish()
    observe(.finished(result))
    return result
  }

  private static func score(
    _ embeddings: Tensor<Float>, _ file: URL, _ evaluation: Evaluation
  ) throws -> Evaluation.Outcome {
    do { return try evaluation.score(embeddings: embeddings) } catch let error as EvaluationError {
      throw InputError(file: file.path, problem: "\(error)")
    }
  }
}

extension Trainer {
  /// The checksums of the files that the command names, such as its script, by the role `trainer/WORD`.
  func checksums(in folder: URL) -> [String: String] {
    var checksums: [String: String] = [:]
    for word in command.dropFirst() {
      let file = TrainerProcess.place(word, in: folder)
      guard InputFile.isThere(file), let data = try? Data(contentsOf: file) else { continue }
      checksums["trainer/" + word] = SHA256.hexDigest(of: data)
    }
    return checksums
  }
}

public import Data
public import Evaluation

/// What a run was: settings, what it read, what computed it, and what it cost.
///
/// An imported run has ``imported`` in the place of settings, and lacks what only training has.
public struct Manifest: Codable, Sendable, Equatable {
  /// The resolved settings; nil for an imported run.
  public var settings: RunSettings?
  /// SHA-256 of the settings' canonical JSON under the keys that it first had.
  public var settingsHash: String?
  /// Where an imported run comes from; nil for one that was trained here.
  public var imported: ImportedOrigin?
  /// The commit that ran, or that imported the run, from git; `unknown` outside a checkout.
  public var commit: String
  public var compiler: String
  /// The build of OpenBLAS and the kernel that it chose; nil for an imported run.
  public var blas: String?
  /// The digest of probe computations: equal digests promise equal bits, of a run that this program
  /// trained; of another program's run it promises those of its scoring alone. Nil for an imported run,
  /// which promises none.
  public var numericFingerprint: String?
  /// The checksums of every file read, by the role it had; of an imported run those of its pairs.
  public var checksums: [String: String]
  /// What the pairs scored on are, by task: equal for all copies of the same pairs, whatever their
  /// files; absent in older runs, in imported ones and for generated pairs.
  public var contents: [String: TaskContent]?
  /// Lines of the training text that were passed over, blank or of another split, by the role of its
  /// checksum; absent for none.
  public var skippedLines: [String: Int]?
  /// Changes no bit; nil for an imported run.
  public var threads: Int?
  /// The wall time of the session that finished the run, in seconds; no two are the same. Nil for an
  /// imported run.
  public var wallSeconds: Double?
  /// The numbers that the last stage trains, heads and a twin included; nil where another program
  /// trained, and in older runs.
  public var trainedParameters: Int?
  /// The processor time of that session over all its threads, in seconds, and the most memory that its
  /// process held, in bytes; nil where another program trained, and in older runs.
  public var processorSeconds: Double?
  public var peakBytes: Int?
  /// The hash of the study's registration that the run was made under; nil for a run by itself. It
  /// changes no bit.
  public var registration: String?
}

/// What came of a run; of an imported one no more than its scores.
public struct RunResult: Codable, Sendable, Equatable {
  /// The scores of the checkpoint kept.
  public var scores: EvaluationResult
  /// The scores before the first step; nil where another program trained and kept them to itself.
  public var untrained: EvaluationResult?
  /// The step of the checkpoint kept, and its development score; nil where another program trained.
  public var best: SelectionRecord?
  /// The number of updates made; nil where another program trained.
  public var steps: Int?
  /// The step at which the loss was no longer finite, or the encoder had no score any more; a result
  /// like any other.
  public var divergedAtStep: Int?
  /// Alignment and uniformity of the checkpoint kept, where the data have them.
  public var alignment: Double?
  public var uniformity: Double?
  /// SHA-256 of the kept parameters' bits; nil where another program has them.
  public var parametersHash: String?
  /// SHA-256 of the embeddings' bits that another program gave; nil where this one trained.
  public var embeddingsHash: String?
  /// What the heads score, where the last stage trained some.
  public var tasks: TaskResult?
  /// The trained numbers that the kind of dropout adds; nil for one rate throughout.
  public var addedParameters: Int?

  /// What runs that ended in the same bits have in common; nil where nothing says so.
  public var keptHash: String? { parametersHash ?? embeddingsHash }
}

/// What a run that was trained here always has.
extension Manifest {
  /// The key that is missing, or that an imported run cannot have; nil for a whole manifest.
  package var problem: String? {
    let keys: [(String, isThere: Bool)] = [
      ("settings", settings != nil), ("settings-hash", settingsHash != nil), ("blas", blas != nil),
      ("numeric-fingerprint", numericFingerprint != nil), ("threads", threads != nil),
      ("wall-seconds", wallSeconds != nil),
    ]
    return missing(keys, isImported: imported != nil) ?? imported?.problem
  }
}

extension RunResult {
  /// As that of a manifest, of the run that has it; where another program trained, only the hash of the
  /// embeddings is always there.
  package func problem(of manifest: Manifest) -> String? {
    let own = [
      ("untrained", isThere: untrained != nil), ("best", isThere: best != nil),
      ("steps", isThere: steps != nil), ("parameters-hash", isThere: parametersHash != nil),
    ]
    let others = [("embeddings-hash", isThere: embeddingsHash != nil)]
    if manifest.imported != nil { return missing(own + others, isImported: true) }
    return missing(manifest.settings?.trainer == nil ? own : others, isImported: false)
  }
}

private func missing(_ keys: [(String, isThere: Bool)], isImported: Bool) -> String? {
  keys.first { $0.isThere == isImported }.map { key, _ in
    isImported ? "key '\(key)' cannot be beside 'imported'" : "key '\(key)' is missing"
  }
}

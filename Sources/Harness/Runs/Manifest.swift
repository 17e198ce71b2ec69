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
  /// The code that ran, or that imported the run, as git names it; `unknown` outside a checkout.
  public var commit: String
  public var compiler: String
  /// The build of OpenBLAS and the kernel that it chose; nil for an imported run.
  public var blas: String?
  /// The digest of probe computations: equal digests promise equal bits. Nil for an imported run, which
  /// promises none.
  public var numericFingerprint: String?
  /// The checksums of every file of text and of pairs, by the role it had.
  public var checksums: [String: String]
  /// Changes no bit; nil for an imported run.
  public var threads: Int?
  /// The wall time of the session that finished the run, in seconds; no two are the same. Nil for an
  /// imported run.
  public var wallSeconds: Double?
}

/// What came of a run; of an imported one no more than its scores.
public struct RunResult: Codable, Sendable, Equatable {
  /// The scores of the checkpoint kept.
  public var scores: EvaluationResult
  /// The scores before the first step.
  public var untrained: EvaluationResult?
  /// The step of the checkpoint kept, and its development score.
  public var best: SelectionRecord?
  /// The number of updates made.
  public var steps: Int?
  /// The step at which the loss was no longer finite, or the encoder had no score any more; a result
  /// like any other.
  public var divergedAtStep: Int?
  /// Alignment and uniformity of the checkpoint kept, where the data have them.
  public var alignment: Double?
  public var uniformity: Double?
  /// SHA-256 of the kept parameters' bits.
  public var parametersHash: String?
  /// What the heads score, where the last stage trained some.
  public var tasks: TaskResult?
  /// The trained numbers that the kind of dropout adds; nil for one rate throughout.
  public var addedParameters: Int?
}

/// What a run that was trained here always has.
extension Manifest {
  /// The key that is missing, or that an imported run cannot have; nil for a whole manifest.
  var problem: String? {
    let keys: [(String, isThere: Bool)] = [
      ("settings", settings != nil), ("settings-hash", settingsHash != nil), ("blas", blas != nil),
      ("numeric-fingerprint", numericFingerprint != nil), ("threads", threads != nil),
      ("wall-seconds", wallSeconds != nil),
    ]
    return missing(keys, isImported: imported != nil) ?? imported?.problem
  }
}

extension RunResult {
  /// As that of a manifest.
  func problem(isImported: Bool) -> String? {
    missing(
      [
        ("untrained", untrained != nil), ("best", best != nil), ("steps", steps != nil),
        ("parameters-hash", parametersHash != nil),
      ], isImported: isImported)
  }
}

private func missing(_ keys: [(String, isThere: Bool)], isImported: Bool) -> String? {
  keys.first { $0.isThere == isImported }.map { key, _ in
    isImported ? "key '\(key)' cannot be beside 'imported'" : "key '\(key)' is missing"
  }
}

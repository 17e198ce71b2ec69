public import Data
public import Evaluation

/// What a run was: settings, what it read, what computed it, and what it cost.
public struct Manifest: Codable, Sendable, Equatable {
  /// The resolved settings.
  public var settings: RunSettings
  /// SHA-256 of the settings' canonical JSON under the keys that it first had.
  public var settingsHash: String
  /// The commit that ran, from git; `unknown` outside a checkout.
  public var commit: String
  public var compiler: String
  /// The build of OpenBLAS and the kernel that it chose.
  public var blas: String
  /// The digest of probe computations: equal digests promise equal bits, of a run that this program
  /// trained; of another program's run it promises those of its scoring alone.
  public var numericFingerprint: String
  /// The checksums of every file read, by the role it had.
  public var checksums: [String: String]
  /// What the pairs scored on are, by task: equal for all copies of the same pairs, whatever their
  /// files; absent in older runs and for generated pairs.
  public var contents: [String: TaskContent]?
  /// Lines of the training text that were passed over, blank or of another split, by the role of its
  /// checksum; absent for none.
  public var skippedLines: [String: Int]?
  /// Changes no bit.
  public var threads: Int
  /// The wall time of the session that finished the run, in seconds; no two are the same.
  public var wallSeconds: Double
  /// The hash of the study's registration that the run was made under; nil for a run by itself. It
  /// changes no bit.
  public var registration: String?
}

/// What came of a run.
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

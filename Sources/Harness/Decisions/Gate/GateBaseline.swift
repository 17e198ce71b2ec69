public import Runs

/// The scores of recorded runs, and what later runs are compared to them by; no sentence is in it.
///
/// Of each task it keeps the runs' scores and, instead of the pairs, the replicates of
/// ``PairBootstrap``: those of later runs on the same pairs are drawn alike and subtracted.
public struct GateBaseline: Codable, Sendable, Equatable {
  /// The version of this form.
  public var format: Int
  /// The largest difference that does not matter, in points (score × 100).
  public var margin: Double
  /// The settings that all runs share, by key path, without the seeds.
  public var settings: [String: String]
  /// SHA-256 of those settings, under the keys that they first had.
  public var settingsHash: String
  /// SHA-256 of what the runs read, by its role.
  public var checksums: [String: String]
  /// Nil for imported runs, which promise no bits.
  public var numericFingerprint: String?
  /// Where imported runs come from and what they lack; nil where none was imported.
  public var imported: String?
  public var bootstrap: Bootstrap
  /// In the order of their seeds; every list of scores has this order.
  public var runs: [Run]
  public var tasks: [Task]
  /// The mean over tasks, run by run; absent for a single task.
  public var average: Average?

  public struct Bootstrap: Codable, Sendable, Equatable {
    public var seed: UInt64
    public var resamples: Int

    public init(seed: UInt64, resamples: Int) {
      self.seed = seed
      self.resamples = resamples
    }
  }

  public struct Run: Codable, Sendable, Equatable {
    public var id: String
    public var seeds: RunSettings.Seeds
    public var commit: String
    /// What ``RunResult/keptHash`` says.
    public var parametersHash: String?
    public var divergedAtStep: Int?
  }

  /// A task; of pairs nothing is known where scores alone were imported.
  public struct Task: Codable, Sendable, Equatable {
    public var name: String
    public var pairs: Int?
    /// Pairs whose gold score another pair has too.
    public var goldTies: Int?
    /// Pairs whose cosine another pair has too, for each run.
    public var cosineTies: [Int]?
    /// SHA-256 of the gold scores in order.
    public var goldHash: String?
    /// How far a score may be from the one computed, as the source of imported runs rounded it.
    public var rounding: Double?
    public var spearman: Score
    /// Nil where imported scores have none.
    public var pearson: Score?
  }

  public struct Average: Codable, Sendable, Equatable {
    public var spearman: Score
    public var pearson: Score?
  }

  /// One statistic of the recorded runs, −1…1.
  public struct Score: Codable, Sendable, Equatable {
    /// Run by run.
    public var scores: [Double]
    public var mean: Double
    /// Between runs; absent for a single one.
    public var deviation: Double?
    /// Of the mean, over resampled pairs; absent where there are none.
    public var pairDeviation: Double?
    /// The mean score of every resample in millionths; absent for the average, which follows, and where
    /// there are no pairs.
    public var replicates: String?
  }

  /// Who computed the scores of imported runs; nil for runs of this package.
  var program: String? { settings["origin"] }

  /// The one form that is known; the first had no margin.
  static let format = 2

  /// What one unit of a replicate is worth: no difference below it can be seen.
  package static let grain = 1e-6
}

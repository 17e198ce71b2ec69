import Foundation
import Model
public import Runs

/// What the runs of a study cost on this machine, from steps and scorings measured on their inputs.
///
/// Runs that differ in nothing but seeds, rates and the like are of one kind; each kind is measured,
/// and its steps and scorings are scaled by tokens:
///
///     seconds of a run = reading + tokens trained · seconds a token
///                      + tokens scored · seconds a token scored + checkpoints
///
/// What a checkpoint takes is measured in memory; the disk may add to it.
public struct StudyPrice: Codable, Sendable, Equatable {
  /// Runs of one cost.
  public struct Kind: Codable, Sendable, Equatable {
    /// What sets the kind apart from others of the study: (setting, value).
    public var settings: [SettingEntry]
    public var runs: Int
    /// Runs of it that are not finished.
    public var waiting: Int
    public var stepsPerRun: Int
    public var scoringsPerRun: Int
    /// The median of a step that was measured, in seconds, and the distance of its quartiles.
    public var stepSeconds: Double
    public var stepSpread: Double
    public var stepsMeasured: Int
    /// One development score.
    public var scoringSeconds: Double
    public var scoringSpread: Double
    public var scoringsMeasured: Int
    public var secondsPerRun: Double
    /// What a finished run keeps, and what it needs besides while it works.
    public var bytesPerRun: Int
    public var checkpointBytes: Int

    public init(
      settings: [SettingEntry], runs: Int, waiting: Int, stepsPerRun: Int,
      scoringsPerRun: Int, stepSeconds: Double, stepSpread: Double, stepsMeasured: Int,
      scoringSeconds: Double, scoringSpread: Double, scoringsMeasured: Int, secondsPerRun: Double,
      bytesPerRun: Int, checkpointBytes: Int
    ) {
      self.settings = settings
      (self.runs, self.waiting) = (runs, waiting)
      (self.stepsPerRun, self.scoringsPerRun) = (stepsPerRun, scoringsPerRun)
      self.stepSeconds = stepSeconds
      self.stepSpread = stepSpread
      self.stepsMeasured = stepsMeasured
      self.scoringSeconds = scoringSeconds
      self.scoringSpread = scoringSpread
      self.scoringsMeasured = scoringsMeasured
      self.secondsPerRun = secondsPerRun
      (self.bytesPerRun, self.checkpointBytes) = (bytesPerRun, checkpointBytes)
    }
  }

  public var kinds: [Kind]
  public var jobs: Int
  public var threads: Int
  public var budgetMinutes: Double

  public init(kinds: [Kind], jobs: Int, threads: Int, budgetMinutes: Double) {
    self.kinds = kinds
    self.jobs = jobs
    self.threads = threads
    self.budgetMinutes = budgetMinutes
  }

  /// The wall time of what is not finished, if runs side by side do not slow each other.
  public var wallSeconds: Double {
    let work = kinds.reduce(0) { $0 + Double($1.waiting) * $1.secondsPerRun }
    let longest = kinds.filter { $0.waiting > 0 }.map(\.secondsPerRun).max() ?? 0
    return max(work / Double(jobs), longest)
  }

  /// What all runs keep.
  public var bytes: Int { kinds.reduce(0) { $0 + $1.runs * $1.bytesPerRun } }

  /// What the disk must hold at most: all runs, and the checkpoints of those side by side.
  public var peakBytes: Int {
    // Two checkpoints are kept while a third is written.
    bytes + 3 * jobs * (kinds.filter { $0.waiting > 0 }.map(\.checkpointBytes).max() ?? 0)
  }

  public var isOverBudget: Bool { wallSeconds > 60 * budgetMinutes }
}

/// The settings that a run's cost depends on, and how often it steps and scores.
struct CostKind: Equatable {
  /// Settings that cost, as (key path, value).
  let settings: [SettingEntry]

  /// Settings that change bits but no time.
  private static let free = [
    "adamw.", "learning-rate", "maximum-gradient-norm", "schedule", "seeds.", "temperature",
    "warmup-steps",
  ]

  init(_ settings: RunSettings) throws {
    self.settings = try settings.entries()
      .filter { entry in !Self.free.contains { entry.key.hasPrefix($0) } }
      .map { SettingEntry(key: $0.key, value: $0.value) }
  }

  /// What is not alike in all kinds.
  static func differences(_ kinds: [CostKind]) -> [[SettingEntry]] {
    kinds.map { kind in
      kind.settings.filter { entry in !kinds.allSatisfy { $0.settings.contains(entry) } }
    }
  }
}

public import Statistics

/// Two methods compared: on the measure asked for, and task by task.
///
/// Over common seeds where both have at least two of them (``SeedMatch``), otherwise by Welch's t. A run
/// that is on both sides says nothing of their difference: it is named and left out. The verdict is that of
/// the seeds, on these sentence pairs; `jointInterval` says what other pairs might make of it. The
/// measure's verdict is by itself; those of the other rows keep the level together (Holm).
public struct MethodComparison: Codable, Sendable, Equatable {
  public struct Side: Codable, Sendable, Equatable {
    public var name: String
    public var runs: [String]
    /// Runs that diverged; their scores are those of the checkpoints kept before.
    public var diverged: Int
    /// Runs that were not finished, and are not compared.
    public var leftOut: [String]
    /// Where imported runs come from and what they lack; nil where none was imported.
    public var imported: String?
  }

  /// One score of both methods. Scores and differences are in −1…1.
  public struct Row: Codable, Sendable, Equatable {
    /// A task, or `average`.
    public var name: String
    public var a: Double
    public var aDeviation: Double
    public var b: Double
    public var bDeviation: Double
    /// a − b, its interval over seeds, and over seeds and pairs where that can be had.
    public var difference: Double
    public var interval: Interval
    public var jointInterval: Interval?
    /// The pairs drawn again, and how many independent ones would leave as much error; nil where the
    /// first are not drawn, and where the runs do not say which sentences they have.
    public var pairs: Int?
    public var effectivePairs: Double?
    public var p: Double
    /// By Holm over the rows besides the measure; nil for the measure itself.
    public var adjustedP: Double?
    /// The chance that a run of a scores above one of b.
    public var superiority: Double
    public var superiorityInterval: Interval
    /// Of Wilcoxon's signed ranks; nil without common seeds of their own.
    public var signedRankP: Double?
    public var verdict: String
  }

  public enum Answer: String, Codable, Sendable, CaseIterable {
    case better, worse
    case noDifference = "no-difference"
    case unresolved

    init(_ verdict: Verdict) {
      switch verdict {
      case .better: self = .better
      case .worse: self = .worse
      case .noDifference: self = .noDifference
      case .unresolved: self = .unresolved
      }
    }

    /// 0 better, 1 worse, 3 unresolved, 4 no difference larger than the margin.
    public var exitCode: Int32 {
      switch self {
      case .better: 0
      case .worse: 1
      case .unresolved: 3
      case .noDifference: 4
      }
    }
  }

  public var a: Side
  public var b: Side
  /// `paired`, `crossed` or `unpaired`.
  public var pairing: String
  /// The number of common seeds that are compared; nil where runs are not paired.
  public var commonSeeds: Int?
  /// The runs that are on both sides, and not compared.
  public var sameRuns: [String]
  public var measure: String
  public var level: Double
  /// The largest difference that does not matter.
  public var margin: Double
  /// The measure first.
  public var rows: [Row]
  /// ε of a over b and of b over a with its upper bound: see ``AlmostStochasticOrder``.
  public var order: [Order]?
  /// Why there is no order.
  public var orderRefused: String?
  public var notes: [String]
  public var answer: Answer

  public struct Order: Codable, Sendable, Equatable {
    public var greater: String
    public var violation: Double
    public var bound: Double
    public var isGreater: Bool
  }

  /// How a comparison is to be made.
  public struct Options: Sendable {
    public var measure: StudyMeasure
    public var level: Double
    /// The largest difference that does not matter, in −1…1.
    public var margin: Double
    public var resamples: Int
    public var seed: UInt64
    public var acrossProtocols: Bool

    public init(
      measure: StudyMeasure, level: Double, margin: Double, resamples: Int, seed: UInt64,
      acrossProtocols: Bool
    ) {
      self.measure = measure
      self.level = level
      self.margin = margin
      self.resamples = resamples
      self.seed = seed
      self.acrossProtocols = acrossProtocols
    }
  }
}

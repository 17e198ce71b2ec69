import Files
public import Runs
public import Studies

/// What a report was computed from, as its file carries it: anyone can compute the page again.
///
/// No sentence and no model is in it. Curves and what computed the runs are in the summary itself.
public struct Evidence: Codable, Sendable, Equatable {
  /// A study and its rule, as its folder has them.
  public struct Source: Codable, Sendable, Equatable {
    public var record: StudyRecord
    /// What was registered when the first run was claimed, and what was looked at.
    package var history: StudyHistory
  }

  /// A run, without its curves.
  public struct Run: Codable, Sendable, Equatable {
    public var id: String
    /// The place of its study in ``studies``; nil for a run by itself.
    public var study: Int?
    public var manifest: Manifest
    public var result: RunResult
    /// Training examples that hold a scored pair, in words.
    public var leaks: [String]
    /// One a task that it was scored on; nil where the pairs are left out.
    public var pairs: [PackedPairs]?
  }

  /// Whether runs of unlike protocol were to be compared.
  public var acrossProtocols: Bool
  public var studies: [Source]
  public var gold: [GoldScores]
  /// The runs of a study one after another, in the order of its plan.
  public var runs: [Run]

  /// Whether every run has its pairs.
  package var hasPairs: Bool { !runs.isEmpty && runs.allSatisfy { $0.pairs != nil } }

  /// Without the pairs of the runs, as where their licence keeps them.
  package var withoutPairs: Evidence {
    var other = self
    other.gold = []
    for index in other.runs.indices { other.runs[index].pairs = nil }
    return other
  }
}

import Files
import Foundation
package import Model
package import Runs
public import Statistics

/// A study's decision carried out: its rule, and what the runs say to it.
public struct StudyVerdict: Codable, Sendable, Equatable {
  public enum Outcome: String, Codable, Sendable, CaseIterable {
    case holds
    case doesNotHold = "does-not-hold"
    case unresolved

    public var words: String {
      switch self {
      case .holds: "holds"
      case .doesNotHold: "does not hold"
      case .unresolved: "unresolved"
      }
    }
  }

  /// One method held against the first one listed, over common seeds and the pairs.
  public struct Comparison: Codable, Sendable, Equatable {
    public var method: String
    public var reference: String
    /// The number of common seeds.
    public var seeds: Int
    /// The mean of method − reference, −1…1, and its interval over seeds and sentence pairs.
    public var difference: Double
    public var interval: Interval
    /// The same over seeds alone, on these pairs.
    public var seedInterval: Interval
    /// The parts of the squared error that seeds and pairs bring.
    public var varianceFromSeeds: Double
    public var varianceFromPairs: Double
    /// The pairs drawn again, and how many independent ones would leave as much error; the second is nil
    /// where the runs do not say which sentences they have, both in files of before.
    public var pairs: Int?
    public var effectivePairs: Double?
    /// The chance of a difference this far from the rule's bound, were that the true one; the largest
    /// where the rule has several bounds.
    public var p: Double?
    /// The same by Holm over the methods.
    public var adjustedP: Double
    public var outcome: Outcome
    /// How many more common seeds resolve it in 8 of 10 such studies; nil where it did, or none would.
    public var moreSeeds: Int?
  }

  /// A part of the variance between runs.
  public struct Share: Codable, Sendable, Equatable {
    public var name: String
    /// 0…1; nil when nothing varies.
    public var share: Double?
    public var interval: Interval?
  }

  /// `paired-bootstrap`, `variance-components`, `sequential` or `planned-looks`.
  public var by: String
  /// The rule, as the study states it.
  public var rule: String
  public var measure: String
  public var level: Double
  public var runs: Int
  /// Those that diverged; their scores are those of the checkpoints kept before.
  public var diverged: Int
  /// By `paired-bootstrap`: every method but the first listed, against it.
  public var comparisons: [Comparison]?
  /// By `variance-components`: every part, the remainder last, and how they were estimated.
  public var shares: [Share]?
  public var estimation: String?
  /// About how many more levels of each factor would resolve a rule on shares.
  public var moreLevels: Int?
  /// By `sequential` and `planned-looks`: every look, and what each method is.
  public var following: FollowedVerdict?
  /// Nil where it is not the same for all methods, and of a followed study.
  public var outcome: Outcome?
  /// What proves when the rule was written; nil where nothing does.
  public var standing: RuleStanding?
  /// The looks at other runs that came before, under a rule that is made for one.
  public var earlierLooks: [EarlierLook]?

  /// A look at a study under a rule that is made for a single one.
  public struct EarlierLook: Codable, Sendable, Equatable {
    /// The number of runs that it had.
    public var runs: Int
    /// What the rule said.
    public var said: String

    public init(runs: Int, said: String) {
      self.runs = runs
      self.said = said
    }
  }

  /// The verdict on a study's runs, in the order of its plan.
  ///
  /// - Inputs: `seeds`, those of a followed study in the order in which they are used.
  package init(
    _ decision: Decision, measure text: String, runs: [FinishedRun], seeds: SeedOrder, file: String,
    compute: Compute
  ) throws {
    guard let measure = StudyMeasure(text) else {
      throw InputError(file: file, problem: "measure is '\(text)', which is none")
    }
    let rule = try DecisionRule(decision, file: file)
    by = decision.by
    self.rule = decision.words
    self.measure = text
    level = rule.level
    self.runs = runs.count
    diverged = runs.filter { $0.result.divergedAtStep != nil }.count
    let stream = RandomStream(seed: Self.seed, label: "study-verdict")
    switch rule.statistic {
    case .pairedBootstrap:
      let found = try Self.comparisons(
        runs, rule, measure, file: file, stream: stream, compute: compute)
      comparisons = found
      let outcomes = Set(found.map(\.outcome))
      outcome = outcomes.count == 1 ? found[0].outcome : nil
    case .varianceComponents:
      try decideShares(runs, rule, measure, file: file, compute: compute)
    case .sequential, .plannedLooks:
      following = try rule.followed.map {
        try FollowedVerdict(
          $0, runs: runs, measure: measure, seeds: seeds, file: file,
          stream: stream.fork("continuations"))
      }
    }
  }

  /// Of all that a verdict draws.
  static let seed: UInt64 = 1
}

extension StudyVerdict.Outcome: RenamesWords {
  package static let renamedWords = ["did-not-resolve": "unresolved"]
}

import Decisions
import Files
import Model
public import Statistics

/// A method against the baseline in one column, over their common seeds.
public struct BaselineComparison: Codable, Sendable, Equatable {
  public var method: String
  public var baseline: String
  /// A task, or ``StudySummary/average``.
  public var task: String
  /// The number of common seeds.
  public var count: Int
  /// The mean of method − baseline.
  public var difference: Double
  /// The standard deviation of the differences between seeds.
  public var deviation: Double
  public var interval: Interval
  /// The two-sided p of the paired t test, and Holm's adjustment over the methods.
  public var p: Double
  public var adjusted: Double
  public var verdict: Verdict

  /// What the comparison settles.
  public enum Verdict: Codable, Sendable, Equatable {
    case better
    case worse
    /// None larger than the rule's margin; without one, none at all.
    case noDifference
    /// How many more seeds would settle it; nil when too many.
    case unresolved(moreSeeds: Int?)
  }

  init(
    method: String, baseline: String, task: String, comparison: PairedComparison, adjusted: Double,
    verdict: Verdict
  ) {
    self.method = method
    self.baseline = baseline
    self.task = task
    count = comparison.count
    difference = comparison.difference
    deviation = comparison.deviation
    interval = comparison.interval
    p = comparison.p
    self.adjusted = adjusted
    self.verdict = verdict
  }
}

extension BaselineComparison.Verdict {
  /// The verdict as a table says it.
  package func words(margin: Double?) -> String {
    switch self {
    case .better: "better"
    case .worse: "worse"
    case .noDifference:
      margin.map { "no difference larger than \(Numeral.hundredfold($0))" } ?? "no difference"
    case .unresolved(let seeds?): "did not resolve: about \(Numeral.count(seeds, "more seed"))"
    case .unresolved(nil): "did not resolve"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case says, moreSeeds
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .better: try container.encode("better", forKey: .says)
    case .worse: try container.encode("worse", forKey: .says)
    case .noDifference: try container.encode("no-difference", forKey: .says)
    case .unresolved(let seeds):
      try container.encode("unresolved", forKey: .says)
      try container.encodeIfPresent(seeds, forKey: .moreSeeds)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .says) {
    case "better": self = .better
    case "worse": self = .worse
    case "no-difference": self = .noDifference
    case "unresolved":
      self = .unresolved(moreSeeds: try container.decodeIfPresent(Int.self, forKey: .moreSeeds))
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .says, in: container,
        debugDescription:
          "'\(other)' is no verdict; known: better, worse, no-difference, unresolved")
    }
  }
}

/// The chance that a run of one method scores above a run of another, on average over the tasks.
public struct MethodSuperiority: Codable, Sendable, Equatable {
  public var a: String
  public var b: String
  /// Common seeds, or the runs of the method that has fewer.
  public var count: Int
  /// Whether the runs were compared seed by seed.
  public var isPaired: Bool
  /// In 0…1; ties count half.
  public var probability: Double
  /// Nil for crossed seeds, whose wins depend on each other.
  public var interval: Interval?

  enum CodingKeys: String, CodingKey {
    case a, b, count
    case isPaired = "paired"
    case probability, interval
  }

  /// Whether the interval leaves out an even chance.
  package var isTold: Bool { interval.map { !$0.contains(0.5) } ?? false }
}

/// The places that a method may hold by its average.
public struct MethodRank: Codable, Sendable, Equatable {
  public var method: String
  public var mean: Double
  /// From 1, the highest score.
  public var best: Int
  public var worst: Int
  /// The groups of methods not told apart that it is in, from 0.
  public var groups: [Int]
  /// The common seeds that the places were told from.
  public var seeds: Int
}

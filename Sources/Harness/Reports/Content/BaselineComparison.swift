public import Decisions
package import Files
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
  /// Such intervals of all methods hold together: of m methods each has the level 1 − (1 − level)/m.
  public var simultaneous: Interval
  /// The two-sided p, and Holm's adjustment over the methods.
  public var p: Double
  public var adjustedP: Double
  public var verdict: Verdict
  /// The largest difference that does not matter by the study's own rule, where the verdict is that of a
  /// rule with a margin; nil where the report's margin counts.
  public var margin: Double?

  /// - Inputs: `methods`, how many are looked at together.
  init(
    method: String, baseline: String, task: String, difference: Difference, level: Double,
    methods: Int, adjustedP: Double, verdict: Verdict
  ) {
    self.method = method
    self.baseline = baseline
    self.task = task
    count = difference.count
    self.difference = difference.estimate
    deviation = difference.deviation
    interval = difference.interval(level: level)
    simultaneous = difference.interval(
      level: StudyAnalysis.Rule.simultaneousLevel(level, methods: methods))
    p = difference.p()
    self.adjustedP = adjustedP
    self.verdict = verdict
  }
}

extension BaselineComparison: RenamesKeys {
  package static let renamedKeys = [RenamedKey("adjusted", now: "adjusted-p")]
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
  /// The groups of methods not separated that it is in, from 0.
  public var groups: [Int]
  /// The common seeds that the places follow from.
  public var seeds: Int
}

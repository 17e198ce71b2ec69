import Files
public import Model
public import Statistics

/// What statistics make of a study's runs.
///
/// Differences, variances and intervals are of scores in −1…1.
public struct StudyAnalysis: Codable, Sendable, Equatable {
  public var rule: Rule
  /// How the variance of each method splits between the seeds, by task and on average.
  public var shares: [VarianceShare]
  /// Why the variance of some methods was not split, once a reason.
  public var unsplit: [String]
  /// Every method but the baseline against it, by task and on average.
  public var comparisons: [BaselineComparison]
  /// Every method against every later one, on average.
  public var superiorities: [MethodSuperiority]
  /// The places of the methods by their average, the highest first; empty where seeds differ.
  public var ranks: [MethodRank]
  /// Why methods were not compared, a sentence each.
  public var uncompared: [String]

  /// How the numbers are judged.
  public struct Rule: Codable, Sendable, Equatable {
    /// The coverage of intervals; tests reject at what is left of 1.
    public var level: Double
    /// How many draws an interval of a variance share takes.
    public var draws: Int
    public var seed: UInt64
    /// The method that others are compared with; the first when nil.
    public var baseline: String?
    /// The largest difference that does not matter; nil when every difference does.
    public var margin: Double?

    public init(level: Double, draws: Int, seed: UInt64, baseline: String?, margin: Double?) {
      self.level = level
      self.draws = draws
      self.seed = seed
      self.baseline = baseline
      self.margin = margin
    }

    /// The level of each of several intervals that hold together at `level`.
    static func simultaneousLevel(_ level: Double, methods: Int) -> Double {
      1 - (1 - level) / Double(max(1, methods))
    }

    /// The rule of a report that was asked for no other.
    public static let usual = Rule(
      level: 0.95, draws: VarianceComponents.usualDraws, seed: 1, baseline: nil, margin: nil)
  }

  /// Analyzes runs that were scored on the same tasks.
  ///
  /// - Randomness: as ``VarianceComponents/estimated(_:level:draws:seed:compute:)``; threads change
  ///   nothing.
  /// - Precondition: the rule's baseline is one of the methods.
  public init(runs: [RunSummary], tasks: [String], rule: Rule, compute: Compute) {
    self.rule = rule
    (shares, unsplit) = Self.shares(runs, tasks: tasks, rule: rule, compute: compute)
    let methods = MethodScores(runs, tasks: tasks, rule: rule)
    (comparisons, uncompared) = methods.comparisons
    superiorities = methods.superiorities
    ranks = methods.ranks
  }
}

extension StudyAnalysis {
  /// The shares of a method's average; nil where it was not split.
  package func averageShare(of variant: String) -> VarianceShare? {
    shares.first { $0.variant == variant && $0.task == StudySummary.average }
  }

  /// A method's comparison with the baseline in a column.
  package func comparison(_ method: String, _ task: String) -> BaselineComparison? {
    comparisons.first { $0.method == method && $0.task == task }
  }

  /// The level as a caption says it: `95 %`.
  package var percent: String { Numeral.level(rule.level) }
}

/// The parts of the variance between runs that seeds bring.
public struct VarianceShare: Codable, Sendable, Equatable {
  public var variant: String
  /// A task, or ``StudySummary/average``.
  public var task: String
  /// How it was estimated: `analysis-of-variance` or `restricted-likelihood`.
  public var method: String
  /// Every factor and interaction that the runs separate and, last, the remainder.
  public var parts: [Part]

  public struct Part: Codable, Sendable, Equatable {
    public var name: String
    /// In 0…1; nil when nothing varies.
    public var share: Double?
    public var interval: Interval?
    public var variance: Double
  }
}

extension StudyAnalysis {
  /// The split of each method's variance in each column, or why there is none.
  private static func shares(
    _ runs: [RunSummary], tasks: [String], rule: Rule, compute: Compute
  ) -> (shares: [VarianceShare], unsplit: [String]) {
    var shares: [VarianceShare] = []
    var reasons: [(methods: [String], reason: String)] = []
    func note(_ method: String, _ reason: String) {
      if let place = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[place].methods.append(method)
      } else {
        reasons.append(([method], reason))
      }
    }
    for variant in runs.map(\.variant).uniqued() {
      let own = runs.filter { $0.variant == variant && $0.average != nil }
      let factors = SeedFactors(own)
      guard factors.names.count >= 2 else {
        note(
          variant,
          factors.names.isEmpty
            ? "All runs have the same seeds."
            : "The runs differ by one seed alone, \(factors.names[0]); to split the variance, cross"
              + " at least two data orders with at least two dropout seeds.")
        continue
      }
      do throws(DesignError) {
        for (column, task) in (tasks + [StudySummary.average]).enumerated() {
          let values = own.map { $0.columns[column] }
          guard !values.contains(nil) else { continue }
          guard values.contains(where: { $0 != values[0] }) else {
            if task == StudySummary.average { note(variant, "All runs have the same score.") }
            continue
          }
          let design = try FactorialRuns(
            factors: factors.names, levels: factors.levels, values: values.compactMap { $0 })
          shares.append(
            VarianceShare(
              variant: variant, task: task,
              try VarianceComponents.estimated(
                design, level: rule.level, draws: rule.draws, seed: rule.seed, compute: compute)))
        }
      } catch {
        note(
          variant, error.description.prefix(1).uppercased() + error.description.dropFirst() + ".")
      }
    }
    let methods = runs.map(\.variant).uniqued()
    return (
      shares,
      reasons.map { whose, reason in
        whose == methods ? reason : "Of \(whose.joined(separator: ", ")): " + reason
      }
    )
  }
}

extension VarianceShare {
  fileprivate init(variant: String, task: String, _ components: VarianceComponents) {
    self.variant = variant
    self.task = task
    method = components.method.rawValue
    parts = components.parts.map {
      Part(name: $0.name, share: $0.share, interval: $0.shareInterval, variance: $0.variance)
    }
  }
}

import Statistics

/// New runs held against recorded ones, score by score, in both directions.
///
/// Nothing is typed but the confidence: what counts as a drop follows from the spread of the runs,
/// see ``GateComparison``, and what is said of it is defined by ``GateVerdict``.
public struct Gate: Codable, Sendable, Equatable {
  /// Two-sided, over all entries together.
  public var confidence: Double
  public var baselineRuns: Int
  public var newRuns: Int
  /// Each task by Spearman and Pearson, then the average over tasks.
  public var entries: [GateEntry]
  /// Whether both sides are the same runs with the same bits.
  public var isIdentical: Bool
  /// What a reader should know beside the numbers.
  public var notes: [String]

  enum CodingKeys: String, CodingKey {
    case confidence
    case baselineRuns = "baseline-runs"
    case newRuns = "new-runs"
    case entries
    case isIdentical = "identical"
    case notes
  }

  /// The chance with which a drop of the size named is called.
  public static let power = 0.8
  /// The name of the mean over tasks among the entries.
  public static let average = "average"

  /// The verdict on all scores: the first of regressed, improved, did not resolve that one has.
  public var verdict: GateVerdict {
    for verdict in [GateVerdict.regressed, .improved, .didNotResolve]
    where entries.contains(where: { $0.verdict == verdict }) {
      return verdict
    }
    return .holds
  }

  /// 0 holds, 1 regressed, 3 improved or did not resolve.
  public var exitCode: Int32 {
    switch verdict {
    case .holds: 0
    case .regressed: 1
    case .improved, .didNotResolve: 3
    }
  }

  /// Compares new runs, recorded as a baseline is, to a baseline.
  ///
  /// Pairs and bootstrap must be alike; other settings and what the runs read too, unless
  /// `acrossSettings`. A difference of numeric fingerprints is a note: it is what a gate is for.
  ///
  /// - Precondition: `confidence` is above 1/2 and below 1.
  /// - Throws: ``GateError`` naming each difference.
  public init(
    baseline: GateBaseline, new: GateBaseline, confidence: Double, acrossSettings: Bool,
    source: String
  ) throws(GateError) {
    precondition(
      confidence > 0.5 && confidence < 1, "a confidence is above 1/2 and below 1, not \(confidence)"
    )
    try Self.requireAlike(baseline, new, acrossSettings: acrossSettings, source: source)
    self.confidence = confidence
    baselineRuns = baseline.runs.count
    newRuns = new.runs.count
    let comparisons = try Self.comparisons(baseline, new, source: source)
    let adjusted = holmAdjusted(comparisons.map { $0.difference.p() })
    entries = zip(comparisons, adjusted).map { comparison, adjusted in
      comparison.entry(
        level: 1 - confidence, among: comparisons.count, adjustedPValue: adjusted)
    }
    isIdentical =
      baseline.imported == nil && new.imported == nil
      && baseline.runs.map(\.parametersHash) == new.runs.map(\.parametersHash)
      && baseline.tasks == new.tasks
    notes = Self.notes(baseline, new, isIdentical: isIdentical, entries: entries)
  }

  private static func comparisons(
    _ baseline: GateBaseline, _ new: GateBaseline, source: String
  ) throws(GateError) -> [GateComparison] {
    guard let oldLayout = SeedLayout(baseline.runs.map(\.seeds)),
      let newLayout = SeedLayout(new.runs.map(\.seeds))
    else {
      throw GateError(
        file: source, problem: "its runs share seeds in no known layout; record it again")
    }
    var comparisons: [GateComparison] = []
    /// Adds what both sides have; of resampled pairs the replicates of the difference.
    func add(
      _ task: String, _ statistic: String, _ pairs: Int?, _ old: GateBaseline.Score?,
      _ fresh: GateBaseline.Score?, rounding: Double, _ replicates: Replicates?
    ) throws(GateError) {
      guard let old, let fresh else { return }
      do throws(StatisticError) {
        comparisons.append(
          try GateComparison(
            task: task, statistic: statistic, pairs: pairs,
            baseline: GateComparison.Side(old.scores, layout: oldLayout),
            new: GateComparison.Side(fresh.scores, layout: newLayout), replicates: replicates,
            rounding: rounding))
      } catch {
        throw GateError(file: source, problem: "\(task): \(error)")
      }
    }
    func replicates(_ old: GateBaseline.Score?, _ fresh: GateBaseline.Score?) -> Replicates? {
      guard let old = old?.replicateValues, let fresh = fresh?.replicateValues else { return nil }
      return fresh.less(old)
    }
    var differences: (spearman: [Replicates?], pearson: [Replicates?]) = ([], [])
    var roundings: [Double] = []
    for (old, fresh) in zip(baseline.tasks, new.tasks) {
      let rounding = (old.rounding ?? 0) + (fresh.rounding ?? 0)
      let own = (
        spearman: replicates(old.spearman, fresh.spearman),
        pearson: replicates(old.pearson, fresh.pearson)
      )
      roundings.append(rounding)
      differences.spearman.append(own.spearman)
      differences.pearson.append(own.pearson)
      try add(
        old.name, "spearman", old.pairs, old.spearman, fresh.spearman, rounding: rounding,
        own.spearman)
      try add(
        old.name, "pearson", old.pairs, old.pearson, fresh.pearson, rounding: rounding, own.pearson)
    }
    if let old = baseline.average, let fresh = new.average {
      let rounding = roundings.reduce(0, +) / Double(roundings.count)
      try add(
        Self.average, "spearman", nil, old.spearman, fresh.spearman, rounding: rounding,
        Replicates.averaged(differences.spearman))
      try add(
        Self.average, "pearson", nil, old.pearson, fresh.pearson, rounding: rounding,
        Replicates.averaged(differences.pearson))
    }
    return comparisons
  }
}

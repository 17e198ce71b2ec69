public import Files
import Statistics

/// New runs held against recorded ones, score by score, in both directions.
///
/// The margin is the baseline's: the drop that matters, stated before the new runs were made and never
/// taken from their spread, so that noise cannot make a gate hold. What is said of a score is defined
/// by ``GateVerdict``, its difference by ``GateComparison``.
public struct Gate: Codable, Sendable, Equatable {
  /// That on all scores: the first of regressed, improved, unresolved that one has, else holds.
  public var verdict: GateVerdict
  /// In points (score × 100): the largest difference that does not matter.
  public var margin: Double
  /// Two-sided, over all entries together.
  public var level: Double
  public var baselineRuns: Int
  public var newRuns: Int
  /// `paired`, `crossed` or `unpaired`, see ``SeedMatch``.
  public var pairing: String
  /// The number of seeds that both sides have and are compared by; nil where runs are not paired.
  public var commonSeeds: Int?
  /// Each task by Spearman and Pearson, then the average over tasks.
  public var entries: [GateEntry]
  /// Whether every new run is a recorded one again, with the same bits.
  public var isIdentical: Bool
  /// What a reader should know beside the numbers.
  public var notes: [String]

  enum CodingKeys: String, CodingKey {
    case verdict, margin, level, baselineRuns, newRuns, pairing, commonSeeds, entries
    case isIdentical = "identical"
    case notes
  }

  /// The chance with which a drop of the size named is called.
  public static let power = 0.8
  /// The name of the mean over tasks among the entries.
  public static let average = "average"

  /// 0 holds, 1 regressed, 3 improved or unresolved.
  public var exitCode: Int32 {
    switch verdict {
    case .holds: 0
    case .regressed: 1
    case .improved, .unresolved: 3
    }
  }

  /// The level of the interval that must lie within ± the margin: each of two one-sided tests at
  /// 1 − `level`.
  ///
  /// - Precondition: `level` is above 1/2 and below 1.
  public static func levelWithin(level: Double) -> Double {
    // 0.9, and not the 0.8999999999999999 that doubling rounds to.
    let within = ((2 * level - 1) * 1e12).rounded() / 1e12
    return min(max(within, 1e-12), 1 - 1e-12)
  }

  /// Compares new runs, recorded as a baseline is, to a baseline.
  ///
  /// Pairs and bootstrap must be alike; other settings and what the runs read too, unless
  /// `acrossSettings`. A difference of numeric fingerprints is a note: it is what a gate is for.
  ///
  /// - Inputs: `margin` in points.
  /// - Precondition: `level` is above 1/2 and below 1; `margin` is positive.
  /// - Throws: `InputError` naming each difference.
  public init(
    baseline: GateBaseline, new: GateBaseline, margin: Double, level: Double,
    acrossSettings: Bool, source: String
  ) throws(InputError) {
    precondition(level > 0.5 && level < 1, "a level is above 1/2 and below 1, not \(level)")
    precondition(margin > 0, "a margin is positive, not \(margin)")
    try Self.requireAlike(baseline, new, acrossSettings: acrossSettings, source: source)
    let isIdentical = Self.isAgain(new, of: baseline)
    let match: SeedMatch
    do throws(SeedMatch.NoLayout) {
      match = try SeedMatch(
        new.runs.map(\.seeds), baseline.runs.map(\.seeds), fewest: isIdentical ? 1 : 2,
        areForeign: baseline.program != new.program)
    } catch {
      throw InputError(
        file: source, problem: "its runs share seeds in no known layout; record it again")
    }
    let judge = GateJudge(level: level, margin: margin)
    entries = judge.entries(
      of: try Self.comparisons(
        baseline, new, match: match, isIdentical: isIdentical, source: source),
      spareSeeds: match.pairs.map { baseline.runs.count - $0 } ?? 0)
    let verdicts = entries.map(\.verdict)
    verdict =
      [GateVerdict.regressed, .improved, .unresolved].first(where: verdicts.contains) ?? .holds
    self.margin = margin
    self.level = level
    baselineRuns = baseline.runs.count
    newRuns = new.runs.count
    pairing = match.source.rawValue
    commonSeeds = match.pairs
    self.isIdentical = isIdentical
    notes = Self.notes(
      baseline, new, margin: margin, match: match, isIdentical: isIdentical, entries: entries)
  }

  /// Whether every new run has the seeds, the bits and the scores of a recorded one.
  private static func isAgain(_ new: GateBaseline, of baseline: GateBaseline) -> Bool {
    new.runs.enumerated().allSatisfy { place, run in
      guard let old = baseline.runs.firstIndex(where: { $0.seeds == run.seeds }) else {
        return false
      }
      return run.parametersHash != nil && baseline.runs[old].parametersHash == run.parametersHash
        && zip(new.tasks, baseline.tasks).allSatisfy { fresh, known in
          fresh.spearman.scores[place] == known.spearman.scores[old]
            && fresh.pearson?.scores[place] == known.pearson?.scores[old]
        }
    }
  }

  private static func comparisons(
    _ baseline: GateBaseline, _ new: GateBaseline, match: SeedMatch, isIdentical: Bool,
    source: String
  ) throws(InputError) -> [GateComparison] {
    var comparisons: [GateComparison] = []
    /// Adds what both sides have; of resampled pairs the replicates of the difference.
    func add(
      _ task: String, _ statistic: String, _ pairs: Int?, _ old: GateBaseline.Score?,
      _ fresh: GateBaseline.Score?, rounding: Double, _ replicates: Replicates?
    ) throws(InputError) {
      guard let old, let fresh else { return }
      do throws(StatisticError) {
        comparisons.append(
          try GateComparison(
            task: task, statistic: statistic, pairs: pairs,
            baseline: match.b.map { old.scores[$0] }, new: match.a.map { fresh.scores[$0] },
            match: isIdentical ? nil : match, replicates: replicates, rounding: rounding))
      } catch {
        throw InputError(file: source, problem: "\(task): \(error)")
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

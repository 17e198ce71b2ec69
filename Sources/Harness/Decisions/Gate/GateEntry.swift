public import Statistics

/// What a gate says of one score. The first that applies, in the order of the cases.
///
/// With m scores, α = 1 − level, and Holm's adjusted p of the difference:
public enum GateVerdict: String, Codable, Sendable, Equatable, CaseIterable {
  /// The interval of level 1 − 2α lies within ± the margin: two one-sided tests, each at α.
  ///
  /// Of a change as large as the margin that is said with a chance of at most α. That all scores hold
  /// is claimed only when each does, so it needs no adjustment (Berger 1982, Technometrics 24, on
  /// intersection-union tests). It comes first: a drop that is sure to be too small to matter is none.
  ///
  /// - Source: Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987).
  case holds
  /// The adjusted p is at most α, and the new mean is lower.
  case regressed
  /// The adjusted p is at most α, and the new mean is higher: too good is suspicious.
  case improved
  /// Neither: the runs cannot separate a change that matters from none.
  case unresolved

  init(_ verdict: Verdict) {
    switch verdict {
    case .better: self = .improved
    case .worse: self = .regressed
    case .noDifference: self = .holds
    case .unresolved: self = .unresolved
    }
  }
}

/// Where the error of a gate's difference comes from, see ``GateComparison``.
public enum GateNoise: String, Codable, Sendable, Equatable, CaseIterable {
  /// `none`: every new run is a recorded one again.
  case seeds, pairs, none
}

/// The comparison of one score of one task.
public struct GateEntry: Codable, Sendable, Equatable {
  /// The task, or `average`.
  public var task: String
  /// `spearman` or `pearson`.
  public var statistic: String
  /// The means over the runs compared.
  public var baseline: Double
  public var new: Double
  /// New less baseline.
  public var difference: Double
  /// That which must lie within ± the margin, not adjusted for several scores.
  public var interval: Interval
  public var standardError: Double
  public var degreesOfFreedom: Double
  public var noise: GateNoise
  /// The deviation of the difference over resampled pairs; says what other pairs might make of it, see
  /// ``GateComparison``. Nil where the runs have no scores by pair.
  public var pairDeviation: Double?
  public var pValue: Double
  /// Holm's.
  public var adjustedP: Double
  /// The smallest drop that differs significantly from none with a chance of 80 %, whatever the other
  /// scores; nil where the difference has no error.
  public var smallestDrop: Double?
  public var verdict: GateVerdict
  /// What would resolve the score; nil unless it is unresolved.
  public var need: GateNeed?
}

/// About how much more would resolve a score with a chance of 80 %, were the difference found the true
/// one (``SeedPlan``).
public struct GateNeed: Codable, Sendable, Equatable {
  /// So many new runs more, beside the same baseline.
  public var moreRuns: Int?
  /// Where new runs alone cannot do it: so many more on each side.
  public var moreRunsOnEachSide: Int?
  /// Where there is no spread between seeds: so many pairs in all.
  public var pairs: Int?

  /// More than so many runs are not searched for, nor so many pairs.
  static let mostRuns = 4096
  static let mostPairs = 1_000_000_000

  /// - Inputs: `pairCount`, of the task, nil for the average; `spareSeeds`, recorded runs under seeds
  ///   that no new run has, where runs are paired; `level`, what Holm's steps ask of those left;
  ///   `margin` in −1…1; `levelWithin`, of the interval within ± the margin.
  init(
    _ difference: Difference, pairCount: Int?, spareSeeds: Int, level: Double, margin: Double,
    levelWithin: Double
  ) {
    func runs(grows: (Int) -> Bool) -> Int? {
      difference.furtherRuns(
        level: level, against: 0, margin: margin, levelWithin: levelWithin, most: Self.mostRuns,
        grows: grows)
    }
    switch difference.source {
    case .pairs:
      pairs = pairCount.flatMap { count in
        fewest(above: count, most: Self.mostPairs) { pairs in
          SeedPlan.power(
            of: difference.estimate,
            varianceFromSeeds: difference.varianceFromSeeds * Double(count) / Double(pairs),
            degrees: difference.degreesOfFreedom, varianceFromPairs: 0, margin: margin,
            level: level, levelWithin: levelWithin) >= SeedPlan.usualPower
        }
      }
    case .paired, .crossed:
      let more = runs { _ in true }
      if let more, more <= spareSeeds { moreRuns = more } else { moreRunsOnEachSide = more }
    case .unpaired:
      // The new side is the first part of the difference.
      moreRuns = runs { $0 == 0 }
      if moreRuns == nil { moreRunsOnEachSide = runs { _ in true } }
    }
  }
}

import Statistics

/// What a gate says of one score. The first that applies, in the order of the cases.
///
/// With m scores, level = 1 − confidence, and Holm's adjusted p-value of the difference:
public enum GateVerdict: String, Codable, Sendable, Equatable, CaseIterable {
  /// The adjusted p-value is at most the level, and the new mean is lower.
  case regressed
  /// The adjusted p-value is at most the level, and the new mean is higher: too good is suspicious.
  case improved
  /// The interval at the confidence lies within ± the smallest drop that the gate can see.
  ///
  /// That all scores hold is claimed only when each does, so this needs no adjustment (Berger 1982,
  /// Technometrics 24, on intersection-union tests).
  case holds
  /// Neither: the runs cannot tell a drop worth seeing from none.
  case didNotResolve = "did not resolve"

  init(_ verdict: Verdict) {
    switch verdict {
    case .better: self = .improved
    case .worse: self = .regressed
    case .noDifference: self = .holds
    case .unresolved: self = .didNotResolve
    }
  }
}

/// Where the error of a gate's difference comes from, see ``GateComparison``.
public enum GateNoise: String, Codable, Sendable, Equatable, CaseIterable {
  case seeds, pairs
}

/// The comparison of one score of one task.
public struct GateEntry: Codable, Sendable, Equatable {
  /// The task, or `average`.
  public var task: String
  /// `spearman` or `pearson`.
  public var statistic: String
  public var baseline: Double
  public var new: Double
  /// New less baseline.
  public var difference: Double
  public var standardError: Double
  public var degreesOfFreedom: Double
  public var noise: GateNoise
  /// The deviation of the difference over resampled pairs; says what other pairs might make of it, see ``GateComparison``. Nil
  /// where the runs have no scores by pair.
  public var pairDeviation: Double?
  /// The interval of the difference at the gate's confidence, not adjusted for several scores.
  public var lower: Double
  public var upper: Double
  public var pValue: Double
  /// Holm's.
  public var adjustedPValue: Double
  /// The smallest drop that is called *regressed* with a chance of 80 %, whatever the other scores.
  public var smallestDrop: Double
  public var verdict: GateVerdict
  /// What would resolve the score; nil unless it did not.
  public var need: GateNeed?
}

/// About how much more would call a difference of the size found, with a chance of 80 %.
public struct GateNeed: Codable, Sendable, Equatable {
  /// So many new runs more, beside the same baseline.
  public var moreRuns: Int?
  /// Where new runs alone cannot do it: so many more on each side.
  public var moreRunsOnEachSide: Int?
  /// Where there is no spread between seeds: so many pairs in all.
  public var pairs: Int?

  /// More than so many runs are not searched for.
  static let mostRuns = 4096

  /// - Inputs: `pairCount`, of the task, nil for the average; `level`, that of the first of Holm's
  ///   steps.
  init(_ difference: Difference, smallestDrop: Double, pairCount: Int?, level: Double) {
    guard difference.source != .pairs else {
      let ratio = smallestDrop / abs(difference.estimate)
      let factor = ratio * ratio
      pairs = pairCount.flatMap { count in
        factor.isFinite && factor < 1e9 ? Int((Double(count) * factor).rounded(.up)) : nil
      }
      return
    }
    // The new side is the first part of the difference.
    func runs(grows: (Int) -> Bool) -> Int? {
      difference.furtherRuns(
        level: level, against: 0, margin: nil, most: Self.mostRuns, grows: grows)
    }
    moreRuns = runs { $0 == 0 }
    guard moreRuns == nil else { return }
    moreRunsOnEachSide = runs { _ in true }
  }
}

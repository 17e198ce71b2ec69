/// What an e-process settles of one method among several that are followed together.
///
/// With the p-values of all methods adjusted by Holm, and a margin d that does not matter:
///
/// - adjusted p at most α: better or worse, by the side on which the interval lies;
/// - else the interval of level 1 − α/m, of m methods, lies within ±d: equivalent;
/// - else open.
///
/// The chance of any false better or worse is at most α, and so is that of any false equivalent, at
/// every look. What was settled stays settled when seeds are added: p only falls, intervals only
/// narrow; only an equivalent method may later be called better or worse within the margin.
public enum SequentialFinding: String, Codable, Sendable, Equatable, CaseIterable {
  case better, worse, equivalent, open
  /// Open when the last seed that it may have was looked at.
  case outOfBudget = "out-of-budget"

  /// Whether no further seed is asked for.
  public var isSettled: Bool { self != .open }

  /// - Inputs: `processes`, one a method.
  /// - Precondition: `margin` is positive.
  public static func findings(
    _ processes: [EProcess], level: Double, margin: Double
  ) -> [SequentialFinding] {
    Interval.check(level)
    precondition(margin > 0, "a difference that does not matter is positive, not \(margin)")
    let adjusted = holmAdjusted(processes.map(\.p))
    // Where Holm rejects, p is at most α and the interval at the level of one test leaves out zero.
    return zip(processes, adjusted).map { process, p in
      let interval = process.interval(level: level)
      if p <= 1 - level {
        if interval.lower > 0 { return .better }
        if interval.upper < 0 { return .worse }
      }
      let wide = process.interval(level: 1 - (1 - level) / Double(processes.count))
      return wide.lower > -margin && wide.upper < margin ? .equivalent : .open
    }
  }
}

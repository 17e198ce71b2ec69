import Files
import Model
import Runs
import Statistics

/// The rule `variance-components`.
///
/// A share above a number holds when its interval lies above it, and does not when it lies below;
/// one share is above another when its interval lies above the other's, which asks for more than
/// the level says. Complete designs are taken by the analysis of variance, others by the restricted
/// likelihood.
extension StudyVerdict {
  mutating func decideShares(
    _ runs: [FinishedRun], _ rule: DecisionRule, _ measure: StudyMeasure, file: String,
    compute: Compute
  ) throws {
    try decideShares(
      runs.map(\.factors), runs.compactMap { measure.value(in: $0.result.scores) }, rule.clauses,
      draws: max(rule.resamples, VarianceComponents.usualDraws), file: file, compute: compute)
  }

  /// - Inputs: the factors and the score of each run; `level` is that of the verdict.
  mutating func decideShares(
    _ factors: [[RunFactor]], _ values: [Double], _ clauses: [DecisionRule.Clause], draws: Int,
    file: String, compute: Compute
  ) throws {
    let design = try FactorialRuns(factors, values: values)
    let components = try VarianceComponents.estimated(
      design, level: level, draws: draws, seed: StudyVerdict.seed, compute: compute)
    estimation = components.method.rawValue
    let parts = components.parts.map {
      Share(name: $0.name, share: $0.share, interval: $0.shareInterval)
    }
    shares = parts
    var found: Outcome = .holds
    var more: Int?
    for clause in clauses {
      let (left, right) = (
        try Self.bounds(clause.left, parts, file: file),
        try Self.bounds(clause.right, parts, file: file)
      )
      let (low, high) = clause.isAbove ? (right, left) : (left, right)
      if low.upper < high.lower { continue }
      if high.upper < low.lower {
        found = .doesNotHold
      } else if found == .holds {
        found = .unresolved
      }
      guard high.upper >= low.lower else { continue }
      let levels = design.factors.indices.map { factor in
        Set(design.levels.map { $0[factor] }).count
      }
      let need = Self.moreLevels(left, right, levels: levels.min() ?? 2)
      more = max(more ?? 0, need ?? Difference.mostSeeds + 1)
    }
    outcome = found
    moreLevels =
      found == .unresolved ? more.flatMap { $0 > Difference.mostSeeds ? nil : $0 } : nil
  }

  private struct Bounds {
    let estimate: Double
    let lower: Double
    let upper: Double
  }

  private static func bounds(
    _ quantity: DecisionRule.Quantity, _ parts: [Share], file: String
  ) throws -> Bounds {
    switch quantity {
    case .number(let number): return Bounds(estimate: number, lower: number, upper: number)
    case .difference: break
    case .share(let name):
      guard let part = parts.first(where: { $0.name == name }) else { break }
      // Where nothing varies a share may be anything.
      guard let share = part.share, let interval = part.interval else {
        return Bounds(estimate: 0.5, lower: 0, upper: 1)
      }
      return Bounds(estimate: share, lower: interval.lower, upper: interval.upper)
    }
    throw InputError(
      file: file,
      problem: "decide.holds-if names a share that these runs do not separate; known: "
        + parts.map(\.name).joined(separator: ", "))
  }

  /// About how many more levels of each factor would separate two intervals: their reach falls as one
  /// over the root of levels − 1. Nil where the estimates are the same.
  private static func moreLevels(_ a: Bounds, _ b: Bounds, levels: Int) -> Int? {
    let (low, high) = a.estimate < b.estimate ? (a, b) : (b, a)
    let gap = high.estimate - low.estimate
    let reach = (high.estimate - high.lower) + (low.upper - low.estimate)
    guard gap > 0 else { return nil }
    let needed = (Double(levels - 1) * (reach / gap) * (reach / gap)).rounded(.up) + 1
    return needed <= Double(Difference.mostSeeds) ? max(1, Int(needed) - levels) : nil
  }
}

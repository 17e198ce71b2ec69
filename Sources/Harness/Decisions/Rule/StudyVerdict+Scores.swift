import Files
package import Model
package import Runs
import Statistics

/// A run as its scores alone show it.
package struct ScoredRun: Sendable, Equatable {
  package let method: String
  package let seeds: RunSettings.Seeds
  /// By the measure of a rule.
  package let score: Double
  package let isDiverged: Bool

  package init(method: String, seeds: RunSettings.Seeds, score: Double, isDiverged: Bool) {
    (self.method, self.seeds) = (method, seeds)
    (self.score, self.isDiverged) = (score, isDiverged)
  }
}

extension StudyVerdict {
  /// The same verdict computed again from scores. What pairs bring to an error is taken as it was found,
  /// as scores do not say it; so are the looks of a followed rule, which its study's record says whole.
  ///
  /// - Inputs: `runs`, all that the rule was about, in the order of its plan.
  /// - Throws: `InputError` for a rule or a method that is not known; `DesignError`, `StatisticError`.
  package func again(_ runs: [ScoredRun], file: String, compute: Compute) throws -> StudyVerdict {
    let statistic = DecisionRule.Statistic(rawValue: by)
    // What such a rule asks for is in the study's record, which computes its looks again.
    if statistic?.isFollowed == true { return self }
    guard let statistic, let clauses = DecisionRule.clauses(rule, statistic) else {
      throw InputError(
        file: file, problem: "decisions hold the rule '\(rule)' by '\(by)', which cannot be read")
    }
    var verdict = self
    verdict.runs = runs.count
    verdict.diverged = runs.filter(\.isDiverged).count
    switch statistic {
    case .pairedBootstrap:
      let found = try comparedAgain(runs, clauses, file: file)
      verdict.comparisons = found
      let outcomes = Set(found.map(\.outcome))
      verdict.outcome = outcomes.count == 1 ? found[0].outcome : nil
    case .varianceComponents:
      try verdict.decideShares(
        runs.map { Self.factors($0.seeds, among: runs) }, runs.map(\.score), clauses,
        draws: VarianceComponents.usualDraws, file: file, compute: compute)
    case .sequential, .plannedLooks:
      break
    }
    return verdict
  }

  private func comparedAgain(
    _ runs: [ScoredRun], _ clauses: [DecisionRule.Clause], file: String
  ) throws -> [Comparison] {
    var differences: [Difference] = []
    let found = try (comparisons ?? []).map { old -> Comparison in
      let (own, others) = (
        runs.filter { $0.method == old.method }, runs.filter { $0.method == old.reference }
      )
      guard !own.isEmpty, !others.isEmpty else {
        throw InputError(
          file: file,
          problem: "decisions compare '\(old.method)' with '\(old.reference)'; no run is of one")
      }
      let common = SeedKeys.common(own.map(\.seeds), others.map(\.seeds))
      let difference = try Difference(
        paired: common.map { own[$0.0].score }, common.map { others[$0.1].score },
        varianceFromPairs: old.varianceFromPairs)
      differences.append(difference)
      var comparison = Comparison(
        method: old.method, reference: old.reference, difference: difference, level: level)
      (comparison.pairs, comparison.effectivePairs) = (old.pairs, old.effectivePairs)
      return comparison
    }
    return Self.judged(found, differences, clauses, level: level)
  }

  /// The streams whose seeds differ among runs, by name, as a plan orders them.
  private static func factors(
    _ seeds: RunSettings.Seeds, among runs: [ScoredRun]
  ) -> [RunFactor] {
    RandomStream.Name.allCases.sorted { $0.rawValue < $1.rawValue }.filter { name in
      runs.contains { $0.seeds.seed(name) != runs[0].seeds.seed(name) }
    }.map { RunFactor(key: $0.rawValue, label: "\(seeds.seed($0))") }
  }
}

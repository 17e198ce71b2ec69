package import Decisions
import Model

/// A report's verdicts by the rule that its study was written with.
extension StudyAnalysis {
  /// The rule that says which methods have a higher average than the baseline, if the study has one.
  ///
  /// It must have found the same difference for each of these methods, over as many seeds and against
  /// the same one, at the same level, and hold it against zero; a margin that a reader asks for goes
  /// before it.
  package func ruling(_ decisions: [StudyVerdict]) -> StudyVerdict? {
    let averages = comparisons.filter { $0.task == StudySummary.average }
    guard !averages.isEmpty, rule.margin == nil else { return nil }
    return decisions.first { verdict in
      verdict.comparesWithZero && verdict.level == rule.level
        && averages.allSatisfy { average in
          verdict.comparison(average.method).map {
            // Equal but for the order of the sums, unless the rule's measure is another.
            $0.reference == average.baseline && $0.seeds == average.count
              && abs($0.difference - average.difference) < 1e-9
          } ?? false
        }
    }
  }

  /// Every method against the baseline on the average: by the study's rule or, without one, by the
  /// paired t test.
  package func averages(by ruling: StudyVerdict?) -> [BaselineComparison] {
    comparisons.filter { $0.task == StudySummary.average }.map { average in
      guard let own = ruling?.comparison(average.method) else { return average }
      var decided = average
      decided.difference = own.difference
      decided.interval = own.interval
      decided.adjusted = own.adjustedP
      decided.verdict =
        own.outcome == .didNotResolve
        ? .unresolved(moreSeeds: own.moreSeeds) : own.difference > 0 ? .better : .worse
      return decided
    }
  }
}

extension StudySummary {
  /// The rule that the verdicts on the average follow; nil where they follow the paired t test.
  package var ruling: StudyVerdict? { analysis.ruling(decisions) }

  /// Every method against the baseline on the average, as the study's rule has it.
  package var averages: [BaselineComparison] { analysis.averages(by: ruling) }
}

extension StudyVerdict {
  fileprivate func comparison(_ method: String) -> Comparison? {
    comparisons?.first { $0.method == method }
  }

  /// Whether its rule asks on which side of zero a difference lies.
  fileprivate var comparesWithZero: Bool {
    DecisionRule.clauses(rule, .pairedBootstrap)?.map(\.right) == [.number(0)]
  }
}

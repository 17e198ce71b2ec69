package import Decisions
import Files
import Model
import Statistics

/// A report's verdicts by the rule that its study was written with.
extension StudyAnalysis {
  /// The rule that says which methods have a higher average than the baseline, if the study has one.
  ///
  /// It must have found the same difference for each of these methods, over as many seeds and against
  /// the same one, at the same level, and hold it against zero.
  package func ruling(_ decisions: [StudyVerdict]) -> StudyVerdict? {
    let averages = comparisons.filter { $0.task == StudySummary.average }
    guard !averages.isEmpty else { return nil }
    return decisions.first { verdict in
      verdict.comparesWithZero && verdict.level == rule.level
        && averages.allSatisfy { average in
          verdict.ruled(average.method).map {
            // Equal but for the order of sums and cosines kept as Float32, unless the measure is another.
            $0.reference == average.baseline && $0.seeds == average.count
              && abs($0.difference - average.difference) < 1e-6
          } ?? false
        }
    }
  }

  /// Every comparison, those on the average by the study's rule where it has one.
  ///
  /// A margin that a reader asks for adds *no difference* to the verdicts of the rule, and changes none
  /// of its *better* and *worse*.
  package func comparisons(by ruling: StudyVerdict?) -> [BaselineComparison] {
    let count = comparisons.count { $0.task == StudySummary.average }
    let level = Rule.simultaneousLevel(rule.level, methods: count)
    return comparisons.map { comparison in
      guard comparison.task == StudySummary.average,
        let own = ruling?.ruled(comparison.method)
      else { return comparison }
      var decided = comparison
      decided.difference = own.difference
      decided.interval = own.interval
      (decided.p, decided.adjustedP) = (own.p, own.adjustedP)
      (decided.verdict, decided.margin) = (own.verdict, own.margin)
      guard let fixed = ruling?.comparison(comparison.method) else {
        // A followed rule's intervals hold together at every look.
        decided.simultaneous = own.interval
        return decided
      }
      let error = SeedPairError(
        difference: fixed.difference, varianceFromSeeds: fixed.varianceFromSeeds,
        varianceFromPairs: fixed.varianceFromPairs, seeds: fixed.seeds)
      decided.simultaneous = error.interval(level: level)
      // Against zero, as the rule is.
      decided.p = fixed.p ?? error.p(against: 0)
      decided.verdict = verdict(fixed, within: decided.simultaneous)
      return decided
    }
  }

  private func verdict(
    _ own: StudyVerdict.Comparison, within interval: Interval
  ) -> Verdict {
    guard own.outcome == .unresolved else { return own.difference > 0 ? .better : .worse }
    let margin = rule.margin ?? 0
    return interval.lower >= -margin && interval.upper <= margin
      ? .noDifference : .unresolved(furtherSeeds: own.moreSeeds)
  }

  /// Every method against the baseline on the average: by the study's rule or, without one, by the
  /// paired t test.
  package func averages(by ruling: StudyVerdict?) -> [BaselineComparison] {
    comparisons(by: ruling).filter { $0.task == StudySummary.average }
  }

  /// The margin as a verdict says it.
  package var marginWords: String? { rule.margin.map { Numeral.hundredfold($0) } }
}

extension StudySummary {
  /// The rule that the verdicts on the average follow; nil where they follow the paired t test.
  package var ruling: StudyVerdict? { analysis.ruling(decisions) }

  /// The largest difference that does not matter: by the study's own rule where that names one, else by
  /// the report's.
  package var margin: Double? { ruling?.following?.margin ?? analysis.rule.margin }

  /// Every method against the baseline in every column, as the page says it everywhere.
  package var comparisons: [BaselineComparison] { analysis.comparisons(by: ruling) }

  /// Those on the average.
  package var averages: [BaselineComparison] { analysis.averages(by: ruling) }
}

extension StudyVerdict {
  fileprivate func comparison(_ method: String) -> Comparison? {
    comparisons?.first { $0.method == method }
  }
}

import Decisions
import Files
import Statistics

/// A verdict as pages say it: *no difference* only within a stated margin.
extension Verdict {
  /// - Inputs: `margin` in points, such as `0.50`; nil without one.
  func word(margin: String?) -> String {
    switch self {
    case .better: "better"
    case .worse: "worse"
    case .noDifference: margin.map { "no difference beyond ±\u{A0}\($0)" } ?? "the same scores"
    case .unresolved: "unresolved"
    }
  }

  /// With the seeds that would resolve it.
  func pageWords(margin: String?) -> String {
    switch self {
    case .better, .worse, .noDifference: word(margin: margin)
    case .unresolved(let seeds?):
      word(margin: margin) + ": about \(Numeral.count(seeds, "more seed"))"
    case .unresolved(nil): word(margin: margin) + ": no number of seeds would alone"
    }
  }
}

extension BaselineComparison {
  /// The margin that the verdict is within, in points: that of the study's rule where it has one, else
  /// the report's.
  func statedMargin(_ analysis: StudyAnalysis) -> String? {
    margin.map { Numeral.hundredfold($0) } ?? analysis.marginWords
  }

  func word(_ analysis: StudyAnalysis) -> String {
    verdict.word(margin: statedMargin(analysis))
  }

  /// With the seeds that would resolve it, where the rule plans them.
  func pageWords(_ analysis: StudyAnalysis) -> String {
    margin != nil && verdict == .unresolved(furtherSeeds: nil)
      ? word(analysis) : verdict.pageWords(margin: statedMargin(analysis))
  }

  /// The interval × 100 as pages show it.
  var intervalWords: String { interval.pageWords }
}

extension Interval {
  /// The ends × 100 with their signs: `−0.004 to +0.95`.
  var pageWords: String {
    "\(Numeral.signedHundredfold(lower)) to \(Numeral.signedHundredfold(upper))"
  }
}

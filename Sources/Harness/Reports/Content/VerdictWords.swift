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
    case .unresolved: "not resolved"
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
  /// The interval × 100 as pages show it.
  var intervalWords: String {
    "\(Numeral.signedHundredfold(interval.lower)) to \(Numeral.signedHundredfold(interval.upper))"
  }
}

/// Why a statistic has no value.
public enum StatisticError: Error, Equatable, CustomStringConvertible {
  case tooFew(found: Int, needed: Int)
  case tooMany(found: Int, most: Int)
  case unequalCounts(Int, Int)
  /// Every value of one side is the same, so that nothing can vary with it.
  case constantInput(side: String)
  case notFinite(side: String, index: Int)
  /// A search for the least loss that did not end.
  case notConverged(steps: Int)

  public var description: String {
    switch self {
    case .tooFew(let found, let needed): "\(found) values; at least \(needed) are needed"
    case .tooMany(let found, let most): "\(found) values; at most \(most) are handled"
    case .unequalCounts(let a, let b): "\(a) values on one side, \(b) on the other"
    case .constantInput(let side):
      "every value of \(side) is the same; a correlation is not defined"
    case .notFinite(let side, let index): "value \(index) of \(side) is not a finite number"
    case .notConverged(let steps): "no least loss was found in \(steps) steps"
    }
  }
}

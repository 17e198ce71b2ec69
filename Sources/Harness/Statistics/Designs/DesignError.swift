/// Why the runs of a design give no variance components.
public enum DesignError: Error, Equatable, CustomStringConvertible {
  case factors(found: Int)
  case ragged(run: Int, levels: Int, factors: Int)
  case unequalCounts(runs: Int, values: Int)
  case notFinite(run: Int)
  case tooFewLevels(factor: String, found: Int)
  /// Some combination of levels has another number of runs than the first has.
  case notBalanced(fewest: Int, most: Int)
  /// A part that the others and the remainder explain as well.
  case confounded(String)
  case didNotConverge(iterations: Int)

  public var description: String {
    switch self {
    case .factors(let found):
      "\(found) factors; variance components are known for designs of two or three"
    case .ragged(let run, let levels, let factors):
      "run \(run) names \(levels) levels where the design has \(factors) factors"
    case .unequalCounts(let runs, let values): "\(runs) runs but \(values) values"
    case .notFinite(let run): "the value of run \(run) is not a finite number"
    case .tooFewLevels(let factor, let found):
      "factor '\(factor)' has \(found) level; at least 2 are needed to see it vary"
    case .notBalanced(let fewest, let most):
      "a combination of levels has from \(fewest) to \(most) runs; the analysis of variance needs "
        + "the same number in each: fit the restricted likelihood instead"
    case .confounded(let part):
      "the runs cannot separate '\(part)' from the other parts; leave it out or add runs"
    case .didNotConverge(let iterations):
      "the restricted likelihood found no maximum in \(iterations) steps; leave out a part"
    }
  }
}

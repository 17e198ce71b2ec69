package import Model
package import Statistics

/// How narrow the shares' intervals would be if as many data orders as dropout seeds were crossed.
///
/// The mean squares of a k × k design are taken to be what the estimated variances lead one to
/// expect; their intervals follow as in ``VarianceComponents/analysisOfVariance(_:level:draws:stream:compute:)``.
package struct ShareForecast {
  /// The variances of the two factors and of the remainder.
  let variances: [Double]
  let rule: StudyAnalysis.Rule
  let compute: Compute

  package init(variances: [Double], rule: StudyAnalysis.Rule, compute: Compute) {
    self.variances = variances
    self.rule = rule
    self.compute = compute
  }

  /// The intervals of the shares with k seeds of each factor: both factors, then the remainder.
  ///
  /// - Randomness: draw d of mean square q: `report-forecast` forked by k, d and q.
  package func intervals(seeds: Int) -> [Interval] {
    let k = Double(seeds)
    let rest = variances[2]
    let expected = [rest + k * max(0, variances[0]), rest + k * max(0, variances[1]), rest]
    let degrees = [seeds - 1, seeds - 1, (seeds - 1) * (seeds - 1)]
    let stream = RandomStream(seed: rule.seed, label: "report-forecast").fork(seeds)
    let shares = compute.map(min(rule.draws, Self.mostDraws), blockSize: 256) { draw -> [Double] in
      let own = stream.fork(draw)
      let squares = expected.indices.map { index in
        expected[index] * Double(degrees[index])
          / own.fork(index).chiSquared(degrees: degrees[index])
      }
      let parts = [
        max(0, (squares[0] - squares[2]) / k), max(0, (squares[1] - squares[2]) / k), squares[2],
      ]
      let total = parts.reduce(0, +)
      return parts.map { $0 / total }
    }
    return variances.indices.map { part in
      Interval(middleOf: shares.map { $0[part] }.sorted(), level: rule.level)
    }
  }

  /// Enough for a number of seeds that is an estimate.
  static let mostDraws = 4_000

  /// The numbers of seeds that are tried.
  package static let tried = [3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50]

  /// The fewest seeds of each factor, of those tried, whose intervals meet a condition.
  package func seeds(where isEnough: ([Interval]) -> Bool) -> Int? {
    guard variances.count == 3, variances[2] > 0 else { return nil }
    return Self.tried.first { isEnough(intervals(seeds: $0)) }
  }
}

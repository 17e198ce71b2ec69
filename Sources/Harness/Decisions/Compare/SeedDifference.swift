package import Statistics

/// The difference of two methods' mean scores, and what the seeds leave uncertain of it.
///
/// - paired: both have runs under the same seeds, each with seeds of its own: the differences' s/√n
///   with n − 1 degrees of freedom (``PairedComparison``);
/// - crossed: the same seeds, laid out as rows × columns: see ``SeedSpread``;
/// - unpaired: Welch's √(v_a + v_b), v the variance of a mean (``SeedSpread``), with his degrees.
///
/// - Source: Welch, Biometrika 34 (1947).
package struct SeedDifference: Sendable, Equatable {
  package enum Pairing: String, Codable, Sendable, CaseIterable {
    case paired, crossed, unpaired
  }

  package let difference: Double
  package let standardError: Double
  package let degrees: Double
  /// By side that varies by itself: runs, and the variance of one run.
  private let parts: [(runs: Int, ofOneRun: Double)]

  package static func == (a: SeedDifference, b: SeedDifference) -> Bool {
    (a.difference, a.standardError, a.degrees) == (b.difference, b.standardError, b.degrees)
  }

  /// Of runs under the same seeds, in the same order.
  ///
  /// - Precondition: as many of both, at least 2.
  package init(paired a: [Double], _ b: [Double], layout: SeedLayout) {
    precondition(a.count == b.count && a.count >= 2, "\(a.count) and \(b.count) paired scores")
    let spread = SeedSpread(zip(a, b).map { $0 - $1 }, layout: layout)
    self.init(difference: spread.mean, sides: [spread])
  }

  /// Of runs whose seeds have nothing to do with each other.
  ///
  /// - Precondition: at least 2 of both.
  package init(unpaired a: [Double], _ aLayout: SeedLayout, _ b: [Double], _ bLayout: SeedLayout) {
    precondition(a.count >= 2 && b.count >= 2, "\(a.count) and \(b.count) scores")
    let sides = [SeedSpread(a, layout: aLayout), SeedSpread(b, layout: bLayout)]
    self.init(difference: sides[0].mean - sides[1].mean, sides: sides)
  }

  private init(difference: Double, sides: [SeedSpread]) {
    self.difference = difference
    let known = sides.compactMap { side in side.uncertainty.map { (side.runs, $0) } }
    let sum = known.reduce(0) { $0 + $1.1.ofMean }
    standardError = sum.squareRoot()
    let squares = known.reduce(0) {
      $0 + $1.1.ofMean * $1.1.ofMean / $1.1.degreesOfFreedom
    }
    degrees = sum > 0 ? sum * sum / squares : 1
    parts = known.map { ($0.0, $0.1.ofOneRun) }
  }

  /// The two-sided chance of a difference this far from zero, were there none.
  package var p: Double {
    guard standardError > 0 else { return difference == 0 ? 1 : 0 }
    return FDistribution.twoSidedTail(t: difference / standardError, degrees: degrees)
  }

  package func interval(level: Double) -> Interval {
    let reach =
      standardError > 0
      ? standardError * FDistribution.twoSidedQuantile(level: level, degrees: degrees) : 0
    return Interval(lower: difference - reach, upper: difference + reach, level: level)
  }

  /// What the difference settles; more seeds are counted for each method, each run with its own.
  package func verdict(level: Double, margin: Double) -> Verdict {
    Verdict(interval: interval(level: level), margin: margin) {
      let room = max(abs(difference), margin - abs(difference))
      func isEnough(_ more: Int) -> Bool {
        let variances = parts.map { $0.ofOneRun / Double($0.runs + more) }
        let sum = variances.reduce(0, +)
        guard sum > 0 else { return true }
        let squares = zip(variances, parts).reduce(0) {
          $0 + $1.0 * $1.0 / Double($1.1.runs + more - 1)
        }
        let t = FDistribution.twoSidedQuantile(level: level, degrees: sum * sum / squares)
        return t * sum.squareRoot() < room
      }
      return fewest(above: 0, most: Verdict.mostSeeds, isEnough: isEnough)
    }
  }
}

/// The level at which each of several intervals is looked at, so that all together keep `level`.
///
/// Holm's steps: with α = 1 − level and p-values in ascending order, the k-th of m is asked at
/// α/(m − k + 1); from the first that fails on, all are asked at its level.
///
/// - Source: Holm, Scandinavian Journal of Statistics 6 (1979).
package func holmLevels(_ values: [Double], level: Double) -> [Double] {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var levels = values
  var (failed, alpha) = (false, 1 - level)
  for (place, index) in order.enumerated() {
    if !failed {
      alpha = (1 - level) / Double(values.count - place)
      failed = values[index] > alpha
    }
    levels[index] = 1 - alpha
  }
  return levels
}

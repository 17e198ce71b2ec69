import Model
package import Runs
import Statistics

/// How the seeds of several runs are laid out, which decides how exact their mean is.
///
/// Streams whose seeds part the runs alike are one factor.
package enum SeedLayout: Equatable, Sendable {
  /// Every run has seeds of its own in every stream that varies; a single run counts too.
  case independent
  /// Two factors, each combination run once: the levels of each run.
  case crossed(rows: [Int], columns: [Int])

  /// The layout of runs; nil for one that is neither, as its mean has no plain error.
  package init?(_ seeds: [RunSettings.Seeds]) {
    var factors: [[Int]] = []
    for name in RandomStream.Name.allCases {
      let levels = Self.levels(seeds.map { $0.seed(name) })
      if levels.contains(where: { $0 != 0 }), !factors.contains(levels) { factors.append(levels) }
    }
    let counts = factors.map { (($0.max() ?? 0) + 1) }
    if counts.allSatisfy({ $0 == seeds.count }), seeds.count == 1 || !counts.isEmpty {
      self = .independent
    } else if counts.count == 2, counts[0] * counts[1] == seeds.count,
      Set(zip(factors[0], factors[1]).map { $0 * counts[1] + $1 }).count == seeds.count
    {
      self = .crossed(rows: factors[0], columns: factors[1])
    } else {
      return nil
    }
  }

  /// Values as numbers in the order in which they first appear.
  private static func levels(_ seeds: [UInt64]) -> [Int] {
    var known: [UInt64] = []
    return seeds.map { seed in
      if let place = known.firstIndex(of: seed) { return place }
      known.append(seed)
      return known.count - 1
    }
  }
}

/// The mean of one score over runs, and what the seeds leave uncertain of it.
///
/// Runs with seeds of their own: variance of the mean s²/n with n − 1 degrees of freedom. A crossed
/// layout of R × C runs has no R·C independent ones, as runs of one data order share its luck:
///
///     variance of the mean = (MS_rows + MS_columns − MS_rest) / (R·C)
///
/// with Satterthwaite's degrees of freedom; where s²/(R·C) is larger, that is taken.
///
/// - Source: Satterthwaite 1946, Biometrics Bulletin 2; Searle, Casella and McCulloch, "Variance
///   Components" (1992), section 4.3.
package struct SeedSpread: Sendable, Equatable {
  package let runs: Int
  package let mean: Double
  /// The variance of the mean and of a single run, and the degrees of freedom; nil for one run.
  package let uncertainty: Uncertainty?

  package struct Uncertainty: Sendable, Equatable {
    package let ofMean: Double
    package let ofOneRun: Double
    package let degreesOfFreedom: Double
  }

  /// - Precondition: at least one score, and a layout of as many runs.
  package init(_ scores: [Double], layout: SeedLayout) {
    precondition(!scores.isEmpty, "a mean needs scores")
    let count = Double(scores.count)
    runs = scores.count
    guard scores.contains(where: { $0 != scores[0] }) else {
      // Not the sum over n, which may differ from the equal values in the last bit.
      mean = scores[0]
      uncertainty =
        runs == 1 ? nil : Uncertainty(ofMean: 0, ofOneRun: 0, degreesOfFreedom: count - 1)
      return
    }
    let mean = scores.reduce(0, +) / count
    self.mean = mean
    let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let plain = Uncertainty(
      ofMean: variance / count, ofOneRun: variance, degreesOfFreedom: count - 1)
    uncertainty = Self.crossed(scores, layout, atLeast: plain) ?? plain
  }

  private static func crossed(
    _ scores: [Double], _ layout: SeedLayout, atLeast plain: Uncertainty
  ) -> Uncertainty? {
    guard case .crossed(let rows, let columns) = layout else { return nil }
    precondition(rows.count == scores.count, "\(scores.count) scores of \(rows.count) runs")
    guard
      let design = try? FactorialRuns(
        factors: ["rows", "columns"], levels: zip(rows, columns).map { [UInt64($0), UInt64($1)] },
        values: scores),
      let analysis = try? CrossedAnalysis(design)
    else { return nil }
    let squares = analysis.meanSquares.map(\.value)
    let degreesOfParts = analysis.meanSquares.map { Double($0.degrees) }
    let parts = [
      (squares[0], degreesOfParts[0]), (squares[1], degreesOfParts[1]),
      (-squares[2], degreesOfParts[2]),
    ]
    let sum = parts.reduce(0) { $0 + $1.0 }
    let ofMean = sum / Double(scores.count)
    guard ofMean > plain.ofMean else { return nil }
    let degrees = sum * sum / parts.reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
    return Uncertainty(
      ofMean: ofMean,
      ofOneRun: analysis.components(squares).reduce(0) { $0 + max(0, $1) },
      degreesOfFreedom: min(
        max(degrees, min(degreesOfParts[0], degreesOfParts[1])), plain.degreesOfFreedom))
  }
}

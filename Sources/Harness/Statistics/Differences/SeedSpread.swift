/// The mean of one score over runs, and what the seeds leave uncertain of it.
///
/// Runs with seeds of their own: variance of the mean s²/n with n − 1 degrees of freedom. A crossed
/// layout of R × C runs has no R·C independent ones, as runs of one data order share its luck:
///
///     variance of the mean = (MS_rows + MS_columns − MS_rest) / (R·C)
///
/// with Satterthwaite's degrees of freedom; where s²/(R·C) is larger, that is taken, with the degrees of
/// the factor of fewer levels.
///
/// - Source: Satterthwaite 1946, Biometrics Bulletin 2; Searle, Casella and McCulloch, "Variance
///   Components" (1992), section 4.3.
/// - Coverage: of crossed differences without a mean, one or both factors with an effect, p ≤ 0.05/27 in
///   at most 1.2 times as many simulated studies as it says, at n = 3, 5 and 10. With R·C − 1 degrees for
///   s²/(R·C) it was up to six times as many: s² is as little known as the factors are.
public struct SeedSpread: Sendable, Equatable {
  public let runs: Int
  public let mean: Double
  /// Nil for one run.
  public let uncertainty: Uncertainty?

  public struct Uncertainty: Sendable, Equatable {
    /// The variance of the mean.
    public let ofMean: Double
    /// The variance of a single run.
    public let ofOneRun: Double
    public let degreesOfFreedom: Double
  }

  /// - Precondition: at least one score, and a layout of as many runs.
  public init(_ scores: [Double], layout: SeedLayout) {
    precondition(!scores.isEmpty, "a mean needs scores")
    let moments = SampleMoments(scores)
    (runs, mean) = (scores.count, moments.mean)
    guard scores.count > 1 else {
      uncertainty = nil
      return
    }
    let plain = Uncertainty(
      ofMean: moments.variance / Double(scores.count), ofOneRun: moments.variance,
      degreesOfFreedom: Double(scores.count - 1))
    uncertainty = Self.crossed(scores, layout, atLeast: plain) ?? plain
  }

  private static func crossed(
    _ scores: [Double], _ layout: SeedLayout, atLeast plain: Uncertainty
  ) -> Uncertainty? {
    guard case .crossed(let rows, let columns) = layout, plain.ofMean > 0 else { return nil }
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
    let fewest = min(degreesOfParts[0], degreesOfParts[1])
    guard ofMean > plain.ofMean else {
      return Uncertainty(
        ofMean: plain.ofMean, ofOneRun: plain.ofOneRun, degreesOfFreedom: fewest)
    }
    let degrees = sum * sum / parts.reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
    return Uncertainty(
      ofMean: ofMean,
      ofOneRun: analysis.components(squares).reduce(0) { $0 + max(0, $1) },
      degreesOfFreedom: min(max(degrees, fewest), plain.degreesOfFreedom))
  }

  /// The interval of the mean; nil for a single run.
  public func interval(level: Double) -> Interval? {
    guard let uncertainty else { return nil }
    let reach =
      uncertainty.ofMean.squareRoot()
      * StudentT(degreesOfFreedom: uncertainty.degreesOfFreedom).twoSidedQuantile(level: level)
    return Interval(lower: mean - reach, upper: mean + reach, level: level)
  }
}

public import Model

extension VarianceComponents {
  /// The components of a complete, balanced design with generalized confidence intervals.
  ///
  /// A mean square MS with ν degrees of freedom has an expectation θ for which ν MS / θ is chi-squared.
  /// Each draw takes θ* = ν MS / χ²_ν for every mean square, from them the components, negative ones
  /// as zero, and their shares; an interval is the middle part `level` of the draws.
  ///
  /// - Inputs: `draws`, some thousands.
  /// - Throws: ``DesignError`` for fewer than two factors' levels or an unbalanced design.
  /// - Randomness: draw d of mean square q is `stream.fork(d).fork(q)`; threads change nothing.
  /// - Source: Weerahandi, JASA 88 (1993); Hannig, Iyer and Patterson, JASA 101 (2006), section 3.
  /// - Coverage: COVERAGE-GCI
  public static func analysisOfVariance(
    _ runs: FactorialRuns, level: Double, draws: Int, stream: RandomStream, compute: Compute
  ) throws(DesignError) -> VarianceComponents {
    Interval.check(level)
    precondition(draws >= 100, "an interval needs at least 100 draws, not \(draws)")
    let analysis = try CrossedAnalysis(runs)
    let estimates = analysis.components(analysis.meanSquares.map(\.value))
    let drawn = compute.map(draws, blockSize: 256) { draw in
      let own = stream.fork(draw)
      let expectations = analysis.meanSquares.enumerated().map { index, square in
        square.sumOfSquares / own.fork(index).chiSquared(degrees: square.degrees)
      }
      return analysis.components(expectations).map { max(0, $0) }
    }
    let shares = shares(estimates)
    let drawnShares = drawn.compactMap { Self.shares($0) }
    let parts = analysis.names.indices.map { part in
      Part(
        name: analysis.names[part], variance: estimates[part], share: shares?[part],
        varianceInterval: Interval(middleOf: drawn.map { $0[part] }.sorted(), level: level),
        shareInterval: shares == nil
          ? nil : Interval(middleOf: drawnShares.map { $0[part] }.sorted(), level: level),
        meanSquare: analysis.meanSquares[part])
    }
    return VarianceComponents(method: .analysisOfVariance, parts: parts)
  }
}

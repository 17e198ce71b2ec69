package import Model

extension VarianceComponents {
  /// Components by the analysis of variance where the design is complete and balanced, and by the
  /// restricted likelihood, of the terms that its runs tell apart, where it is not.
  ///
  /// - Throws: ``DesignError`` for parts that the runs cannot tell apart.
  /// - Randomness: as the analysis of variance; the restricted likelihood draws nothing.
  package static func estimated(
    _ runs: FactorialRuns, level: Double, draws: Int, stream: RandomStream, compute: Compute
  ) throws(DesignError) -> VarianceComponents {
    if runs.replicates != nil {
      return try analysisOfVariance(
        runs, level: level, draws: draws, stream: stream, compute: compute)
    }
    return try restrictedLikelihood(
      runs, terms: try runs.separableTerms(), level: level, compute: compute)
  }
}

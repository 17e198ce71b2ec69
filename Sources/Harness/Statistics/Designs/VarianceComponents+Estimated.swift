package import Model

extension VarianceComponents {
  /// So many draws that every digit of a printed interval is stable.
  package static let usualDraws = 65_536

  /// Components by the analysis of variance where the design is complete and balanced, and by the
  /// restricted likelihood, of the terms that its runs can separate, where it is not.
  ///
  /// - Throws: ``DesignError`` for parts that the runs cannot separate.
  /// - Randomness: the stream `shares` of the seed, the same whoever asks, so that equal scores have
  ///   one interval; the restricted likelihood draws nothing.
  package static func estimated(
    _ runs: FactorialRuns, level: Double, draws: Int, seed: UInt64, compute: Compute
  ) throws(DesignError) -> VarianceComponents {
    if runs.replicates != nil {
      return try analysisOfVariance(
        runs, level: level, draws: draws, stream: RandomStream(seed: seed, label: "shares"),
        compute: compute)
    }
    return try restrictedLikelihood(
      runs, terms: try runs.separableTerms(), level: level, compute: compute)
  }
}

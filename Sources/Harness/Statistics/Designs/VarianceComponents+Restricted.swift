public import Model

extension VarianceComponents {
  /// The components that maximize the restricted likelihood, for any design, with profile intervals.
  ///
  /// Missing cells and unequal numbers of runs are taken as they are; in a complete design whose
  /// analysis of variance has no negative component, both agree. A share's interval holds the shares p
  /// that the likelihood does not reject:
  ///
  ///     2 (max ℓ − max {ℓ : share = p}) ≤ F(level; 1, N − 1)
  ///
  /// - Inputs: `terms`, the factors and interactions to separate; the remainder is added;
  ///   `level` of the intervals, nil for none, which saves nearly all of the work.
  /// - Throws: ``DesignError`` for parts that the runs cannot separate.
  /// - Source: Searle, Casella and McCulloch, "Variance Components" (1992), section 6.6; profile:
  ///   Venzon and Moolgavkar, Applied Statistics 37 (1988).
  /// The likelihood has several maxima in small designs. It is climbed from many points, free or with a
  /// share held; a held fit that lies above the free one is a start for another free one.
  ///
  /// - Coverage: nominal 95 %, 4,000 simulated studies of n × 5 cells of up to two runs, a quarter of
  ///   the runs missing: 95.6–98.5 % at n = 5, 94.3–97.2 % at n = 10, the more the smaller the share.
  /// - Complexity: O(N³) a likelihood, some 10,000 of them; a second or two for 30 runs.
  public static func restrictedLikelihood(
    _ runs: FactorialRuns, terms: [VarianceTerm], level: Double?, compute: Compute
  ) throws(DesignError) -> VarianceComponents {
    let names = terms.map(\.name) + ["remainder"]
    var fit = try RestrictedFit(runs, terms: terms)
    var intervals = [Interval?](repeating: nil, count: names.count)
    // Every round begins higher than the one before.
    while let level, let shares = shares(fit.variances) {
      let current = fit
      let found = compute.map(names.count, blockSize: 1) { part in
        current.interval(ofShare: part, estimate: shares[part], level: level)
      }
      let above = found.compactMap { $0.above }.max { $0.height < $1.height }
      guard let above else {
        intervals = found.map(\.interval)
        break
      }
      fit = try current.raised(from: above.variances)
    }
    let shares = shares(fit.variances)
    let parts = names.indices.map { part in
      Part(
        name: names[part], variance: fit.variances[part], share: shares?[part],
        varianceInterval: nil, shareInterval: intervals[part], meanSquare: nil)
    }
    return VarianceComponents(method: .restrictedLikelihood, parts: parts)
  }
}

extension FactorialRuns {
  /// The terms that these runs can separate: every factor, then each interaction while it can be.
  ///
  /// - Throws: ``DesignError`` when not even the factors can be separated.
  public func separableTerms() throws(DesignError) -> [VarianceTerm] {
    var chosen = terms.filter { $0.factors.count == 1 }
    if let part = RestrictedFit.confounded(self, chosen) { throw .confounded(part) }
    for term in terms where term.factors.count > 1 {
      if RestrictedFit.confounded(self, chosen + [term]) == nil { chosen.append(term) }
    }
    return chosen
  }
}

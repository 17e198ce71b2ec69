package import Statistics

/// A rule by which a study is looked at while seeds are added.
package struct FollowedRule: Sendable, Equatable {
  package enum Scheme: Sendable, Equatable {
    /// An e-process, looked at after every seed (``EProcess``).
    case everySeed(effectVariance: Double, mostSeeds: Int)
    /// Spending of α over looks at these numbers of seeds (``PlannedFamily``).
    case plannedLooks([Int])
  }

  package let scheme: Scheme
  package let level: Double
  /// The largest difference that does not matter, in −1…1.
  package let margin: Double

  package init(_ scheme: Scheme, level: Double, margin: Double) {
    self.scheme = scheme
    self.level = level
    self.margin = margin
  }

  /// How many seeds a method may have.
  package var mostSeeds: Int {
    switch scheme {
    case .everySeed(_, let most): most
    case .plannedLooks(let seeds): seeds.last ?? 0
    }
  }

  /// Whether the study is looked at with so many seeds.
  package func isLook(_ seeds: Int) -> Bool {
    switch scheme {
    case .everySeed: true
    case .plannedLooks(let looks): looks.contains(seeds)
    }
  }

  /// The planned looks at so many methods; nil where every seed is one.
  package func family(methods: Int) -> PlannedFamily? {
    guard case .plannedLooks(let seeds) = scheme else { return nil }
    return PlannedFamily(seeds: seeds, level: level, methods: methods)
  }

  /// The fewest seeds at which any of so many methods can be settled; nil where none ever can.
  package func fewestSeeds(methods: Int) -> Int? {
    switch scheme {
    case .everySeed(let variance, let most):
      EProcess.fewestSeeds(level: 1 - (1 - level) / Double(methods), effectVariance: variance)
        .flatMap { $0 <= most ? $0 : nil }
    case .plannedLooks(let seeds): seeds.first
    }
  }

  /// The number of seeds that open methods are given next, after a look at `seeds`.
  ///
  /// One more, or as many as it takes before anything can be decided, or up to the next planned look.
  package func next(after seeds: Int, methods: Int) -> Int {
    let next =
      switch scheme {
      case .everySeed: max(seeds + 1, fewestSeeds(methods: methods) ?? mostSeeds)
      case .plannedLooks(let looks): looks.first { $0 > seeds } ?? mostSeeds
      }
    return min(next, mostSeeds)
  }
}

// MARK: Reading

extension FollowedRule {
  /// The rule of a decision; nil for one that is looked at once.
  ///
  /// - Inputs: `fail`, the error for a key and what is wrong with it.
  init?(
    _ decision: Decision, _ statistic: DecisionRule.Statistic,
    fail: (_ key: String, _ problem: String) -> any Error
  ) throws {
    guard statistic.isFollowed else { return nil }
    guard decision.level <= 0.9999 else {
      throw fail("level", "is \(decision.level); a followed rule takes at most 0.9999")
    }
    guard let margin = decision.margin, margin >= 1e-4, margin <= 100 else {
      throw fail(
        "margin",
        "is \(decision.margin ?? 0); it is the largest difference that does not matter, "
          + "from 0.0001 to 100 points, as 0.5 is")
    }
    let scheme: Scheme
    if let looks = decision.looks {
      guard looks.count >= 2, looks.count <= Self.mostLooks,
        zip([1] + looks, looks).allSatisfy({ $0 < $1 }),
        looks[looks.count - 1] <= Self.mostSeedsOfAny
      else {
        throw fail(
          "looks",
          "is \(looks); list 2 to \(Self.mostLooks) numbers of seeds, ascending from 2 and at most "
            + "\(Self.mostSeedsOfAny), as [5, 10, 15]")
      }
      scheme = .plannedLooks(looks)
    } else {
      let (variance, most) = (decision.effectVariance ?? 0, decision.mostSeeds ?? 0)
      guard variance >= 1e-3, variance <= 1e3 else {
        throw fail(
          "effect-variance",
          "is \(variance); it is that of the effect in deviations between seeds, from 0.001 to "
            + "1000, as 1 is")
      }
      guard most >= 2, most <= Self.mostSeedsOfAny else {
        throw fail("most-seeds", "is \(most); it must be from 2 to \(Self.mostSeedsOfAny)")
      }
      scheme = .everySeed(effectVariance: variance, mostSeeds: most)
    }
    self.init(scheme, level: decision.level, margin: margin / 100)
  }

  private static let mostSeedsOfAny = 1_000
  private static let mostLooks = 20
}

import Model

/// Evidence of a difference that may be looked at after every seed, and stopped at any.
///
/// With t = √n·x̄/s of the first n paired differences, ν = n − 1 and an effect (mean over deviation)
/// that is normal around zero with variance g,
///
///     E(n) = (1 + n·g)^(−1/2) · [(1 + t²/ν) / (1 + t²/(ν·(1 + n·g)))]^((ν + 1)/2)
///
/// Without a difference the chance that E ever reaches 1/α is at most α, however often one looks. So
/// p(n) = 1 / max over k ≤ n of E(k) holds at every n, for any reason to stop there: other methods,
/// margins, cost. The interval of level 1 − α holds the means μ for which no E(k) of x − μ reached 1/α;
/// it leaves out zero exactly where p ≤ α.
///
/// E is at most (1 + n·g)^((n − 1)/2): before that reaches 1/α nothing is decided and the interval is
/// the whole line.
///
/// - Source: Gönen, Johnson, Lu and Westfall, The American Statistician 59 (2005), the t Bayes factor;
///   Wang and Ramdas, arXiv:2310.03722, that it is an e-process for the scale-invariant filtration;
///   Ville, "Étude critique de la notion de collectif" (1939).
/// - Coverage: no difference, g = 1, level 0.95, a look after every seed up to 200: 3.2 % are called
///   better or worse. A difference of 0.5, 1, 1.5, 2 and 3 deviations is called at 36, 12, 8, 7 and 6
///   seeds in the median, at 76, 22, 12, 9 and 7 in nine of ten studies.
public struct EProcess: Sendable, Equatable {
  public let effectVariance: Double
  public let differences: [Double]
  /// ln E after each seed.
  public let logEvidence: [Double]
  /// The p-value after each seed: 1 over the largest E so far, at most 1.
  public let pValues: [Double]
  /// Mean and squared distances of the first 1, 2, … differences.
  private let prefixes: [SampleMoments]

  /// - Inputs: `differences` in the order of the seeds, 0 where scores are equal
  ///   (``ScoreResolution``); `effectVariance` g.
  /// - Throws: ``StatisticError`` for a number that is not finite.
  public init(differences: [Double], effectVariance: Double) throws(StatisticError) {
    precondition(
      effectVariance > 0 && effectVariance.isFinite,
      "the variance of an effect is positive, not \(effectVariance)")
    if let bad = differences.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(side: "differences", index: bad)
    }
    self.effectVariance = effectVariance
    self.differences = differences
    prefixes = differences.indices.map { SampleMoments(Array(differences[...$0])) }
    logEvidence = prefixes.map { Self.logEvidence($0, mean: 0, effectVariance) }
    var largest = 0.0
    pValues = logEvidence.map { log in
      largest = max(largest, log)
      return Double.exponential(-largest)
    }
  }

  /// The p-value now; 1 before the first seed.
  public var p: Double { pValues.last ?? 1 }

  /// ln E against a mean difference of `mean`.
  ///
  /// Differences without spread are at the mean, which is no evidence, or away from it, which is the
  /// most that so many seeds can give.
  private static func logEvidence(
    _ moments: SampleMoments, mean: Double, _ effectVariance: Double
  ) -> Double {
    guard moments.count >= 2 else { return 0 }
    let (n, distance) = (Double(moments.count), moments.mean - mean)
    if distance == 0 && moments.sumOfSquares == 0 { return 0 }
    let growth = 1 + n * effectVariance
    // t²/ν is n·x̄²/Σ(x − x̄)²; both sides of the quotient are taken times the sum of squares.
    let square = n * distance * distance
    let ratio = (moments.sumOfSquares + square) / (moments.sumOfSquares + square / growth)
    return n / 2 * Double.logarithm(ratio) - Double.logarithm(growth) / 2
  }

  // MARK: The confidence sequence

  /// The interval after each seed; infinite ends where nothing can be decided yet.
  ///
  /// Each is a part of the one before: a mean once rejected stays out. In the rare study (at most
  /// 1 − level) in which no mean is left, the last interval remains.
  public func intervals(level: Double) -> [Interval] {
    Interval.check(level)
    var now = Interval.wholeLine(level: level)
    return prefixes.map { moments in
      let reach = reach(moments, level: level)
      let (lower, upper) = (
        max(now.lower, moments.mean - reach), min(now.upper, moments.mean + reach)
      )
      if lower <= upper { now = Interval(lower: lower, upper: upper, level: level) }
      return now
    }
  }

  /// The interval now; the whole line before the first seed.
  public func interval(level: Double) -> Interval {
    intervals(level: level).last ?? .wholeLine(level: level)
  }

  /// How far from the mean E of these differences alone stays below 1/α; infinite if everywhere.
  ///
  /// With k = 1 + n·g, E = 1/α where (1 + u)/(1 + u/k) = r, u = t²/ν and r = (√k/α)^(2/n).
  private func reach(_ moments: SampleMoments, level: Double) -> Double {
    let n = Double(moments.count)
    let growth = 1 + n * effectVariance
    let logRatio =
      2 / n * (Double.logarithm(growth) / 2 - Double.logarithm(1 - level))
    guard moments.count >= 2, logRatio < Double.logarithm(growth) else { return .infinity }
    let ratio = Double.exponential(logRatio)
    let room = (ratio - 1) / (1 - ratio / growth)
    return (room * moments.sumOfSquares / n).squareRoot()
  }

  /// The fewest seeds after which anything can be decided at a level; nil beyond 10,000.
  public static func fewestSeeds(level: Double, effectVariance: Double) -> Int? {
    Interval.check(level)
    return fewest(above: 1, most: 10_000) { seeds in
      Double(seeds - 1) / 2 * Double.logarithm(1 + Double(seeds) * effectVariance)
        >= -Double.logarithm(1 - level)
    }
  }
}

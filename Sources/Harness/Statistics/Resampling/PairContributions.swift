/// How sentence pairs share in the spread of a task's correlation between runs: pairs as one more
/// random factor.
///
/// A correlation is the mean over pairs of what each contributes, the product of its standardized
/// gold score and cosine (their ranks, for Spearman's):
///
///     score of run r = 1/m Σᵢ cᵣᵢ
///
/// Runs × pairs is a crossed design with one value a cell, cᵣᵢ = μ + runᵣ + pairᵢ + restᵣᵢ. The
/// variance of the scores between n runs is then
///
///     s² = σ²(run) + σ²(rest) / m
///
/// The first part is what any other pairs would show too, the second what these m happen to bring.
///
/// - Source: Searle, Casella and McCulloch, "Variance Components" (1992), section 4.3; Brennan,
///   "Generalizability Theory" (2001), section 2.2.
public struct PairContributions: Sendable, Equatable {
  /// The correlation of each run.
  public let scores: [Double]
  /// The variance of the scores, n − 1.
  public let variance: Double
  /// The part of it that these pairs bring, σ²(rest) / m, at most all of it.
  public let varianceFromPairs: Double
  /// Each pair's part of the variance, cov(cᵣᵢ, score) / m s²: positive where it moves as the
  /// score does. They sum to 1; empty where all scores are the same.
  public let shares: [Double]

  /// - Inputs: `gold` of m pairs, `cosines` (n, m).
  /// - Throws: ``StatisticError`` for fewer than two runs or three pairs, unequal counts, a number
  ///   that is not finite, or a side that is constant.
  public init(
    gold: [Double], cosines: [[Double]], correlation: Correlation
  ) throws(StatisticError) {
    guard cosines.count >= 2 else { throw .tooFew(found: cosines.count, needed: 2) }
    guard gold.count >= 3 else { throw .tooFew(found: gold.count, needed: 3) }
    var scores: [Double] = []
    for own in cosines { scores.append(try correlation.of(own, gold)) }
    let (n, m) = (Double(cosines.count), Double(gold.count))
    let x = Self.standardized(correlation == .spearman ? ranks(gold) : gold)
    let contributions = cosines.map { own in
      zip(x, Self.standardized(correlation == .spearman ? ranks(own) : own)).map { $0 * $1 }
    }
    let moments = SampleMoments(scores)
    let (mean, variance) = (moments.mean, moments.variance)
    var covariances = [Double](repeating: 0, count: gold.count)
    var rest = 0.0
    for pair in gold.indices {
      let ofPair = contributions.reduce(0) { $0 + $1[pair] } / n
      for (own, score) in zip(contributions, scores) {
        covariances[pair] += (own[pair] - ofPair) * (score - mean)
        let left = own[pair] - ofPair - score + mean
        rest += left * left
      }
    }
    self.scores = scores
    self.variance = variance
    varianceFromPairs = min(variance, rest / ((n - 1) * (m - 1)) / m)
    shares = variance > 0 ? covariances.map { $0 / ((n - 1) * m * variance) } : []
  }

  /// The share of the variance that these pairs bring, 0…1; nil where all scores are the same.
  public var shareOfPairs: Double? { variance > 0 ? varianceFromPairs / variance : nil }

  /// Values with mean 0 and mean square 1.
  private static func standardized(_ values: [Double]) -> [Double] {
    let moments = SampleMoments(values)
    return values.map { ($0 - moments.mean) / moments.populationDeviation }
  }
}

public import Statistics

/// A task's two correlations, −1…1.
public struct Correlations: Codable, Sendable, Equatable {
  public var spearman: Double
  public var pearson: Double

  public init(spearman: Double, pearson: Double) {
    self.spearman = spearman
    self.pearson = pearson
  }
}

/// The scores of one task in the three settings of SentEval.
///
/// A score that another program stated has no more than that program said; the rest is nil.
public struct TaskScores: Codable, Sendable, Equatable {
  /// The number of pairs.
  public var pairs: Int?
  /// Setting `all`: the pairs of all subsets together.
  public var spearman: Double
  public var pearson: Double?
  /// The plain mean over subsets.
  public var mean: Correlations?
  /// The mean over subsets, weighted by their pairs.
  public var wmean: Correlations?

  /// What another program stated.
  public init(statedSpearman spearman: Double, pearson: Double?) {
    (self.spearman, self.pearson) = (spearman, pearson)
  }

  /// Scores a task from the gold scores and cosines of each subset.
  ///
  /// - Throws: ``StatisticError`` where a correlation is not defined.
  /// - Source: `sts.py` of SentEval, arXiv:1803.05449.
  public init(subsets: [[PairScore]]) throws(StatisticError) {
    func correlations(_ scores: [PairScore]) throws(StatisticError) -> Correlations {
      let (cosines, gold) = (scores.map(\.cosine), scores.map(\.gold))
      return Correlations(
        spearman: try Statistics.spearman(cosines, gold),
        pearson: try Statistics.pearson(cosines, gold))
    }
    let all = try correlations(subsets.flatMap { $0 })
    var parts: [(weight: Double, value: Correlations)] = []
    for subset in subsets { parts.append((Double(subset.count), try correlations(subset))) }
    func average(_ weights: [Double]) -> Correlations {
      let total = weights.reduce(0, +)
      func sum(_ key: KeyPath<Correlations, Double>) -> Double {
        zip(weights, parts).reduce(0) { $0 + $1.0 * $1.1.value[keyPath: key] } / total
      }
      return Correlations(spearman: sum(\.spearman), pearson: sum(\.pearson))
    }
    pairs = subsets.reduce(0) { $0 + $1.count }
    spearman = all.spearman
    pearson = all.pearson
    mean = average(parts.map { _ in 1 })
    wmean = average(parts.map(\.weight))
  }
}

/// The gold score of a pair and the cosine of its embeddings.
public struct PairScore: Sendable, Equatable {
  public var gold: Double
  public var cosine: Double

  public init(gold: Double, cosine: Double) {
    self.gold = gold
    self.cosine = cosine
  }
}

/// The scores of several tasks, and their averages over tasks.
public struct EvaluationResult: Codable, Sendable, Equatable {
  /// By task name.
  public var tasks: [String: TaskScores]
  public var average: Average
  /// The geometry of STS-Benchmark's embeddings, where it was scored and asked for.
  public var geometry: Geometry?

  /// Alignment and uniformity: arXiv:2005.10242.
  public struct Geometry: Codable, Sendable, Equatable {
    public var alignment: Double
    public var uniformity: Double

    public init(alignment: Double, uniformity: Double) {
      self.alignment = alignment
      self.uniformity = uniformity
    }
  }

  /// Of what every task has.
  public struct Average: Codable, Sendable, Equatable {
    public var spearman: Double
    public var pearson: Double?
    public var mean: Correlations?
    public var wmean: Correlations?
  }

  /// - Throws: ``StatisticError`` for no tasks.
  public init(_ scores: [(name: String, scores: TaskScores)]) throws(StatisticError) {
    guard !scores.isEmpty else { throw .tooFew(found: 0, needed: 1) }
    func average(_ key: (TaskScores) -> Double) -> Double {
      scores.reduce(0) { $0 + key($1.scores) } / Double(scores.count)
    }
    func known(_ key: (TaskScores) -> Double?) -> Double? {
      let all = scores.compactMap { key($0.scores) }
      return all.count == scores.count ? all.reduce(0, +) / Double(all.count) : nil
    }
    func both(_ key: (TaskScores) -> Correlations?) -> Correlations? {
      guard let spearman = known({ key($0)?.spearman }), let pearson = known({ key($0)?.pearson })
      else { return nil }
      return Correlations(spearman: spearman, pearson: pearson)
    }
    tasks = Dictionary(uniqueKeysWithValues: scores.map { ($0.name, $0.scores) })
    self.average = Average(
      spearman: average { $0.spearman }, pearson: known { $0.pearson }, mean: both { $0.mean },
      wmean: both { $0.wmean })
  }
}

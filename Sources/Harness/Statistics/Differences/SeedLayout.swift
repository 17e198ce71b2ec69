/// How the seeds of several runs are laid out, which decides how exact their mean is.
///
/// Streams whose seeds separate the runs alike are one factor.
public enum SeedLayout: Equatable, Sendable {
  /// Every run has seeds of its own in every stream that varies; a single run counts too.
  case independent
  /// Two factors, each combination run once: the levels of each run.
  case crossed(rows: [Int], columns: [Int])

  /// The layout of runs; nil for one that is neither, as the standard error of its mean is undefined.
  ///
  /// - Inputs: `streams`, the seed of each run, a list a stream.
  public init?(streams: [[UInt64]], runs: Int) {
    var factors: [[Int]] = []
    for seeds in streams {
      let levels = Self.levels(seeds)
      if levels.contains(where: { $0 != 0 }), !factors.contains(levels) { factors.append(levels) }
    }
    let counts = factors.map { (($0.max() ?? 0) + 1) }
    if counts.allSatisfy({ $0 == runs }), runs == 1 || !counts.isEmpty {
      self = .independent
    } else if counts.count == 2, counts[0] * counts[1] == runs,
      Set(zip(factors[0], factors[1]).map { $0 * counts[1] + $1 }).count == runs
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

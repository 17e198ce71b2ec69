import Decisions
import Model
import Runs
import Statistics
import Studies

/// How a run's score may be spread around its mean of zero.
enum Shape: Sendable {
  /// Exponential: mostly a little low, now and then high.
  case skewed
  /// Two kinds of runs, as many of each.
  case twoHumped
  /// One run in ten falls by fifty deviations of the others; the mean of all is zero.
  case diverging

  func draws(_ stream: RandomStream, _ count: Int) -> [Double] {
    let rest = stream.fork("rest").normal(count)
    return (0..<count).map { place in
      let chance = stream.uniform(at: place)
      switch self {
      case .skewed: return -Double.logarithm(1 - chance) - 1
      case .twoHumped: return (chance < 0.5 ? -1 : 1) + 0.2 * rest[place]
      case .diverging: return (chance < 0.1 ? -50 : 0) + 5 + rest[place]
      }
    }
  }
}

/// Studies whose scores are not normal. Both methods are spread alike where there is no difference; a
/// method against one without spread has differences as skewed as its scores.
extension CoverageCase {
  static let shapes = [
    alike(.skewed, "skewed"), alike(.twoHumped, "two-humped"), alike(.diverging, "diverging"),
    alone(.skewed, "skewed", share: 0.86...0.94),
    alone(.twoHumped, "two-humped", share: 0.91...0.98),
    divergingAlone(5, share: 0.36...0.5), divergingAlone(10, share: 0.6...0.72),
    divergingAlone(25, share: 0.86...0.95),
  ]

  /// No difference of two methods that are spread alike: differences are even around zero.
  static func alike(_ shape: Shape, _ name: String) -> CoverageCase {
    CoverageCase(
      claims: [
        Claim(label: "\(name) scores of both: paired t, p ≤ 0.05", share: 0...0.06),
        Claim(label: "\(name) scores of both: Welch, p ≤ 0.05", share: 0...0.06),
        Claim(label: "\(name) scores of both: Wilcoxon, p ≤ 0.05", share: 0...0.05),
        Claim(label: "\(name) scores of both: P(A > B) by seed holds ½", share: 0.95...1),
        Claim(label: "\(name) scores of both: P(A > B) of all runs holds ½", share: 0.93...0.97),
      ], sizes: [5, 10, 25]
    ) { stream, size in
      let (a, b) = (shape.draws(stream.fork("a"), size), shape.draws(stream.fork("b"), size))
      return [
        try Difference(paired: a, b).p() <= 0.05,
        try Difference(unpaired: a, .independent, b, .independent).p() <= 0.05,
        try WilcoxonSignedRank(a, b, rounding: 0).p <= 0.05,
        try Superiority.paired(a, b, rounding: 0, level: 0.95).interval.contains(0.5),
        try Superiority.independent(a, b, rounding: 0, level: 0.95).interval.contains(0.5),
      ]
    }
  }

  private static func holdsZero(_ shape: Shape, _ stream: RandomStream, _ size: Int) throws -> Bool
  {
    let own = shape.draws(stream, size)
    return try Difference(paired: own, own.map { _ in 0 }).interval(level: 0.95).contains(0)
  }

  /// One method alone is so spread: the interval of the mean difference, which is zero.
  static func alone(_ shape: Shape, _ name: String, share: ClosedRange<Double>) -> CoverageCase {
    CoverageCase(
      claims: [Claim(label: "\(name) differences: interval", share: share)], sizes: [5, 10, 25]
    ) { stream, size in [try holdsZero(shape, stream, size)] }
  }

  /// With n seeds none diverges in 0.9ⁿ of studies, and the interval is then one of other runs.
  static func divergingAlone(_ size: Int, share: ClosedRange<Double>) -> CoverageCase {
    CoverageCase(
      claims: [Claim(label: "one run in ten diverges: interval", share: share)], sizes: [size]
    ) { stream, size in [try holdsZero(.diverging, stream, size)] }
  }

  // MARK: Gates

  static let gates = [gateAtMargin, gateWithoutChange]

  private static func seeds(_ count: Int, from first: Int) -> [RunSettings.Seeds] {
    (0..<count).map { place in
      let seed = UInt64(first + place)
      return RunSettings.Seeds(
        initialization: seed, dataOrder: seed, dropout: seed, augmentation: seed, negatives: seed)
    }
  }

  /// The difference of a gate's new runs from as many recorded ones, in points of deviation 0.3.
  private static func change(
    _ stream: RandomStream, _ size: Int, by shift: Double, arePaired: Bool
  ) throws -> Difference {
    let old = stream.fork("old").normal(size).map { 0.75 + 0.003 * $0 }
    let new = stream.fork("new").normal(size).map { 0.75 + 0.003 * $0 + shift / 100 }
    return try GateComparison(
      task: "task", statistic: "spearman", pairs: 400, baseline: old, new: new,
      match: try SeedMatch(
        seeds(size, from: arePaired ? 1 : 1_001), seeds(size, from: 1), fewest: 2),
      replicates: Replicates([0, 0.001, -0.001])
    ).difference
  }

  private static let judge = GateJudge(level: 0.95, margin: 0.5)

  /// Two one-sided tests, each at 5 %.
  static let gateAtMargin = CoverageCase(
    claims: [
      Claim(label: "gate, by seed: holds at a drop of the margin", share: 0...0.05),
      Claim(label: "gate, Welch: holds at a drop of the margin", share: 0...0.05),
      Claim(label: "gate, Welch: holds at a rise of the margin", share: 0...0.05),
    ], sizes: [3, 5, 10]
  ) { stream, size in
    try [(-0.5, true), (-0.5, false), (0.5, false)].map { shift, arePaired in
      let difference = try change(stream, size, by: shift, arePaired: arePaired)
      return judge.verdict(difference, adjustedP: difference.p()) == .holds
    }
  }

  /// Seven tasks and their mean, the runs of a task apart from those of another.
  static let gateWithoutChange = CoverageCase(
    claims: [
      Claim(
        label: "gate, by seed: any of 8 scores regressed or improved, none did", share: 0...0.05),
      Claim(label: "gate, Welch: any of 8 scores regressed or improved, none did", share: 0...0.05),
    ], sizes: [3, 5, 10], studies: 2_000
  ) { stream, size in
    try [true, false].map { arePaired in
      let differences = try (0..<8).map { task in
        try change(stream.fork(task), size, by: 0, arePaired: arePaired)
      }
      let adjusted = holmAdjusted(differences.map { $0.p() })
      return zip(differences, adjusted).contains { difference, p in
        let verdict = judge.verdict(difference, adjustedP: p)
        return verdict == .regressed || verdict == .improved
      }
    }
  }
}

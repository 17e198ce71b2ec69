public import Model

/// What further seeds would bring a method, were mean and deviation of its differences those found.
///
/// Differences are drawn on from where the study is, normal around the mean found, and each of these
/// continuations is looked at as the study would be. That is a statement about the estimate, not about
/// the method: few seeds say little of how many more it takes. It binds nothing.
///
/// - Randomness: a stream that the caller gives; continuation i takes its fork i.
public struct SequentialForecast: Sendable, Equatable {
  /// The share of continuations settled with the most seeds.
  public let chance: Double
  /// The fewest further seeds by which 8 in 10 continuations are settled; nil where fewer are.
  public let furtherSeeds: Int?

  static let continuations = 400

  /// By an e-process.
  ///
  /// - Inputs: `differences`, at least 2; `most` seeds in all; `open` of the `methods` that are
  ///   followed are not settled, so that the next is settled at p ≤ α/open.
  public init(
    _ differences: [Double], effectVariance: Double, level: Double, margin: Double, open: Int,
    methods: Int, most: Int, stream: RandomStream
  ) throws(StatisticError) {
    let family = 1 - (1 - level) / Double(methods)
    try self.init(differences, most: most, stream: stream) { drawn throws(StatisticError) in
      let process = try EProcess(differences: drawn, effectVariance: effectVariance)
      let intervals = process.intervals(level: family)
      return drawn.indices.dropFirst(differences.count).first { place in
        process.pValues[place] * Double(open) <= 1 - level
          || intervals[place].lower > -margin && intervals[place].upper < margin
      }.map { $0 + 1 }
    }
  }

  /// By planned looks.
  ///
  /// - Inputs: as above.
  public init(
    _ differences: [Double], looks: PlannedFamily, margin: Double, open: Int,
    stream: RandomStream
  ) throws(StatisticError) {
    let seeds = looks.steps[0].seeds
    try self.init(differences, most: seeds[seeds.count - 1], stream: stream) {
      drawn throws(StatisticError) in
      looks.settled(drawn, after: differences.count, open: open, margin: margin)
    }
  }

  private init(
    _ differences: [Double], most: Int, stream: RandomStream,
    settled: ([Double]) throws(StatisticError) -> Int?
  ) throws(StatisticError) {
    guard differences.count >= 2 else { throw .tooFew(found: differences.count, needed: 2) }
    let moments = SampleMoments(differences)
    let more = max(0, most - differences.count)
    var needed: [Int] = []
    for continuation in 0..<Self.continuations where more > 0 {
      let drawn = stream.fork(continuation).normal(more).map {
        moments.mean + moments.deviation * $0
      }
      if let seeds = try settled(differences + drawn) { needed.append(seeds - differences.count) }
    }
    chance = Double(needed.count) / Double(Self.continuations)
    let wanted = Int((SeedPlan.usualPower * Double(Self.continuations)).rounded(.up))
    furtherSeeds = needed.count >= wanted ? needed.sorted()[wanted - 1] : nil
  }
}

import Decisions
import Evaluation
import Foundation
import Model
import Runs
import Statistics
import Support

/// Made-up finished runs on the same pairs.
enum FakeRuns {
  static let bootstrap = GateBaseline.Bootstrap(seed: 1, resamples: 200)

  /// The gold scores of a task: fifths of 0…5, so heavily tied.
  static func gold(_ task: String, pairs: Int) -> [Double] {
    let stream = RandomStream(seed: 7, label: "gold").fork(task)
    return (0..<pairs).map { Double(stream.integer(at: $0, below: 26)) / 5 }
  }

  /// A run with a seed of its own in every stream.
  ///
  /// Cosines are gold, `common` noise that all runs share, and `own` noise by the seed; `harm`
  /// mixes in noise that lowers the score.
  static func run(
    seed: UInt64, tasks: [String] = ["A"], pairs: Int = 400, own: Double = 0.3, harm: Double = 0
  ) throws -> FinishedRun {
    var seeds = try smallRunSettings([]).seeds
    seeds.initialization = seed
    seeds.dataOrder = seed
    seeds.dropout = seed
    seeds.augmentation = seed
    seeds.negatives = seed
    let made = tasks.map { task in
      let gold = gold(task, pairs: pairs)
      func noise(_ label: String, _ seed: UInt64) -> [Double] {
        RandomStream(seed: seed, label: label).fork(task).normal(pairs)
      }
      let (shared, harmful, single) = (noise("common", 1), noise("harm", 1), noise("own", seed))
      return FinishedRun.Task(
        name: task,
        pairs: gold.indices.map { index in
          let value: Double =
            gold[index] + 1.2 * shared[index] + own * single[index] + harm * harmful[index]
          return PairScore(gold: gold[index], cosine: value / 12)
        }, sentences: nil)
    }
    var settings = try smallRunSettings([])
    settings.seeds = seeds
    let scores = try EvaluationResult(
      made.map { ($0.name, try TaskScores(subsets: [$0.pairs])) })
    var (manifest, result) = (try PlantedRuns.manifest, try PlantedRuns.result)
    manifest.settings = settings
    (manifest.commit, manifest.numericFingerprint) = ("c0de", "f00d")
    manifest.checksums = ["text": String(repeating: "a", count: 64)]
    result.scores = scores
    result.parametersHash = "\(seed) \(harm)"
    var run = try FinishedRun(
      folder: URL(fileURLWithPath: "/fake/run-\(seed)"), factors: [], manifest: manifest,
      result: result, tasks: made)
    run.settings = ["batch-size": "64", "evaluation.token-limit": "64"]
    return run
  }

  static func runs(
    _ seeds: ClosedRange<UInt64>, tasks: [String] = ["A"], own: Double = 0.3, harm: Double = 0
  ) throws -> [FinishedRun] {
    try seeds.map { try run(seed: $0, tasks: tasks, own: own, harm: harm) }
  }

  static func record(
    _ runs: [FinishedRun], margin: Double = 0.5, threads: Int = 1
  ) throws -> GateBaseline {
    try GateBaseline(
      runs, source: "fake", margin: margin, bootstrap: bootstrap,
      compute: Compute(product: .exact, threads: threads))
  }

  static func gate(
    _ baseline: [FinishedRun], _ new: [FinishedRun], margin: Double = 0.5,
    acrossSettings: Bool = false
  ) throws -> Gate {
    let recorded = try record(baseline, margin: margin)
    return try Gate(
      baseline: recorded, new: try record(new, margin: margin), margin: margin, level: 0.95,
      acrossSettings: acrossSettings, source: "fake")
  }

  /// One score on both sides, from the scores of their runs: under the same seeds where they are paired.
  static func comparison(
    _ baseline: [Double], _ new: [Double], arePaired: Bool = false,
    replicates: [Double] = [0, 0.001, -0.001], task: String = "A"
  ) throws -> GateComparison {
    func seeds(_ scores: [Double], from first: UInt64) -> [RunSettings.Seeds] {
      scores.indices.map { place in
        let seed = first + UInt64(place)
        return RunSettings.Seeds(
          initialization: seed, dataOrder: seed, dropout: seed, augmentation: seed,
          negatives: seed)
      }
    }
    let match = try SeedMatch(
      seeds(new, from: arePaired ? 1 : 1001), seeds(baseline, from: 1), fewest: 2)
    return try GateComparison(
      task: task, statistic: "spearman", pairs: 400, baseline: baseline, new: new, match: match,
      replicates: Replicates(replicates))
  }

  /// A judge at 95 % whose margin is in points.
  static func judge(margin: Double = 0.5) -> GateJudge {
    GateJudge(level: 0.95, margin: margin)
  }

  /// A single score judged by itself, from the scores of both sides.
  static func entry(
    _ baseline: [Double], _ new: [Double], arePaired: Bool = false, margin: Double = 0.5,
    spareSeeds: Int = 0
  ) throws -> GateEntry {
    let comparison = try comparison(baseline, new, arePaired: arePaired)
    return judge(margin: margin).entries(of: [comparison], spareSeeds: spareSeeds)[0]
  }

  /// The verdict of such an entry, without what would resolve it and what it sees: hundreds of times
  /// as fast.
  static func verdict(
    _ baseline: [Double], _ new: [Double], arePaired: Bool = false, margin: Double = 0.5
  ) throws -> GateVerdict {
    let difference = try comparison(baseline, new, arePaired: arePaired).difference
    return judge(margin: margin).verdict(difference, adjustedP: difference.p())
  }

  /// Five scores with this mean and exactly this deviation.
  static func five(mean: Double, deviation: Double) -> [Double] {
    let pattern = [-1.2, -0.4, 0, 0.3, 1.3]
    let size = (pattern.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    return pattern.map { mean + deviation * $0 / size }
  }
}

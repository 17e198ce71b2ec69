import Decisions
import Evaluation
import Model
import Runs
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
  ) throws -> GateRun {
    var seeds = try smallRunSettings([]).seeds
    seeds.initialization = seed
    seeds.dataOrder = seed
    seeds.dropout = seed
    seeds.augmentation = seed
    seeds.negatives = seed
    return GateRun(
      id: "run-\(seed)", seeds: seeds,
      settings: ["batch-size": "64", "evaluation.token-limit": "64"],
      checksums: ["text": String(repeating: "a", count: 64)], numericFingerprint: "f00d",
      commit: "c0de", parametersHash: "\(seed) \(harm)", divergedAtStep: nil,
      tasks: tasks.map { task in
        let gold = gold(task, pairs: pairs)
        func noise(_ label: String, _ seed: UInt64) -> [Double] {
          RandomStream(seed: seed, label: label).fork(task).normal(pairs)
        }
        let (shared, harmful, single) = (noise("common", 1), noise("harm", 1), noise("own", seed))
        return GateRun.Task(
          name: task,
          pairs: gold.indices.map { index in
            let value: Double =
              gold[index] + 1.2 * shared[index] + own * single[index] + harm * harmful[index]
            return PairScore(gold: gold[index], cosine: value / 12)
          })
      })
  }

  static func runs(
    _ seeds: ClosedRange<UInt64>, tasks: [String] = ["A"], own: Double = 0.3, harm: Double = 0
  ) throws -> [GateRun] {
    try seeds.map { try run(seed: $0, tasks: tasks, own: own, harm: harm) }
  }

  static func record(_ runs: [GateRun], threads: Int = 1) throws -> GateBaseline {
    try GateBaseline(
      runs, source: "fake", bootstrap: bootstrap,
      compute: Compute(product: .exact, threads: threads))
  }

  static func gate(
    _ baseline: [GateRun], _ new: [GateRun], acrossSettings: Bool = false
  ) throws -> Gate {
    try Gate(
      baseline: try record(baseline), new: try record(new), confidence: 0.95,
      acrossSettings: acrossSettings, source: "fake")
  }

  /// A single score judged alone, from the scores of both sides.
  static func entry(_ baseline: [Double], _ new: [Double]) -> GateEntry {
    let comparison = GateComparison(
      task: "A", statistic: "spearman", pairs: 400,
      baseline: SeedSpread(baseline, layout: .independent),
      new: SeedSpread(new, layout: .independent), replicates: Replicates([0, 0.001, -0.001]))
    let value = comparison.noise.pValue(comparison.difference)
    return comparison.entry(level: 0.05, among: 1, adjustedPValue: value)
  }

  /// Five scores with this mean and exactly this deviation.
  static func five(mean: Double, deviation: Double) -> [Double] {
    let pattern = [-1.2, -0.4, 0, 0.3, 1.3]
    let size = (pattern.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    return pattern.map { mean + deviation * $0 / size }
  }
}

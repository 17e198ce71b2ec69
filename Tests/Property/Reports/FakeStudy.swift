import Commands
import Evaluation
import Files
import Foundation
import Model
import Reports
import Runs

/// Made-up summaries of every shape, with plausible numbers.
enum FakeStudy {
  static let tasks = ["STS12", "STS13", "STS14", "STS15", "STS16", "STSBenchmark", "SICK-R"]

  /// A crossed design of `dataOrders` × `dropouts` × `initializations` runs a variant.
  static func summary(
    dataOrders: Int = 3, dropouts: Int = 3, initializations: Int = 1,
    variants: [String] = ["in-batch-negatives"], tasks: [String] = tasks, seed: UInt64 = 1
  ) -> StudySummary {
    var runs: [RunSummary] = []
    for variant in variants {
      for initialization in 1...initializations {
        for dataOrder in 1...dataOrders {
          for dropout in 1...dropouts {
            let stream = RandomStream(seed: seed, label: variant)
              .fork(initialization).fork(dataOrder).fork(dropout)
            let shift = RandomStream(seed: seed, label: "order").fork(dataOrder).uniform(at: 0)
            runs.append(
              run(
                "run-\(runs.count + 1)", variant,
                seeds: seeds(initialization, dataOrder, dropout), tasks: tasks, shift: 0.03 * shift,
                stream: stream))
          }
        }
      }
    }
    return analyzed(
      StudySummary(
        name: "seed-variance", question: "Which seed moves the score of SimCSE: order or dropout?",
        answer: "The data order moves the average more than dropout does.",
        outlook: "More seeds of either kind.",
        settings: [
          StudySummary.Entry(key: "temperature", value: "0.05"),
          StudySummary.Entry(key: "batch", value: "64"),
          StudySummary.Entry(key: "pooling", value: "mean"),
        ],
        provenance: [
          StudySummary.Entry(key: "commit", value: String(repeating: "0123abcd", count: 5)),
          StudySummary.Entry(key: "fingerprint", value: String(repeating: "f00d", count: 16)),
          StudySummary.Entry(key: "wall time", value: "41 min"),
        ], tasks: tasks, runs: runs, analysis: analysis([], tasks: tasks), decisions: [],
        published: [],
        densities: variants.map { density($0, runs: runs.count / variants.count, seed: seed) },
        drivers: [],
        untrained: Dictionary(
          tasks.enumerated().map { ($1, 0.52 + 0.02 * Double($0)) }, uniquingKeysWith: { $1 }),
        measure: "Spearman"))
  }

  /// Methods under common seeds, one seed for all streams as in the thesis; with a count of extra
  /// negatives from the second method on, and what each brings in points.
  static func methods(
    _ gains: [Double], seeds: Int = 5, tasks: [String] = tasks
  ) -> StudySummary {
    let names = gains.indices.map { $0 == 0 ? "in-batch-negatives" : "noise \(1 << (3 + $0))" }
    var all = summary(dataOrders: 1, dropouts: 1, variants: names, tasks: tasks)
    all.runs = zip(names, gains).enumerated().flatMap { place, method -> [RunSummary] in
      (1...seeds).map { seed -> RunSummary in
        let stream = RandomStream(seed: UInt64(seed), label: "common")
        let own = RandomStream(seed: UInt64(seed), label: method.0)
        var run = Self.run(
          "\(place)-\(seed)", method.0,
          seeds: Self.seeds(seed, seed, seed), tasks: tasks,
          shift: method.1 / 100 + 0.03 * stream.uniform(at: 0), stream: own)
        let noise = (place == 0 ? [:] : ["negatives": "\(1 << (3 + place))", "weight": "1"])
          .sorted { $0.key < $1.key }
        run.settings = noise.map { StudySummary.Entry(key: "variant.\($0)", value: $1) }
        return run
      }
    }
    all.question = "Which method is better than plain SimCSE?"
    all.published = [
      PublishedScore(
        method: "SimCSE (baseline)", standsFor: "in-batch-negatives", task: "STS12", mean: 67.26,
        deviation: 1.57, runs: 5, source: "thesis", table: "Table 2", page: 34),
      PublishedScore(
        method: "SimCSE (baseline)", standsFor: "in-batch-negatives", task: "average",
        mean: 74.8, deviation: 1.12, runs: 5, source: "thesis", table: "Table 2", page: 34),
      PublishedScore(
        method: "SAM", standsFor: nil, task: "average", mean: 73.71, deviation: nil, runs: nil,
        source: "thesis", table: "Table 4", page: 37),
    ]
    return analyzed(all)
  }

  /// The summary with what statistics make of its runs, after those were changed.
  static func analyzed(
    _ summary: StudySummary, margin: Double? = nil, baseline: String? = nil
  ) -> StudySummary {
    var summary = summary
    summary.analysis = analysis(
      summary.runs, tasks: summary.tasks, margin: margin, baseline: baseline)
    return summary
  }

  /// The analysis of runs, with few draws.
  static func analysis(
    _ runs: [RunSummary], tasks: [String], margin: Double? = nil, baseline: String? = nil,
    threads: Int = 1
  ) -> StudyAnalysis {
    StudyAnalysis(
      runs: runs, tasks: tasks,
      rule: StudyAnalysis.Rule(
        level: 0.95, draws: 200, seed: 1, baseline: baseline, margin: margin),
      compute: Compute(product: .exact, threads: threads))
  }

  /// Pairs whose cosine follows their gold score.
  private static func density(_ variant: String, runs: Int, seed: UInt64) -> PairDensity {
    let pairs = (0..<runs).map { run -> [PairScore] in
      let stream = RandomStream(seed: seed, label: "pairs").fork(variant).fork(run)
      return (0..<300).map { pair -> PairScore in
        let gold = 0.2 * Double(pair % 26)
        let spread = (0..<3).reduce(-1.5) { $0 + stream.uniform(at: 3 * pair + $1) }
        return PairScore(gold: gold, cosine: min(1, 0.3 + 0.12 * gold + 0.1 * spread))
      }
    }
    return PairDensity(variant: variant, task: "STSBenchmark", runs: pairs)
  }

  /// Seeds of which the streams of no other name have one.
  static func seeds(_ initialization: Int, _ dataOrder: Int, _ dropout: Int) -> RunSettings.Seeds {
    RunSettings.Seeds(
      initialization: UInt64(initialization), dataOrder: UInt64(dataOrder),
      dropout: UInt64(dropout), augmentation: 1, negatives: 1)
  }

  private static func run(
    _ id: String, _ variant: String, seeds: RunSettings.Seeds, tasks: [String], shift: Double,
    stream: RandomStream
  ) -> RunSummary {
    func noise(_ label: String, _ index: Int, _ size: Double) -> Double {
      let noise = stream.fork(label)
      let sum: Double = (0..<3).reduce(-1.5) { $0 + noise.uniform(at: 3 * index + $1) }
      return size * sum
    }
    func decay(_ step: Int, _ length: Double) -> Double { exp(-Double(step) / length) }
    let scores: [Double] = tasks.indices.map { task in
      let level = 0.66 + 0.14 * abs(sin(Double(task)))
      return level + shift + noise("score", task, 0.02)
    }
    let selection = (1...8).map { check in
      let level = 0.74 - 0.12 * decay(check, 2) + shift
      return SelectionPoint(step: 125 * check, score: level + noise("selection", check, 0.008))
    }
    let training = stride(from: 1, through: 1000, by: 4).map { step in
      let loss: Double = 0.05 + 0.6 * decay(step, 60) + noise("loss", step, 0.01)
      let positive: Double = 0.93 - 0.1 * decay(step, 90) + noise("positive", step, 0.01)
      let negative: Double = 0.08 + 0.4 * decay(step, 70) + noise("negative", step, 0.03)
      return TrainingPoint(
        step: step, loss: loss, positiveCosine: positive, negativeCosine: negative)
    }
    return RunSummary(
      id: id, variant: variant,
      seeds: seeds, scores: scores,
      average: scores.reduce(0, +) / Double(scores.count), selection: selection,
      training: training, divergedAtStep: nil, alignment: 0.45 + noise("alignment", 0, 0.02),
      uniformity: -2.4 + noise("uniformity", 0, 0.1), settings: [])
  }

  /// A fresh folder for a test, and what `body` made of it; the folder is gone afterwards.
  static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// Every file below a folder by its path, sorted.
  static func files(in folder: URL) throws -> [(path: String, bytes: Data)] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      .map { ($0, folder.appendingPathComponent($0)) }
      .filter { !$0.1.hasDirectoryPath && (try? Data(contentsOf: $0.1)) != nil }
      .map { ($0.0, try Data(contentsOf: $0.1)) }
  }
}

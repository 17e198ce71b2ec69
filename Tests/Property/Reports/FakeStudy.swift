import Foundation
import Harness
import Model

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
                seeds: [
                  ("initialization", initialization), ("data-order", dataOrder),
                  ("dropout", dropout),
                ], tasks: tasks, shift: 0.03 * shift, stream: stream))
          }
        }
      }
    }
    let isCrossed = dataOrders > 1 && dropouts > 1
    return StudySummary(
      name: "seed-variance", question: "Which seed moves the score of SimCSE: order or dropout?",
      answer: "The data order moves the average more than dropout does.",
      settings: [
        StudySummary.Entry(key: "temperature", value: "0.05"),
        StudySummary.Entry(key: "batch", value: "64"),
        StudySummary.Entry(key: "pooling", value: "mean"),
      ],
      provenance: [
        StudySummary.Entry(key: "commit", value: String(repeating: "0123abcd", count: 5)),
        StudySummary.Entry(key: "fingerprint", value: String(repeating: "f00d", count: 16)),
        StudySummary.Entry(key: "wall time", value: "41 min"),
      ], tasks: tasks, runs: runs,
      varianceShares: isCrossed ? shares(variants, tasks, seed: seed) : [],
      untrained: Dictionary(
        tasks.enumerated().map { ($1, 0.52 + 0.02 * Double($0)) }, uniquingKeysWith: { $1 }),
      measure: "Spearman")
  }

  private static func run(
    _ id: String, _ variant: String, seeds: [(String, Int)], tasks: [String], shift: Double,
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
      seeds: seeds.map { StreamSeed(stream: $0, seed: UInt64($1)) }, scores: scores,
      average: scores.reduce(0, +) / Double(scores.count), selection: selection,
      training: training, divergedAtStep: nil)
  }

  private static func shares(
    _ variants: [String], _ tasks: [String], seed: UInt64
  ) -> [VarianceShare] {
    variants.flatMap { variant in
      (tasks + [StudySummary.average]).enumerated().map { index, task in
        let stream = RandomStream(seed: seed, label: "shares").fork(variant).fork(index)
        let parts = [0.2 + stream.uniform(at: 0), 0.6 * stream.uniform(at: 1), 0.2]
        let sum = parts.reduce(0, +)
        return VarianceShare(
          variant: variant, task: task, dataOrder: parts[0] / sum, dropout: parts[1] / sum,
          remainder: parts[2] / sum)
      }
    }
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

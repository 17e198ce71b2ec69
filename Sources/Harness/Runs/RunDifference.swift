import Evaluation
import Files
public import Foundation
import Model

/// Where two finished runs part.
public struct RunDifference: Codable, Sendable, Equatable {
  /// Settings that differ: key path, the first run's value, the second's.
  public var settings: [[String]]
  /// Facts of the manifests that may change bits: name, the first run's, the second's.
  public var provenance: [[String]]
  /// The steps that both runs made.
  public var stepsCompared: Int
  /// The first step whose gradients differ; nil where all that were compared are equal.
  public var firstStep: Int?
  /// The parameters whose gradients differ at that step, in the order of the encoder.
  public var tensors: [String]
  /// The number of parameters compared.
  public var tensorCount: Int
  /// The largest difference of a task's Spearman correlation; nil where tasks differ.
  public var largestScoreDifference: Double?
  /// Whether both kept the same parameters, to the bit; the same embeddings, where another program
  /// trained.
  public var sameParameters: Bool

  /// Compares the runs in two folders.
  ///
  /// - Throws: the readers' errors for a folder that holds no finished run.
  public init(_ first: URL, _ second: URL) throws {
    let records = (
      try FinishedRecord(first, shownAs: first.path + "/"),
      try FinishedRecord(second, shownAs: second.path + "/")
    )
    for (folder, record) in [(first, records.0), (second, records.1)]
    where record.manifest.imported != nil {
      throw InputError(
        file: folder.path,
        problem:
          "it was imported, so it has no steps and promises no bits; 'simcse compare' compares "
          + "scores")
    }
    let (manifests, results) = (
      (records.0.manifest, records.1.manifest), (records.0.result, records.1.result)
    )
    let hashes = (
      try Self.hashes(first, manifests.0), try Self.hashes(second, manifests.1)
    )
    settings = try Self.differences(
      manifests.0.entries,
      manifests.1.entries)
    provenance = Self.differences(Self.facts(manifests.0), Self.facts(manifests.1))
    let names = hashes.0.names.filter(Set(hashes.1.names).contains)
    tensorCount = names.count
    stepsCompared = min(hashes.0.rows.count, hashes.1.rows.count)
    let places = (
      names.map { hashes.0.names.firstIndex(of: $0) ?? 0 },
      names.map { hashes.1.names.firstIndex(of: $0) ?? 0 }
    )
    tensors = []
    for (step, rows) in zip(hashes.0.rows, hashes.1.rows).enumerated() {
      let parted = names.indices.filter { rows.0[places.0[$0]] != rows.1[places.1[$0]] }
      guard !parted.isEmpty else { continue }
      firstStep = step + 1
      tensors = parted.map { names[$0] }
      break
    }
    let scores = (results.0.scores.tasks, results.1.scores.tasks)
    if Set(scores.0.keys) == Set(scores.1.keys) {
      largestScoreDifference = scores.0.map { name, score in
        abs(score.spearman - (scores.1[name]?.spearman ?? .nan))
      }.max()
    }
    sameParameters =
      results.0.keptHash != nil && results.0.keptHash == results.1.keptHash
  }

  /// Whether the runs are one and the same in every bit that was compared.
  public var isNone: Bool { firstStep == nil && sameParameters && largestScoreDifference == 0 }

  /// None of a run that another program trained.
  private static func hashes(_ folder: URL, _ manifest: Manifest) throws -> StepHashes {
    manifest.settings?.trainer == nil
      ? try StepHashes(reading: folder.appendingPathComponent(Run.File.hashes))
      : StepHashes(names: [], rows: [])
  }

  private static func facts(_ manifest: Manifest) -> [(key: String, value: String)] {
    [
      ("commit", manifest.commit), ("compiler", manifest.compiler),
      ("blas", manifest.blas ?? ""), ("numeric-fingerprint", manifest.numericFingerprint ?? ""),
    ]
      + manifest.checksums.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
  }

  private static func differences(
    _ a: [(key: String, value: String)], _ b: [(key: String, value: String)]
  ) -> [[String]] {
    let (first, second) = (
      Dictionary(a.map { ($0.key, $0.value) }) { one, _ in one },
      Dictionary(b.map { ($0.key, $0.value) }) { one, _ in one }
    )
    return Set(first.keys).union(second.keys).sorted().compactMap { key in
      first[key] == second[key] ? nil : [key, first[key] ?? "–", second[key] ?? "–"]
    }
  }
}

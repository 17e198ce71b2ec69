import Data
import Decisions
import Evaluation
import Files
import Foundation
import Runs
import Statistics

extension StudyCollection {
  /// The settings that all runs share.
  static func common(_ runs: [[(key: String, value: String)]]) -> [StudySummary.Entry] {
    guard let first = runs.first else { return [] }
    return first.filter { entry in
      runs.allSatisfy { $0.contains { $0.key == entry.key && $0.value == entry.value } }
    }.map { StudySummary.Entry(key: $0.key, value: $0.value) }
  }

  /// The settings of each run, without its seeds, that not all runs share.
  static func differing(_ runs: [[(key: String, value: String)]]) -> [[StudySummary.Entry]] {
    let common = Set(Self.common(runs).map(\.key))
    return runs.map { run in
      run.filter { !$0.key.hasPrefix("seeds.") && !common.contains($0.key) }
        .map { StudySummary.Entry(key: $0.key, value: $0.value) }
    }
  }

  /// How many of a run's training examples hold a pair that is scored on, text by text.
  static func leaks(_ folder: URL) throws -> [String] {
    let file = folder.appendingPathComponent(Run.File.leaks)
    return try (RunFolder.kept([LeakReport].self, at: file) ?? []).map {
      "\($0.training): \(Numeral.grouped($0.leakedExamples)) of \(Numeral.grouped($0.examples))"
    }
  }

  /// What the runs were computed by and from; a value that differs is listed with all it was.
  static func provenance(
    _ manifests: [Manifest], leaks: [String]
  ) -> [StudySummary.Entry] {
    var fingerprints = distinct(manifests.compactMap(\.numericFingerprint))
    if fingerprints.contains(";") {
      fingerprints += "; these runs compare within rounding only, not bit for bit"
    }
    func distinct(_ values: [String]) -> String {
      values.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        .joined(separator: "; ")
    }
    let own = manifests.filter { $0.imported == nil }
    let walls = own.compactMap(\.wallSeconds)
    let wall = walls.reduce(0, +)
    var entries: [(String, String)] = []
    let trainers = own.compactMap(\.settings?.trainer?.words)
    if !trainers.isEmpty {
      entries.append(
        (
          "trained by",
          distinct(trainers) + "; another program: the same bits are not promised, and the "
            + "fingerprint is that of the scoring"
        ))
    }
    if !own.isEmpty {
      entries += [
        ("commit", distinct(own.map(\.commit))),
        ("compiler", distinct(own.map(\.compiler))),
        ("BLAS", distinct(manifests.compactMap(\.blas))),
        ("numeric fingerprint", fingerprints),
        ("threads a run", distinct(manifests.compactMap { $0.threads.map(String.init) })),
        ("wall time of all runs", ProgressLine.duration(wall)),
        ("wall time of a run", ProgressLine.duration(wall / Double(max(1, walls.count)))),
      ]
    }
    if own.count < manifests.count {
      let commits = manifests.filter { $0.imported != nil }.map(\.commit)
      entries.append(("commit of the import", distinct(commits)))
      entries += imported(manifests)
    }
    if !leaks.isEmpty {
      entries.append(("training examples that hold a scored pair", distinct(leaks)))
    }
    let roles = Set(manifests.flatMap(\.checksums.keys)).sorted()
    entries += roles.map { role in
      ("SHA-256 of \(role)", distinct(manifests.compactMap { $0.checksums[role] }))
    }
    return entries.map { StudySummary.Entry(key: $0.0, value: $0.1) }
  }

  /// The files that imported runs were made of.
  private static func imported(_ manifests: [Manifest]) -> [(String, String)] {
    manifests.compactMap(\.imported).flatMap(\.files).map { file in
      ("SHA-256 of the imported \(file.path)", file.sha256)
    }
  }

  /// What imported runs lack, a sentence a method.
  static func imported(_ runs: [FinishedRun], _ methods: [String]) -> [String]? {
    let sentences = methods.uniqued().compactMap { method in
      ImportedNotes.words(on: zip(methods, runs).filter { $0.0 == method }.map(\.1)).map {
        "\(method) was \($0)."
      }
    }
    return sentences.isEmpty ? nil : sentences
  }

  /// The mean score of the untrained encoders by task.
  static func untrained(
    _ results: [EvaluationResult], tasks: [String], _ correlation: Correlation
  ) -> [String: Double]? {
    guard !results.isEmpty else { return nil }
    var scores: [String: Double] = [:]
    for task in tasks.map(Optional.some) + [nil] {
      let measure = StudyMeasure(task: task, correlation: correlation)
      let own = results.compactMap { measure.value(in: $0) }
      scores[task ?? StudySummary.average] = try? mean(own)
    }
    return scores
  }

  /// What the pairs of STS-Benchmark, or of the first task, say, by variant.
  static func pairs(
    _ members: [Member], _ variants: [String], tasks: [String], _ correlation: Correlation
  ) -> (densities: [PairDensity], drivers: [PairDrivers]) {
    guard let task = tasks.first(where: { $0 == "STSBenchmark" }) ?? tasks.first else {
      return ([], [])
    }
    var found: (densities: [PairDensity], drivers: [PairDrivers]) = ([], [])
    for variant in variants.uniqued() {
      let own = zip(variants, members).filter { $0.0 == variant }
        .compactMap { $0.1.subsets(of: task) }
      guard !own.isEmpty else { continue }
      found.densities.append(
        PairDensity(variant: variant, task: task, runs: own.map { $0.flatMap(\.pairs) }))
      if let drivers = PairDrivers(
        variant: variant, task: task, runs: own, correlation: correlation)
      {
        found.drivers.append(drivers)
      }
    }
    return found
  }
}

import Foundation
import Model

extension StudyCollection {
  /// Tasks in the order of the catalog, others after them by name.
  static func order(_ names: [String]) -> [String] {
    let known = STSCatalog.tasks.map(\.name)
    return known.filter(names.contains) + names.filter { !known.contains($0) }
  }

  /// What sets a run apart beside its seeds; the variant's name when nothing does.
  static func label(
    _ factors: [StudyRecord.Factor], _ settings: RunSettings, labeled: Set<String>
  ) -> String {
    let streams = RandomStream.Name.allCases.map(\.rawValue) + ["seed"]
    let others = factors.filter { !streams.contains($0.key) }
    guard !others.isEmpty else { return type(of: settings.variant.variant).name }
    return others.map {
      $0.key == "variant" || labeled.contains($0.key) ? $0.label : "\($0.key) \($0.label)"
    }.joined(separator: ", ")
  }

  /// Settings as (key path, value) in the order of the keys.
  static func flattened(_ settings: RunSettings) throws -> [(key: String, value: String)] {
    func visit(_ value: JSONValue, _ path: String) -> [(key: String, value: String)] {
      guard case .object(let object) = value else { return [(path, value.label)] }
      return object.keys.sorted().flatMap { key in
        object[key].map { visit($0, path.isEmpty ? key : "\(path).\(key)") } ?? []
      }
    }
    return visit(try JSONDecoder().decode(JSONValue.self, from: settings.canonicalJSON), "")
  }

  /// The settings that all runs share.
  static func common(_ runs: [[(key: String, value: String)]]) -> [StudySummary.Entry] {
    guard let first = runs.first else { return [] }
    return first.filter { entry in
      runs.allSatisfy { $0.contains { $0.key == entry.key && $0.value == entry.value } }
    }.map { StudySummary.Entry(key: $0.key, value: $0.value) }
  }

  /// What the runs were computed by and from; a value that differs is listed with all it was.
  static func provenance(_ manifests: [Manifest]) -> [StudySummary.Entry] {
    var fingerprints = distinct(manifests.map(\.numericFingerprint))
    if fingerprints.contains(";") {
      fingerprints += "; these runs compare within rounding only, not bit for bit"
    }
    func distinct(_ values: [String]) -> String {
      values.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        .joined(separator: "; ")
    }
    let wall = manifests.reduce(0) { $0 + $1.wallSeconds }
    var entries: [(String, String)] = [
      ("commit", distinct(manifests.map(\.commit))),
      ("compiler", distinct(manifests.map(\.compiler))),
      ("BLAS", distinct(manifests.map(\.blas))),
      ("numeric fingerprint", fingerprints),
      ("threads a run", distinct(manifests.map { String($0.threads) })),
      ("wall time of all runs", ProgressLine.duration(wall)),
    ]
    let roles = Set(manifests.flatMap(\.checksums.keys)).sorted()
    entries += roles.map { role in
      ("SHA-256 of \(role)", distinct(manifests.compactMap { $0.checksums[role] }))
    }
    return entries.map { StudySummary.Entry(key: $0.0, value: $0.1) }
  }

  /// The mean score of the untrained encoders by task.
  static func untrained(_ results: [EvaluationResult], tasks: [String]) -> [String: Double]? {
    guard !results.isEmpty else { return nil }
    let count = Double(results.count)
    var scores: [String: Double] = [:]
    for task in tasks {
      scores[task] = results.reduce(0) { $0 + ($1.tasks[task]?.spearman ?? 0) } / count
    }
    scores[StudySummary.average] = results.reduce(0) { $0 + $1.average.spearman } / count
    return scores
  }

  /// The split of each variant's variance by task and on average, where its runs are fully crossed.
  static func shares(
    _ runs: [RunSummary], tasks: [String]
  ) -> [(share: VarianceShare, deviation: Double?)] {
    let variants = runs.reduce(into: [String]()) {
      if !$0.contains($1.variant) { $0.append($1.variant) }
    }
    return variants.flatMap { variant -> [(share: VarianceShare, deviation: Double?)] in
      let own = runs.filter { $0.variant == variant }
      return (tasks.indices.map(Optional.init) + [nil]).compactMap { task in
        func score(_ run: RunSummary) -> Double? {
          if let task { run.scores[task] } else { run.average }
        }
        guard let cells = crossed(own, score), let split = try? VarianceSplit(cells: cells),
          let shares = split.shares
        else { return nil }
        let name = task.map { tasks[$0] } ?? StudySummary.average
        return (
          VarianceShare(
            variant: variant, task: name, dataOrder: shares.rows, dropout: shares.columns,
            remainder: shares.remainder),
          try? standardDeviation(cells.flatMap { $0 })
        )
      }
    }
  }

  /// Scores by data order (rows) and dropout (columns); nil unless each cell has one run.
  private static func crossed(
    _ runs: [RunSummary], _ score: (RunSummary) -> Double?
  ) -> [[Double]]? {
    func seed(_ run: RunSummary, _ name: RandomStream.Name) -> UInt64 {
      run.seeds.first { $0.stream == name.rawValue }?.seed ?? 0
    }
    let rows = Set(runs.map { seed($0, .dataOrder) }).sorted()
    let columns = Set(runs.map { seed($0, .dropout) }).sorted()
    guard rows.count >= 2, columns.count >= 2, runs.count == rows.count * columns.count else {
      return nil
    }
    var cells: [[Double]] = []
    for row in rows {
      var line: [Double] = []
      for column in columns {
        let found = runs.filter { seed($0, .dataOrder) == row && seed($0, .dropout) == column }
        guard found.count == 1, let value = score(found[0]) else { return nil }
        line.append(value)
      }
      cells.append(line)
    }
    return cells
  }

  /// What training did to the average and how its variance splits, in words; nil without a split.
  static func answer(
    _ shares: [(share: VarianceShare, deviation: Double?)], runs: [RunSummary],
    untrained: [String: Double]?
  ) -> String? {
    guard let (share, deviation) = shares.first(where: { $0.share.task == StudySummary.average }),
      let order = share.dataOrder, let dropout = share.dropout, let rest = share.remainder,
      let deviation, let before = untrained?[StudySummary.average],
      let after = try? mean(runs.compactMap(\.average))
    else { return nil }
    func percent(_ share: Double) -> String { Numeral.fixed(100 * share, decimals: 0) + " %" }
    return "Training \(after < before ? "lowered" : "raised") the average score from "
      + "\(Numeral.hundredfold(before)) to \(Numeral.hundredfold(after)), with a standard deviation "
      + "of \(Numeral.hundredfold(deviation)) over \(runs.count) runs. The estimated shares of that "
      + "variance are \(percent(order)) data order, \(percent(dropout)) dropout and "
      + "\(percent(rest)) what the two do together or neither explains; so few runs leave them "
      + "uncertain."
  }
}

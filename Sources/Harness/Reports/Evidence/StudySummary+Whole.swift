import Decisions
import Files
import Statistics

extension StudySummary {
  /// Refuses numbers that no report has and that nothing can be computed from.
  ///
  /// - Throws: `InputError` naming the key.
  func requireWhole(file: String) throws(InputError) {
    func require(_ isWhole: Bool, _ key: String, _ words: String) throws(InputError) {
      guard isWhole else {
        throw InputError(
          file: file, problem: "\(key) \(words); write the report again from its runs")
      }
    }
    let rule = analysis.rule
    try require(
      rule.level > 0.5 && rule.level < 1, "analysis.rule.level", "is not above 0.5 and below 1")
    try require(
      (100...Self.mostDraws).contains(rule.draws), "analysis.rule.draws",
      "is not from 100 to \(Self.mostDraws)")
    try require(
      rule.margin.map { $0 > 0 && $0 <= 1 } ?? true, "analysis.rule.margin",
      "is not above 0 and at most 1")
    for (index, run) in runs.enumerated() {
      let all =
        [run.scores + [run.average]] + (run.other.map { [$0.scores + [$0.average]] } ?? [])
        + (run.before.map { [$0] } ?? [])
      for scores in all {
        try require(
          scores.count == tasks.count + 1, "runs[\(index)].scores",
          "has not one score for each of \(tasks.count) tasks")
        try require(
          scores.allSatisfy { $0.map { (-1...1).contains($0) } ?? true }, "runs[\(index)].scores",
          "has one outside −1…1")
      }
      try require(
        (run.training.map(\.step) + run.selection.map(\.step)
          + (run.diagnostics ?? []).map(\.step)).allSatisfy { (0...Self.mostSteps).contains($0) },
        "runs[\(index)]", "has a step that is none")
    }
    for (index, verdict) in decisions.enumerated() {
      try require(
        verdict.level > 0.5 && verdict.level < 1, "decisions[\(index)].level",
        "is not above 0.5 and below 1")
      try require(
        (verdict.comparisons ?? []).allSatisfy { own in
          own.seeds >= 2
            && [own.varianceFromSeeds, own.varianceFromPairs].allSatisfy { (0...4).contains($0) }
        }, "decisions[\(index)].comparisons",
        "has fewer than two seeds, or a variance outside 0…4")
    }
    for (index, density) in densities.enumerated() {
      let width = density.counts.first?.count ?? 0
      try require(
        density.counts.count == PairDensity.levels * PairDensity.binsPerLevel
          && density.counts.allSatisfy { row in
            row.count == width && row.allSatisfy { (0...Self.mostCounted).contains($0) }
          } && density.firstBin.magnitude <= Self.mostBins, "densities[\(index)]",
        "has bins or counts that are none")
    }
  }

  private static let mostDraws = 10_000_000
  private static let mostSteps = 1_000_000_000
  private static let mostCounted = 1_000_000_000
  private static let mostBins = 1_000
}

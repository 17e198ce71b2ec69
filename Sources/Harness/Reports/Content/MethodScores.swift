import Decisions
import Files
import Model
import Statistics

/// The runs of several methods, to be compared over the seeds they have in common.
struct MethodScores {
  let runs: [RunSummary]
  let tasks: [String]
  let rule: StudyAnalysis.Rule
  let methods: [String]
  let baseline: String

  init(_ runs: [RunSummary], tasks: [String], rule: StudyAnalysis.Rule) {
    self.runs = runs
    self.tasks = tasks
    self.rule = rule
    methods = runs.map(\.variant).uniqued()
    baseline = rule.baseline ?? methods.first ?? ""
    precondition(
      methods.isEmpty || methods.contains(baseline),
      "the baseline '\(baseline)' is none of \(methods)")
  }

  /// Runs of two methods under the same seeds of all streams, in the order of the first.
  private func common(_ a: String, _ b: String) -> [(a: RunSummary, b: RunSummary)] {
    let others = runs.filter { $0.variant == b }
    return runs.filter { $0.variant == a }.compactMap { run in
      others.first { $0.allSeeds == run.allSeeds }.map { (run, $0) }
    }
  }

  // MARK: Against the baseline

  /// Holm's adjustment counts the methods of a column as one family.
  var comparisons: (found: [BaselineComparison], missing: [String]) {
    var (found, missing): ([BaselineComparison], [String]) = ([], [])
    let others = methods.filter { $0 != baseline }
    for (column, task) in (tasks + [StudySummary.average]).enumerated() {
      var family: [(method: String, scores: CommonScores, plain: PairedComparison)] = []
      for method in others {
        let pairs = common(method, baseline).compactMap { pair -> (RunSummary, Double, Double)? in
          guard let a = pair.a.columns[column], let b = pair.b.columns[column] else { return nil }
          return (pair.a, a, b)
        }
        guard let scores = CommonScores(pairs), let plain = scores.comparison(level: rule.level)
        else {
          // The average comes last: a method that was compared on a task is not missing.
          if task == StudySummary.average, !found.contains(where: { $0.method == method }) {
            missing.append(reason(method, common: pairs.count))
          }
          continue
        }
        family.append((method, scores, plain))
      }
      let adjusted = holmAdjusted(family.map(\.plain.p))
      for (entry, p) in zip(family, adjusted) {
        found.append(
          BaselineComparison(
            method: entry.method, baseline: baseline, task: task, comparison: entry.plain,
            adjusted: p, verdict: verdict(entry.scores, entry.plain, p, of: family.count)))
      }
    }
    return (found, missing)
  }

  private func reason(_ method: String, common: Int) -> String {
    common < 2
      ? "\(method) and \(baseline) have \(Numeral.count(common, "common seed")) with scores of the"
        + " same tasks; a comparison needs at least two common seeds."
      : "The seeds of \(method) are neither independent nor fully crossed, so that the mean of its"
        + " differences to \(baseline) has no plain error."
  }

  /// Better or worse where Holm's adjustment rejects; otherwise what an interval of Bonferroni's
  /// level settles, which is wider than Holm asks for.
  private func verdict(
    _ scores: CommonScores, _ plain: PairedComparison, _ adjusted: Double, of family: Int
  ) -> BaselineComparison.Verdict {
    if adjusted <= 1 - rule.level {
      return plain.difference > 0 ? .better : plain.difference < 0 ? .worse : .noDifference
    }
    guard let wide = scores.comparison(level: 1 - (1 - rule.level) / Double(family)) else {
      return .unresolved(moreSeeds: nil)
    }
    switch Verdict(wide, margin: rule.margin ?? .leastNonzeroMagnitude) {
    case .noDifferenceLarger: return .noDifference
    case .unresolved(let seeds): return .unresolved(moreSeeds: seeds)
    // Rounding alone can part the two rules.
    case .better, .worse: return .unresolved(moreSeeds: 1)
    }
  }

  // MARK: Among each other

  var superiorities: [MethodSuperiority] {
    methods.enumerated().flatMap { place, a in
      methods[(place + 1)...].compactMap { b -> MethodSuperiority? in
        let pairs = common(a, b).compactMap { pair -> (RunSummary, Double, Double)? in
          guard let x = pair.a.average, let y = pair.b.average else { return nil }
          return (pair.a, x, y)
        }
        func all(_ method: String) -> [Double] {
          runs.filter { $0.variant == method }.compactMap(\.average)
        }
        let isPaired = pairs.count >= 2
        let found =
          try? isPaired
          ? Superiority.paired(pairs.map(\.1), pairs.map(\.2), level: rule.level)
          : Superiority.independent(all(a), all(b), level: rule.level)
        guard let found else { return nil }
        let isIndependent = SeedLayout(pairs.map(\.0.allSeeds)) == .independent
        return MethodSuperiority(
          a: a, b: b, count: isPaired ? pairs.count : min(all(a).count, all(b).count),
          isPaired: isPaired, probability: found.probability,
          interval: isPaired && !isIndependent ? nil : found.interval)
      }
    }
  }

  var ranks: [MethodRank] {
    guard methods.count >= 3, let first = methods.first else { return [] }
    let seeds = runs.filter { $0.variant == first && $0.average != nil }.map(\.allSeeds)
      .filter { seeds in
        methods.allSatisfy { method in
          runs.contains { $0.variant == method && $0.allSeeds == seeds && $0.average != nil }
        }
      }
    guard seeds.count >= 2, SeedLayout(seeds) == .independent else { return [] }
    let scores = methods.map { method in
      seeds.compactMap { seeds in
        runs.first { $0.variant == method && $0.allSeeds == seeds }?.average
      }
    }
    guard let found = try? RankIntervals(names: methods, scores: scores, level: rule.level) else {
      return []
    }
    return found.methods.map {
      MethodRank(
        method: $0.name, mean: $0.mean, best: $0.places.lowerBound, worst: $0.places.upperBound,
        groups: $0.groups, seeds: seeds.count)
    }
  }
}

/// Scores of two methods under common seeds, and how those are laid out.
private struct CommonScores {
  let a: [Double]
  let b: [Double]
  let layout: SeedLayout

  /// Nil for fewer than two, or seeds whose mean has no plain error.
  init?(_ pairs: [(run: RunSummary, a: Double, b: Double)]) {
    guard pairs.count >= 2, let layout = SeedLayout(pairs.map(\.run.allSeeds)) else { return nil }
    a = pairs.map(\.a)
    b = pairs.map(\.b)
    self.layout = layout
  }

  func comparison(level: Double) -> PairedComparison? {
    switch layout {
    case .independent: try? PairedComparison(a, b, level: level)
    case .crossed:
      PairedComparison(SeedSpread(zip(a, b).map { $0 - $1 }, layout: layout), level: level)
    }
  }
}

extension PairedComparison {
  /// The comparison whose differences have a spread; crossed seeds share luck, so their error is
  /// that of ``SeedSpread``, and `deviation` is the one that gives it over `count` seeds.
  init?(_ differences: SeedSpread, level: Double) {
    guard let uncertainty = differences.uncertainty,
      let interval = differences.interval(level: level)
    else { return nil }
    let error = uncertainty.ofMean.squareRoot()
    let p =
      error > 0
      ? FDistribution.twoSidedTail(
        t: differences.mean / error, degrees: uncertainty.degreesOfFreedom)
      : differences.mean == 0 ? 1 : 0
    self.init(
      count: differences.runs, difference: differences.mean,
      deviation: error * Double(differences.runs).squareRoot(), interval: interval, p: p)
  }
}

import Decisions
import Files
import Model
import Runs
import Statistics

/// The runs of several methods, to be compared over the seeds they have in common.
struct MethodScores {
  let runs: [RunSummary]
  let tasks: [String]
  let rule: StudyAnalysis.Rule
  let methods: [String]
  let baseline: String
  /// What sentence pairs bring to the squared error of the average, by method; empty where seeds count alone.
  let pairVariances: [String: Double]

  init(
    _ runs: [RunSummary], tasks: [String], rule: StudyAnalysis.Rule,
    pairVariances: [String: Double] = [:]
  ) {
    self.runs = runs
    self.pairVariances = pairVariances
    self.tasks = tasks
    self.rule = rule
    methods = runs.map(\.variant).uniqued()
    baseline = rule.baseline ?? methods.first ?? ""
    precondition(
      methods.isEmpty || methods.contains(baseline),
      "the baseline '\(baseline)' is none of \(methods)")
  }

  /// Runs of two methods under the same seeds of all streams that both draw from, in the order of the
  /// first.
  private func common(_ a: String, _ b: String) -> [(a: RunSummary, b: RunSummary)] {
    let others = runs.filter { $0.variant == b }
    return runs.filter { $0.variant == a }.compactMap { run in
      // A seed of another program draws nothing of what the same number draws here.
      others.first {
        $0.seeds.agree(with: run.seeds) && $0.imported?.program == run.imported?.program
      }.map { (run, $0) }
    }
  }

  // MARK: Against the baseline

  /// In every column.
  var comparisons: (found: [BaselineComparison], missing: [String]) {
    comparisons(in: Array((tasks + [StudySummary.average]).enumerated()), countsSeeds: true)
  }

  /// On the average alone, without the seeds that would resolve it.
  var averages: [BaselineComparison] {
    comparisons(in: [(tasks.count, StudySummary.average)], countsSeeds: false).found
  }

  /// Holm's adjustment counts the methods of a column as one family.
  private func comparisons(
    in columns: [(offset: Int, element: String)], countsSeeds: Bool
  ) -> (found: [BaselineComparison], missing: [String]) {
    var (found, missing): ([BaselineComparison], [String]) = ([], [])
    let others = methods.filter { $0 != baseline }
    for (column, task) in columns {
      var family: [(method: String, difference: Difference)] = []
      for method in others {
        let pairs = common(method, baseline).compactMap { pair -> (RunSummary, Double, Double)? in
          guard let a = pair.a.columns[column], let b = pair.b.columns[column] else { return nil }
          return (pair.a, a, b)
        }
        guard let layout = SeedLayout(pairs.map(\.0.seeds)),
          let difference = try? Difference(
            paired: pairs.map(\.1), pairs.map(\.2), layout: layout,
            varianceFromPairs: task == StudySummary.average ? pairVariances[method] : nil
          ).rounded(by: rounding(method, task) + rounding(baseline, task))
        else {
          // The average comes last: a method that was compared on a task is not missing.
          if task == StudySummary.average, !found.contains(where: { $0.method == method }) {
            missing.append(reason(method, common: pairs.count))
          }
          continue
        }
        family.append((method, difference))
      }
      let verdicts = Verdicts(
        family.map(\.difference), level: rule.level, margin: rule.margin, countsSeeds: countsSeeds)
      for (index, entry) in family.enumerated() {
        found.append(
          BaselineComparison(
            method: entry.method, baseline: baseline, task: task, difference: entry.difference,
            level: rule.level, methods: family.count, adjustedP: verdicts.adjustedP[index],
            verdict: verdicts.all[index]))
      }
    }
    return (found, missing)
  }

  private func rounding(_ method: String, _ column: String) -> Double {
    runs.filter { $0.variant == method }.map { $0.rounding(column, tasks: tasks) }.max() ?? 0
  }

  private func reason(_ method: String, common: Int) -> String {
    common < 2
      ? "\(method) and \(baseline) have \(Numeral.count(common, "common seed")) with scores of the"
        + " same tasks; a comparison needs at least two common seeds."
      : "The standard error of \(method) less \(baseline) is undefined: its seeds are neither"
        + " independent nor fully crossed."
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
        let rounding = rounding(a, StudySummary.average) + rounding(b, StudySummary.average)
        let found =
          try? isPaired
          ? Superiority.paired(
            pairs.map(\.1), pairs.map(\.2), rounding: rounding, level: rule.level)
          : Superiority.independent(all(a), all(b), rounding: rounding, level: rule.level)
        guard let found else { return nil }
        let isIndependent = SeedLayout(pairs.map(\.0.seeds)) == .independent
        return MethodSuperiority(
          a: a, b: b, count: isPaired ? pairs.count : min(all(a).count, all(b).count),
          isPaired: isPaired, probability: found.probability,
          interval: isPaired && !isIndependent ? nil : found.interval)
      }
    }
  }

  var ranks: [MethodRank] {
    guard methods.count >= 3, let first = methods.first else { return [] }
    let seeds = runs.filter { $0.variant == first && $0.average != nil }.map(\.seeds)
      .filter { seeds in
        methods.allSatisfy { method in
          runs.contains {
            $0.variant == method && $0.seeds.agree(with: seeds) && $0.average != nil
          }
        }
      }
    guard seeds.count >= 2, SeedLayout(seeds) == .independent else { return [] }
    let scores = methods.map { method in
      seeds.compactMap { seeds in
        runs.first { $0.variant == method && $0.seeds.agree(with: seeds) }?.average
      }
    }
    guard
      let found = try? RankIntervals(
        names: methods, scores: scores,
        roundings: methods.map { rounding($0, StudySummary.average) }, level: rule.level)
    else { return [] }
    return found.methods.map {
      MethodRank(
        method: $0.name, mean: $0.mean, best: $0.places.lowerBound, worst: $0.places.upperBound,
        groups: $0.groups, seeds: seeds.count)
    }
  }
}

import Files
import Model
import Runs
import Statistics

/// The rule `paired-bootstrap`.
///
/// The difference of two methods has an error that seeds and pairs bring (``SentenceBootstrap``), and
/// so a verdict against each bound of the rule, the methods being one family (``Verdicts``). Better
/// than a bound that it must lie above holds, worse does not; else it is unresolved.
extension StudyVerdict {
  static func comparisons(
    _ runs: [FinishedRun], _ rule: DecisionRule, _ measure: StudyMeasure, file: String,
    stream: RandomStream, compute: Compute
  ) throws -> [Comparison] {
    let factors = runs.map(\.factors)
    let methods = FactorialRuns.varyingKeys(factors).filter { !SeedKeys.isSeed($0) }
    guard methods.count == 1 else {
      throw InputError(file: file, problem: "its runs do not differ in one factor besides seeds")
    }
    let sides = SeedKeys.sides(factors, by: methods[0])
    let names = runs[0].tasks.map(\.name)
    let tasks = measure.task.map { [$0] } ?? names
    var differences: [Difference] = []
    var found: [Comparison] = []
    for side in sides.dropFirst() {
      let pairs = SeedKeys.common(
        side.runs.map { runs[$0].seeds }, sides[0].runs.map { runs[$0].seeds })
      let common = try CommonPairs(
        pairs.map { runs[side.runs[$0.0]] }, pairs.map { runs[sides[0].runs[$0.1]] }, tasks: tasks)
      let bootstrap = try SentenceBootstrap(
        common.tasks, sentences: common.sentences, correlation: measure.correlation,
        resamples: rule.resamples, stream: stream.fork(side.label), compute: compute)
      let measured = measure.task == nil ? bootstrap.average : bootstrap.tasks[0]
      differences.append(measured.difference)
      var comparison = Comparison(
        method: side.label, reference: sides[0].label, difference: measured.difference,
        level: rule.level)
      (comparison.pairs, comparison.effectivePairs) = (measured.pairs, measured.effectivePairs)
      found.append(comparison)
    }
    return judged(found, differences, rule.clauses, level: rule.level)
  }

  /// What a rule says of differences, the methods being one family.
  static func judged(
    _ comparisons: [Comparison], _ differences: [Difference], _ clauses: [DecisionRule.Clause],
    level: Double
  ) -> [Comparison] {
    var found = comparisons
    for clause in clauses {
      guard case .number(let bound) = clause.right else { continue }
      let verdicts = Verdicts(differences, level: level, bound: bound, margin: nil)
      for (index, verdict) in verdicts.all.enumerated() {
        found[index].add(
          verdict, isAbove: clause.isAbove, p: differences[index].p(against: bound),
          adjustedP: verdicts.adjustedP[index])
      }
    }
    for index in found.indices where found[index].outcome != .unresolved {
      found[index].moreSeeds = nil
    }
    return found
  }
}

extension StudyVerdict.Comparison {
  /// A comparison that no clause has judged yet.
  init(method: String, reference: String, difference: Difference, level: Double) {
    self.init(
      method: method, reference: reference, seeds: difference.count,
      difference: difference.estimate, interval: difference.interval(level: level),
      seedInterval: difference.overSeeds.interval(level: level),
      varianceFromSeeds: difference.varianceFromSeeds,
      varianceFromPairs: difference.varianceFromPairs ?? 0, pairs: nil, effectivePairs: nil, p: 0,
      adjustedP: 0,
      outcome: .holds, moreSeeds: 0)
  }
}

extension StudyVerdict.Comparison {
  /// What the verdict against one more bound adds: of several, the worst.
  fileprivate mutating func add(
    _ verdict: Verdict, isAbove: Bool, p: Double, adjustedP: Double
  ) {
    self.p = max(self.p ?? 0, p)
    self.adjustedP = max(self.adjustedP, adjustedP)
    switch verdict {
    case isAbove ? .better : .worse: break
    case .better, .worse: outcome = .doesNotHold
    case .noDifference:
      if outcome == .holds { outcome = .unresolved }
      moreSeeds = nil
    case .unresolved(let seeds):
      if outcome == .holds { outcome = .unresolved }
      moreSeeds = moreSeeds.flatMap { known in seeds.map { max(known, $0) } }
    }
  }
}

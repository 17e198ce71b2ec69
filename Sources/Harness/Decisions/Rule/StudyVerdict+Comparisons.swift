import Model
import Runs
import Statistics

/// The rule `paired-bootstrap`.
///
/// The difference of two methods has an error that seeds and pairs bring (``MultiBootstrap``), and
/// so a two-sided p against each bound of the rule: p at most 1 − level is the same as an interval
/// that leaves the bound out. Over several methods the p-values of a bound are Holm's. A bound on
/// the right side holds, on the wrong side it does not; else it did not resolve.
extension StudyVerdict {
  static func comparisons(
    _ runs: [ComparedRun], _ rule: DecisionRule, _ measure: StudyMeasure, file: String,
    stream: RandomStream, compute: Compute
  ) throws -> [Comparison] {
    let factors = runs.map(\.factors)
    let methods = FactorialRuns.varyingKeys(factors).filter { !SeedKeys.isSeed($0) }
    guard methods.count == 1 else {
      throw StudyError(file: file, problem: "its runs do not differ in one factor besides seeds")
    }
    let sides = SeedKeys.sides(factors, by: methods[0])
    let names = runs[0].run.tasks.map(\.name)
    let tasks = measure.task.map { [$0] } ?? names
    var errors: [JointError] = []
    var found: [Comparison] = []
    for side in sides.dropFirst() {
      let common = SeedKeys.common(
        side.runs.map { runs[$0].run.seeds }, sides[0].runs.map { runs[$0].run.seeds })
      let a = common.map { runs[side.runs[$0.0]] }
      let b = common.map { runs[sides[0].runs[$0.1]] }
      let scored = try ComparedRun.scoredTasks(a, b, tasks: tasks)
      let bootstrap = try MultiBootstrap(
        scored, correlation: measure.correlation, resamples: rule.resamples, level: rule.level,
        stream: stream.fork(side.label), compute: compute)
      let difference = measure.task == nil ? bootstrap.average : bootstrap.tasks[0]
      func scores(_ runs: [ComparedRun]) -> [Double] {
        runs.compactMap { measure.value(in: $0.result.scores) }
      }
      let paired = try PairedComparison(scores(a), scores(b), level: rule.level)
      errors.append(
        JointError(
          difference, seeds: common.count, pairs: scored.reduce(0) { $0 + $1.gold.count }))
      found.append(
        Comparison(
          method: side.label, reference: sides[0].label, seeds: common.count,
          difference: difference.difference, interval: difference.interval,
          seedInterval: paired.interval, varianceFromSeeds: difference.varianceFromSeeds,
          varianceFromPairs: difference.varianceFromPairs, adjustedP: 0, outcome: .holds,
          moreSeeds: nil))
    }
    let alpha = 1 - rule.level
    for clause in rule.clauses {
      guard case .number(let bound) = clause.right else { continue }
      let adjusted = holmAdjusted(errors.map { $0.p(against: bound) })
      for index in found.indices {
        found[index].adjustedP = max(found[index].adjustedP, adjusted[index])
        let isSettled = adjusted[index] <= alpha
        let isRight = (found[index].difference > bound) == clause.isAbove
        if isSettled && !isRight {
          found[index].outcome = .doesNotHold
        } else if !isSettled && found[index].outcome == .holds {
          found[index].outcome = .didNotResolve
        }
        if !isSettled {
          let more = errors[index].moreSeeds(against: bound, level: rule.level)
          found[index].moreSeeds = max(found[index].moreSeeds ?? 0, more ?? Verdict.mostSeeds + 1)
        }
      }
    }
    for index in found.indices {
      let isOpen = found[index].outcome == .didNotResolve
      if !isOpen || found[index].moreSeeds ?? 0 > Verdict.mostSeeds { found[index].moreSeeds = nil }
    }
    return found
  }
}

/// The error of a difference that the joint bootstrap found, split into what more seeds shrink and
/// what they do not.
struct JointError {
  let difference: Double
  private let fromSeeds: Double
  private let fromPairs: Double
  private let seeds: Int
  private let pairs: Int
  /// The standard error behind the interval.
  private let error: Double

  init(_ difference: MultiBootstrap.Difference, seeds: Int, pairs: Int) {
    self.difference = difference.difference
    (fromSeeds, fromPairs) = (difference.varianceFromSeeds, difference.varianceFromPairs)
    (self.seeds, self.pairs) = (seeds, pairs)
    let interval = difference.interval
    let t = Self.quantile(
      fromSeeds: fromSeeds, fromPairs: fromPairs, seeds: seeds, pairs: pairs, level: interval.level)
    error = t > 0 ? interval.halfWidth / t : 0
  }

  /// The two-sided chance of a difference this far from `bound`.
  func p(against bound: Double) -> Double {
    guard error > 0 else { return difference == bound ? 1 : 0 }
    return FDistribution.twoSidedTail(
      t: (difference - bound) / error,
      degrees: Self.degrees(
        fromSeeds: fromSeeds, fromPairs: fromPairs, seeds: seeds, pairs: pairs))
  }

  /// The fewest further seeds whose interval would leave `bound` out, at the difference of now; nil
  /// beyond ``Verdict/mostSeeds``, as where the pairs alone leave too much room.
  func moreSeeds(against bound: Double, level: Double) -> Int? {
    let room = abs(difference - bound)
    func isEnough(_ more: Int) -> Bool {
      let part = fromSeeds * Double(seeds) / Double(seeds + more)
      let t = Self.quantile(
        fromSeeds: part, fromPairs: fromPairs, seeds: seeds + more, pairs: pairs, level: level)
      return t * (part + fromPairs).squareRoot() < room
    }
    return fewest(above: 0, most: Verdict.mostSeeds, isEnough: isEnough)
  }

  private static func degrees(
    fromSeeds: Double, fromPairs: Double, seeds: Int, pairs: Int
  ) -> Double {
    let sum = fromSeeds + fromPairs
    return sum * sum
      / (fromSeeds * fromSeeds / Double(seeds - 1) + fromPairs * fromPairs / Double(pairs - 1))
  }

  private static func quantile(
    fromSeeds: Double, fromPairs: Double, seeds: Int, pairs: Int, level: Double
  ) -> Double {
    guard fromSeeds + fromPairs > 0 else { return 0 }
    return FDistribution.twoSidedQuantile(
      level: level,
      degrees: degrees(fromSeeds: fromSeeds, fromPairs: fromPairs, seeds: seeds, pairs: pairs))
  }
}

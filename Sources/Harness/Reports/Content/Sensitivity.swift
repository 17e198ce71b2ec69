import Decisions
import Files
import Model
public import Statistics

/// Which verdicts change when one seed or one task is left out, or the other correlation is taken.
///
/// Of several methods, their verdicts on the average; of one method, those of the study's rule on shares
/// of the variance. The error that pairs bring is kept, and, where a task is left out, taken to be spread
/// evenly over the tasks.
public struct Sensitivity: Codable, Sendable, Equatable {
  /// A verdict that changes.
  public struct Flip: Codable, Sendable, Equatable {
    /// The method, or the rule on shares.
    public var of: String
    /// As `without seed 3`, `without STS12`, `by Pearson`.
    public var change: String
    /// The verdict on the page, and after the change, in a word.
    public var verdict: String
    public var becomes: String
    /// Of a method against the baseline, after the change.
    public var difference: Double?
    public var interval: Interval?
  }

  /// The seeds and tasks that were left out in turn, and the other correlation where there is one.
  public var seeds: [String]
  public var tasks: [String]
  public var correlation: String?
  public var flips: [Flip]
  /// What was not looked at, and why, a sentence each.
  public var notLookedAt: [String]

  /// Nil where there is no verdict.
  init?(_ summary: StudySummary, otherDecisions: [StudyVerdict], compute: Compute) {
    (seeds, tasks, correlation, flips, notLookedAt) = ([], [], nil, [], [])
    let onShares = summary.decisions.filter { $0.shares != nil && $0.outcome != nil }
    guard !summary.averages.isEmpty || !onShares.isEmpty else { return nil }
    let look = { (change: String, changed: StudySummary, pairs: Double, others: [StudyVerdict]) in
      Self.verdicts(
        changed, summary, onShares, change: change, pairFactor: pairs, otherDecisions: others,
        compute: compute)
    }
    leaveSeedsOut(summary, look)
    leaveTasksOut(summary, look)
    if let other = summary.byOther {
      if let found = look("by \(other.name)", other.summary, 1, otherDecisions) {
        correlation = other.name
        flips += found
      }
    } else if ["Spearman", "Pearson"].contains(summary.measure) {
      notLookedAt.append(
        "The other correlation was not looked at: its scores are not kept with this page.")
    }
  }

  private typealias Look = (String, StudySummary, Double, [StudyVerdict]) -> [Flip]?

  private mutating func leaveSeedsOut(_ summary: StudySummary, _ look: Look) {
    let factors = SeedFactors(summary.runs)
    var failed: [String] = []
    for (factor, name) in factors.names.enumerated() {
      for level in factors.levels.map({ $0[factor] }).uniqued() {
        let label = factors.names.count == 1 ? "seed \(level)" : "\(name) \(level)"
        var changed = summary
        changed.runs = zip(summary.runs, factors.levels).filter { $0.1[factor] != level }.map(\.0)
        if let found = look("without \(label)", changed, 1, []) {
          seeds.append(label)
          flips += found
        } else {
          failed.append(label)
        }
      }
    }
    if !failed.isEmpty {
      notLookedAt.append(
        "Not left out, because too few runs would remain: \(failed.joined(separator: ", ")).")
    }
  }

  private mutating func leaveTasksOut(_ summary: StudySummary, _ look: Look) {
    guard summary.tasks.count > 1 else { return }
    let count = Double(summary.tasks.count)
    for (place, task) in summary.tasks.enumerated() {
      var changed = summary
      changed.tasks.remove(at: place)
      for index in changed.runs.indices {
        changed.runs[index].scores.remove(at: place)
        changed.runs[index].average = changed.averageOfTasks(changed.runs[index].scores)
      }
      if let found = look("without \(task)", changed, count / (count - 1), []) {
        tasks.append(task)
        flips += found
      }
    }
  }

  /// The verdicts that differ from the page's; nil where one of them could not be made.
  private static func verdicts(
    _ changed: StudySummary, _ summary: StudySummary, _ onShares: [StudyVerdict], change: String,
    pairFactor: Double, otherDecisions: [StudyVerdict], compute: Compute
  ) -> [Flip]? {
    guard let methods = methods(changed, summary, pairFactor: pairFactor, otherDecisions) else {
      return nil
    }
    func word(_ comparison: BaselineComparison) -> String {
      comparison.verdict.word(margin: summary.analysis.marginWords)
    }
    var flips: [Flip] = []
    for own in summary.averages {
      guard let new = methods.first(where: { $0.method == own.method }) else { return nil }
      guard word(new) != word(own) else { continue }
      flips.append(
        Flip(
          of: own.method, change: change, verdict: word(own), becomes: word(new),
          difference: new.difference, interval: new.interval))
    }
    for verdict in onShares {
      // A rule on one task says nothing of another.
      guard StudyMeasure(verdict.measure)?.task == nil || changed.tasks == summary.tasks else {
        continue
      }
      guard
        let new = try? verdict.again(
          changed.scoredRuns(of: verdict, file: summary.name), file: summary.name,
          compute: compute),
        let (old, outcome) = verdict.outcome.flatMap({ old in new.outcome.map { (old, $0) } })
      else { return nil }
      guard outcome != old else { continue }
      flips.append(
        Flip(
          of: verdict.rule, change: change, verdict: old.words, becomes: outcome.words,
          difference: nil, interval: nil))
    }
    return flips
  }

  private static func methods(
    _ changed: StudySummary, _ summary: StudySummary, pairFactor: Double,
    _ otherDecisions: [StudyVerdict]
  ) -> [BaselineComparison]? {
    guard !summary.averages.isEmpty else { return [] }
    guard let baseline = summary.baseline, changed.variants.contains(baseline) else { return nil }
    var rule = summary.analysis.rule
    rule.baseline = baseline
    var analysis = summary.analysis
    analysis.rule = rule
    func comparisons(_ pairVariances: [String: Double]) -> [BaselineComparison] {
      MethodScores(
        changed.runs, tasks: changed.tasks, rule: rule, pairVariances: pairVariances
      ).averages
    }
    if !otherDecisions.isEmpty {
      analysis.comparisons = comparisons([:])
      if let ruling = analysis.ruling(otherDecisions) { return analysis.averages(by: ruling) }
    }
    let pairs = (summary.ruling?.comparisons ?? []).map {
      ($0.method, $0.varianceFromPairs * pairFactor)
    }
    return comparisons(Dictionary(pairs) { first, _ in first })
  }
}

extension StudySummary {
  /// The same runs with their scores by the other correlation, and its name; nil where one lacks them.
  fileprivate var byOther: (name: String, summary: StudySummary)? {
    guard ["Spearman", "Pearson"].contains(measure), runs.allSatisfy({ $0.other != nil }) else {
      return nil
    }
    var summary = self
    for index in runs.indices {
      summary.runs[index].scores = runs[index].other?.scores ?? []
      summary.runs[index].average = runs[index].other?.average
    }
    return (measure == "Spearman" ? "Pearson" : "Spearman", summary)
  }
}

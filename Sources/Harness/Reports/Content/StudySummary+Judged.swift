import Decisions
import Evaluation
import Files
package import Model
import Runs
import Statistics

/// What a summary says of its runs, from nothing but what it carries.
extension StudySummary {
  /// Fills in what follows from the runs' analysis and the rules: the comparisons by the study's own rule,
  /// what changes a verdict, and the answer.
  ///
  /// - Inputs: `otherDecisions`, what the rules say by the other correlation.
  mutating func judge(otherDecisions: [StudyVerdict], compute: Compute) {
    analysis.comparisons = analysis.comparisons(by: analysis.ruling(decisions))
    sensitivity = Sensitivity(self, otherDecisions: otherDecisions, compute: compute)
    let words = Answer(
      runs: runs, tasks: tasks, analysis: analysis, decisions: decisions,
      untrained: untrained?[Self.average], sensitivity: sensitivity, gains: startGains,
      compute: compute)
    (headline, answer, outlook) = (words.headline, words.sentence, words.outlook)
  }

  /// The same with all that scores determine computed again. What pairs bring to an error, and what is
  /// said of them, is taken as it was found.
  ///
  /// - Inputs: `file`, what errors name.
  /// - Throws: `InputError` for decisions that are not about these runs, or a baseline that no run is of;
  ///   `DesignError`, `StatisticError`.
  package func again(file: String, compute: Compute) throws -> StudySummary {
    if let baseline = analysis.rule.baseline, !variants.contains(baseline) {
      throw InputError(
        file: file,
        problem: "analysis.rule.baseline is '\(PlainText.visible(baseline))', which no run is of")
    }
    var summary = self
    for index in runs.indices {
      guard let average = averageOfTasks(runs[index].scores) else { continue }
      // Sums in another order leave another last bit.
      let isSame = runs[index].average.map { abs($0 - average) <= 1e-12 } ?? false
      if !isSame { summary.runs[index].average = average }
    }
    summary.analysis = StudyAnalysis(
      runs: summary.runs, tasks: tasks, rule: analysis.rule, compute: compute)
    summary.decisions = try decisions.map { verdict in
      try verdict.again(
        try summary.scoredRuns(of: verdict, file: file), file: file, compute: compute)
    }
    summary.judge(otherDecisions: [], compute: compute)
    return summary
  }

  /// The mean that a run's average is; nil where a task has no score.
  package func averageOfTasks(_ scores: [Double?]) -> Double? {
    let known = scores.compactMap { $0 }
    guard known.count == scores.count, let first = known.first else { return nil }
    guard known.count > 1 else { return first }
    // Of trained heads, a correlation is brought to 0…1 beside accuracies.
    let isOfHeads = measure.hasPrefix(ScoredTasks.measureOfHeads)
    let parts = zip(tasks, known).map { task, score in
      isOfHeads && task == TaskSource.Task.similarity.rawValue ? (score + 1) / 2 : score
    }
    return parts.reduce(0, +) / Double(parts.count)
  }

  /// The runs that a rule was about, with their scores by its measure.
  func scoredRuns(of verdict: StudyVerdict, file: String) throws -> [ScoredRun] {
    guard let wanted = StudyMeasure(verdict.measure) else {
      throw InputError(
        file: file, problem: "a decision's measure is '\(verdict.measure)', which is none")
    }
    let column = wanted.task.map { columns.firstIndex(of: $0) } ?? tasks.count
    let isOther = wanted.correlation.rawValue != measure.lowercased()
    let methods = verdict.comparisons.map { $0.flatMap { [$0.method, $0.reference] } }
    return try runs.filter { methods?.contains($0.variant) ?? true }.map { run in
      let scores = isOther ? run.other.map { $0.scores + [$0.average] } : run.columns
      guard let column, let score = scores?[column] else {
        throw InputError(
          file: file,
          problem: "run \(PlainText.visible(run.id)) has no score by '\(verdict.measure)', which a"
            + " decision is about")
      }
      return ScoredRun(
        method: run.variant, seeds: run.seeds, score: score, isDiverged: run.divergedAtStep != nil)
    }
  }
}

public import Decisions
import Evaluation
import Files
public import Foundation
public import Model
import Runs
import Statistics
import Studies

/// Finished runs gathered from folders, as a report's summary.
public struct StudyCollection {
  private var name: String?
  private var question: String?
  /// Keys whose values are labels of the studies' own.
  private var labeled: Set<String> = []
  private var studies: [(record: StudyRecord, folder: URL, runs: [FinishedRun])] = []
  /// Of the first study's measure.
  private var correlation = Correlation.spearman
  private var runs: [FinishedRun] = []

  /// Gathers the runs of studies' folders and of single runs' folders.
  ///
  /// - Throws: ``StudyError`` for a folder that is neither, or that holds an unfinished run.
  public init(_ folders: [URL]) throws {
    for folder in folders {
      let plan = folder.appendingPathComponent("plan.json")
      if RunFolder.isThere(plan) {
        let record = try StudyRecord(reading: plan)
        if name == nil, let measure = StudyMeasure(record.study.measure) {
          correlation = measure.correlation
        }
        name = name ?? record.study.name
        let own = try record.finishedRuns(in: folder)
        studies.append((record, folder, own))
        runs += own
        question = question ?? record.study.question
        labeled.formUnion(record.study.labeledKeys)
      } else {
        let places = FinishedRun.runFolders(folder)
        guard !places.isEmpty else {
          throw StudyError(
            file: folder.path,
            problem: "it holds neither a study's plan.json nor a finished run's result.json, nor "
              + "folders of finished runs")
        }
        runs += try places.map { try FinishedRun($0, withPairs: false) }
      }
    }
  }

  /// What the rules of the gathered studies say, in order; a study without a rule says nothing.
  ///
  /// - Throws: as `StudyVerdict`.
  public func decisions(compute: Compute) throws -> [StudyVerdict] {
    try studies.compactMap {
      try StudyVerdict($0.record, runs: $0.runs, folder: $0.folder, compute: compute)
    }
  }

  /// The summary that a report is made of.
  ///
  /// Runs of unlike protocol are not compared, unless `acrossProtocols` says so. `decisions` are
  /// those of ``decisions(compute:)``.
  ///
  /// - Throws: ``StudyError`` for a run that is not finished, runs scored on unlike tasks, runs
  ///   of unlike protocol, naming each difference, or a baseline that no run is of.
  public func summary(
    acrossProtocols: Bool, rule: StudyAnalysis.Rule, decisions: [StudyVerdict],
    published: [PublishedScore], compute: Compute
  ) throws -> StudySummary {
    var summaries: [RunSummary] = []
    var settings: [[(key: String, value: String)]] = []
    var leaks: [String] = []
    var before: [EvaluationResult] = []
    var tasks: [String] = []
    var measure = "Spearman"
    for run in runs {
      let (manifest, result) = (run.manifest, run.result)
      let scored = ScoredTasks(result, correlation)
      let names = scored.tasks
      if tasks.isEmpty { tasks = names }
      guard names == tasks else {
        throw StudyError(
          file: run.folder.path,
          problem: "it was scored on \(names.joined(separator: ", ")), others on "
            + tasks.joined(separator: ", "))
      }
      if !acrossProtocols, let first = runs.first {
        let differences = run.evaluationProtocol.differences(from: first.evaluationProtocol)
        guard differences.isEmpty else {
          throw StudyError(
            file: run.folder.path,
            problem: "it was not scored as the first run was: "
              + differences.joined(separator: "; ") + "; say --across-protocols to compare anyway")
        }
      }
      leaks += try Self.leaks(run.folder)
      measure = scored.measure
      if let untrained = scored.untrained { before.append(untrained) }
      settings.append(try manifest.entries)
      let log = try run.imported == nil ? Self.log(run.folder) : TrainingLog()
      summaries.append(
        RunSummary(
          id: run.id, variant: Self.label(run.factors, manifest, labeled: labeled),
          seeds: run.seeds, scores: scored.scores, average: scored.average,
          selection: log.selection.map { SelectionPoint(step: $0.step, score: $0.spearman) },
          training: log.steps.map {
            TrainingPoint(
              step: $0.step, loss: $0.loss, positiveCosine: $0.positiveCosine,
              negativeCosine: $0.negativeCosine)
          },
          divergedAtStep: result.divergedAtStep, alignment: result.alignment,
          uniformity: result.uniformity, addedParameters: result.addedParameters,
          imported: ImportedSummary(run), settings: []))
    }
    Self.keepScored(&summaries, tasks: &tasks)
    let common = Self.common(settings)
    for (index, own) in Self.differing(settings).enumerated() { summaries[index].settings = own }
    let methods = summaries.map(\.variant).uniqued()
    if let baseline = rule.baseline, !methods.contains(baseline) {
      throw StudyError(
        file: name ?? "runs",
        problem: "no run is of the baseline '\(baseline)'; known: "
          + methods.joined(separator: "; "))
    }
    var analysis = StudyAnalysis(runs: summaries, tasks: tasks, rule: rule, compute: compute)
    analysis.comparisons = analysis.comparisons(by: analysis.ruling(decisions))
    let untrained = Self.untrained(before, tasks: tasks, correlation)
    let pairs = try Self.pairs(runs, summaries.map(\.variant), tasks: tasks, correlation)
    let answer = Answer(
      runs: summaries, tasks: tasks, analysis: analysis, decisions: decisions,
      untrained: untrained?[StudySummary.average], compute: compute)
    var summary = StudySummary(
      name: name ?? "runs", question: question, answer: answer.sentence, outlook: answer.outlook,
      settings: common, provenance: Self.provenance(runs.map(\.manifest), leaks: leaks),
      tasks: tasks,
      runs: summaries,
      analysis: analysis, decisions: decisions, published: published,
      densities: pairs.densities, drivers: pairs.drivers, untrained: untrained,
      measure: measure)
    summary.imported = Self.imported(runs, summaries.map(\.variant))
    return summary
  }

  /// Leaves out the tasks that no run was scored on. A run has an average where it was scored on all
  /// the others; where one is left, the average is that.
  private static func keepScored(_ runs: inout [RunSummary], tasks: inout [String]) {
    let kept = tasks.indices.filter { task in runs.contains { $0.scores[task] != nil } }
    guard !kept.isEmpty else { return }
    tasks = kept.map { tasks[$0] }
    for index in runs.indices {
      runs[index].scores = kept.map { runs[index].scores[$0] }
      if kept.count == 1 { runs[index].average = runs[index].scores[0] }
      if runs[index].scores.contains(nil) { runs[index].average = nil }
    }
  }

  /// What the pairs of STS-Benchmark, or of the first task, say, by variant.
  private static func pairs(
    _ runs: [FinishedRun], _ variants: [String], tasks: [String], _ correlation: Correlation
  ) throws -> (densities: [PairDensity], drivers: [PairDrivers]) {
    guard let task = tasks.first(where: { $0 == "STSBenchmark" }) ?? tasks.first else {
      return ([], [])
    }
    var found: (densities: [PairDensity], drivers: [PairDrivers]) = ([], [])
    for variant in variants.uniqued() {
      let own = try zip(variants, runs).filter { $0.0 == variant }
        .compactMap { try $0.1.subsets(of: task) }
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

  private static func log(_ folder: URL) throws -> TrainingLog {
    let file = folder.appendingPathComponent(Run.File.log)
    try RunFolder.requireNoLink(file)
    return try StrictJSON.decode(
      TrainingLog.self, from: try InputFile.read(file), file: file.path)
  }
}

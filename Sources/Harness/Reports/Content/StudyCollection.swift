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
  private(set) var studies: [Source] = []
  /// Of the first study's measure.
  private var correlation = Correlation.spearman
  var members: [Member] = []

  /// A study and the places of its runs among the members.
  struct Source {
    var record: StudyRecord
    var history: StudyHistory
    var folder: URL
    var runs: Range<Int>
  }

  private var runs: [FinishedRun] { members.map(\.run) }

  /// Gathers the runs of studies' folders and of single runs' folders.
  ///
  /// - Throws: `InputError` for a folder that is neither, or that holds an unfinished run.
  public init(_ folders: [URL]) throws {
    for folder in folders {
      let plan = folder.appendingPathComponent("plan.json")
      if RunFolder.isThere(plan) {
        let record = try StudyRecord(reading: plan)
        let first = members.count
        members += try zip(record.runs, try record.runFolders(in: folder)).map {
          try Self.member($1, factors: $0.factors, needsPairs: record.study.decide != nil)
        }
        add(
          record, history: try StudyHistory(of: record, in: folder), runs: first..<members.count,
          folder: folder)
      } else {
        let places = FinishedRun.runFolders(folder)
        guard !places.isEmpty else {
          throw InputError(file: folder.path, problem: RunFolder.lacking(folder))
        }
        members += try places.map { try Self.member($0, factors: [], needsPairs: false) }
      }
    }
  }

  mutating func add(
    _ record: StudyRecord, history: StudyHistory, runs: Range<Int>, folder: URL
  ) {
    if name == nil, let measure = StudyMeasure(record.study.measure) {
      correlation = measure.correlation
    }
    name = name ?? record.study.name
    question = question ?? record.study.question
    labeled.formUnion(record.study.labeledKeys)
    studies.append(
      Source(record: record, history: history, folder: folder, runs: runs))
  }

  /// What the rules of the gathered studies say, in order; a study without a rule says nothing.
  ///
  /// - Throws: as `StudyVerdict`.
  public func decisions(compute: Compute) throws -> [StudyVerdict] {
    try decisions(by: nil, compute: compute)
  }

  /// The same of runs whose pairs are not there: what only pairs say is taken from the verdicts stated.
  ///
  /// - Throws: ``EvidenceError`` unless each rule has its verdict; as `StudyVerdict`.
  func decisions(stated: [StudyVerdict], compute: Compute) throws -> [StudyVerdict] {
    let ruled = studies.filter { $0.record.study.decide != nil }
    guard ruled.count == stated.count else {
      throw EvidenceError(
        place: "studies",
        problem: "\(ruled.count) of them have a rule, but the page has \(stated.count) decisions")
    }
    return try zip(ruled, stated).compactMap { study, own in
      try StudyVerdict(
        stated: own, study.record, runs: Array(runs[study.runs]), history: study.history,
        folder: study.folder, compute: compute)
    }
  }

  /// The same by the other correlation than that of each rule's measure, where all runs have pairs.
  func otherDecisions(compute: Compute) throws -> [StudyVerdict] {
    guard members.allSatisfy({ $0.subsets != nil }) else { return [] }
    return try decisions(by: { $0 == .spearman ? .pearson : .spearman }, compute: compute)
  }

  private func decisions(
    by correlation: ((Correlation) -> Correlation)?, compute: Compute
  ) throws -> [StudyVerdict] {
    try studies.compactMap { study in
      var record = study.record
      if let correlation, let measure = StudyMeasure(record.study.measure) {
        record.study.measure =
          StudyMeasure(task: measure.task, correlation: correlation(measure.correlation))
          .description
        // Enough to see whether a verdict changes.
        if let most = record.study.decide?.resamples {
          record.study.decide?.resamples = min(most, Self.fewResamples)
        }
      }
      return try StudyVerdict(
        record, runs: Array(runs[study.runs]), history: study.history, folder: study.folder,
        compute: compute)
    }
  }

  private static let fewResamples = 1_000

  /// The summary that a report is made of.
  ///
  /// Runs of unlike protocol are not compared, unless `acrossProtocols` says so or one study has them all:
  /// then its own file varies the protocol. `decisions` are
  /// those of ``decisions(compute:)``. Without `keepsPairs` the report carries no sentence pairs, and says
  /// what anyone computes without them.
  ///
  /// - Throws: `InputError` for a run that is not finished, runs scored on unlike tasks, runs
  ///   of unlike protocol, naming each difference, or a baseline that no run is of.
  public func summary(
    acrossProtocols: Bool, rule: StudyAnalysis.Rule, decisions: [StudyVerdict],
    published: [PublishedScore], keepsPairs: Bool = true, compute: Compute
  ) throws -> StudySummary {
    let acrossProtocols = acrossProtocols || isOneStudy
    var summaries: [RunSummary] = []
    var settings: [[(key: String, value: String)]] = []
    var before: [EvaluationResult] = []
    var tasks: [String] = []
    var measure = "Spearman"
    for member in members {
      let run = member.run
      let scored = ScoredTasks(run.result, correlation)
      if tasks.isEmpty { tasks = scored.tasks }
      try requireLike(run, scored.tasks, tasks, acrossProtocols: acrossProtocols)
      measure = scored.measure
      if let untrained = scored.untrained { before.append(untrained) }
      settings.append(try run.manifest.entries)
      summaries.append(summary(of: member, scored))
    }
    Self.keepScored(&summaries, tasks: &tasks)
    separate(&summaries, settings: settings)
    if !StudySummary.startsDiffer(summaries) {
      for index in summaries.indices { summaries[index].before = nil }
    }
    let common = Self.common(settings)
    for (index, own) in Self.differing(settings).enumerated() { summaries[index].settings = own }
    let methods = summaries.map(\.variant).uniqued()
    if let baseline = rule.baseline, !methods.contains(baseline) {
      throw InputError(
        file: name ?? "runs",
        problem: "no run is of the baseline '\(baseline)'; known: "
          + methods.joined(separator: "; "))
    }
    let pairs = Self.pairs(members, summaries.map(\.variant), tasks: tasks, correlation)
    var summary = StudySummary(
      name: name ?? "runs", question: question, answer: nil, outlook: nil,
      settings: common,
      provenance: Self.provenance(runs.map(\.manifest), leaks: members.flatMap(\.leaks)),
      tasks: tasks, runs: summaries,
      analysis: StudyAnalysis(runs: summaries, tasks: tasks, rule: rule, compute: compute),
      decisions: decisions, published: published, densities: pairs.densities,
      drivers: pairs.drivers, untrained: Self.untrained(before, tasks: tasks, correlation),
      measure: measure)
    // A mean over unlike encoders is the start of none.
    if summary.hasStartGains { summary.untrained = nil }
    summary.imported = Self.imported(runs, summaries.map(\.variant))
    let evidence = evidence(acrossProtocols: acrossProtocols)
    summary.evidence = keepsPairs ? evidence : evidence.withoutPairs
    guard summary.evidence?.hasPairs ?? false else {
      return try summary.again(file: summary.name, compute: compute)
    }
    summary.judge(otherDecisions: try otherDecisions(compute: compute), compute: compute)
    return summary
  }

  /// Whether all runs are those of one study.
  private var isOneStudy: Bool { studies.count == 1 && studies[0].runs == members.indices }

  private func requireLike(
    _ run: FinishedRun, _ own: [String], _ tasks: [String], acrossProtocols: Bool
  ) throws {
    guard own == tasks else {
      throw InputError(
        file: run.folder.path,
        problem: "it was scored on \(own.joined(separator: ", ")), others on "
          + tasks.joined(separator: ", ") + "; score or import all runs on the same tasks")
    }
    guard !acrossProtocols, let first = members.first?.run else { return }
    let differences = run.evaluationProtocol.differences(from: first.evaluationProtocol)
    guard differences.isEmpty else {
      throw InputError(
        file: run.folder.path,
        problem: "it was not scored as the first run was: "
          + differences.joined(separator: "; ") + "; say --across-protocols to compare anyway")
    }
  }

  private func summary(of member: Member, _ scored: ScoredTasks) -> RunSummary {
    let run = member.run
    return RunSummary(
      id: run.id, variant: Self.label(run.factors, run.manifest, labeled: labeled),
      seeds: run.seeds, scores: scored.scores, average: scored.average, before: scored.before,
      other: scored.other, selection: member.selection, training: member.training,
      diagnostics: member.diagnostics,
      divergedAtStep: run.result.divergedAtStep, alignment: run.result.alignment,
      uniformity: run.result.uniformity, addedParameters: run.result.addedParameters,
      cost: RunSummary.Cost(run.manifest), imported: ImportedSummary(run), settings: [])
  }

  /// Leaves out the tasks that no run was scored on. A run has an average where it was scored on all
  /// the others; where one is left, the average is that.
  private static func keepScored(_ runs: inout [RunSummary], tasks: inout [String]) {
    let kept = tasks.indices.filter { task in runs.contains { $0.scores[task] != nil } }
    guard !kept.isEmpty else { return }
    tasks = kept.map { tasks[$0] }
    for index in runs.indices {
      runs[index].scores = kept.map { runs[index].scores[$0] }
      if let before = runs[index].before {
        let average = kept.count == 1 ? before[kept[0]] : before[before.count - 1]
        runs[index].before = kept.map { before[$0] } + [average]
      }
      if let other = runs[index].other {
        runs[index].other = OtherScores(
          scores: kept.map { other.scores[$0] },
          average: kept.count == 1 ? other.scores[kept[0]] : other.average)
      }
      if kept.count == 1 { runs[index].average = runs[index].scores[0] }
      if runs[index].scores.contains(nil) { runs[index].average = nil }
    }
  }
}

public import Foundation
import Model

/// Finished runs gathered from folders, as a report's summary.
public struct StudyCollection {
  private var name: String?
  private var question: String?
  /// Keys whose values are labels of the studies' own.
  private var labeled: Set<String> = []
  private var runs: [(id: String, factors: [StudyRecord.Factor], folder: URL)] = []

  /// Gathers the runs of studies' folders and of single runs' folders.
  ///
  /// - Throws: ``StudyError`` for a folder that is neither, or that holds an unfinished run.
  public init(_ folders: [URL]) throws {
    for folder in folders {
      let plan = folder.appendingPathComponent("plan.json")
      if FileManager.default.fileExists(atPath: plan.path) {
        let record = try StrictJSON.decode(
          StudyRecord.self, from: try InputFile.read(plan), file: plan.path)
        name = name ?? record.study.name
        question = question ?? record.study.question
        labeled.formUnion(record.study.labeledKeys)
        for entry in record.runs {
          let run = folder.appendingPathComponent("runs").appendingPathComponent(entry.id)
          runs.append((entry.id, entry.factors, run))
        }
      } else if FileManager.default.fileExists(
        atPath: folder.appendingPathComponent(Run.File.result).path)
      {
        runs.append((folder.lastPathComponent, [], folder))
      } else {
        throw StudyError(
          file: folder.path,
          problem: "it holds neither a study's plan.json nor a finished run's result.json")
      }
    }
  }

  /// The summary that a report is made of.
  ///
  /// Runs of unlike protocol are not compared, unless `acrossProtocols` says so.
  ///
  /// - Throws: ``StudyError`` for a run that is not finished, runs scored on unlike tasks, or runs
  ///   of unlike protocol, naming each difference.
  public func summary(acrossProtocols: Bool) throws -> StudySummary {
    var summaries: [RunSummary] = []
    var settings: [[(key: String, value: String)]] = []
    var manifests: [Manifest] = []
    var before: [EvaluationResult] = []
    var tasks: [String] = []
    for run in runs {
      let (manifest, result, log) = try read(run.folder)
      let names = Self.order(result.scores.tasks.keys.sorted())
      if tasks.isEmpty { tasks = names }
      guard names == tasks else {
        throw StudyError(
          file: run.folder.path,
          problem: "it was scored on \(names.joined(separator: ", ")), others on "
            + tasks.joined(separator: ", "))
      }
      if !acrossProtocols, let first = manifests.first {
        let differences = EvaluationProtocol(manifest).differences(from: EvaluationProtocol(first))
        guard differences.isEmpty else {
          throw StudyError(
            file: run.folder.path,
            problem: "it was not scored as the first run was: "
              + differences.joined(separator: "; ") + "; say --across-protocols to compare anyway")
        }
      }
      manifests.append(manifest)
      before.append(result.untrained)
      settings.append(try Self.flattened(manifest.settings))
      summaries.append(
        RunSummary(
          id: run.id, variant: Self.label(run.factors, manifest.settings, labeled: labeled),
          seeds: RandomStream.Name.allCases.map {
            StreamSeed(stream: $0.rawValue, seed: manifest.settings.seeds.seed($0))
          },
          scores: tasks.map { result.scores.tasks[$0]?.spearman },
          average: result.scores.average.spearman,
          selection: log.selection.map { SelectionPoint(step: $0.step, score: $0.spearman) },
          training: log.steps.map {
            TrainingPoint(
              step: $0.step, loss: $0.loss, positiveCosine: $0.positiveCosine,
              negativeCosine: $0.negativeCosine)
          },
          divergedAtStep: result.divergedAtStep))
    }
    let shares = Self.shares(summaries, tasks: tasks)
    let untrained = Self.untrained(before, tasks: tasks)
    return StudySummary(
      name: name ?? "runs", question: question,
      answer: Self.answer(shares, runs: summaries, untrained: untrained),
      settings: Self.common(settings), provenance: Self.provenance(manifests), tasks: tasks,
      runs: summaries, varianceShares: shares.map(\.share),
      untrained: untrained, measure: "Spearman")
  }

  private func read(_ folder: URL) throws -> (Manifest, RunResult, TrainingLog) {
    func decode<T: Codable>(_ type: T.Type, _ name: String) throws -> T {
      let file = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else {
        throw StudyError(
          file: folder.path, problem: "the run is not finished; run the study again to go on")
      }
      return try StrictJSON.decode(type, from: try InputFile.read(file), file: file.path)
    }
    return (
      try decode(Manifest.self, Run.File.manifest), try decode(RunResult.self, Run.File.result),
      try decode(TrainingLog.self, Run.File.log)
    )
  }
}

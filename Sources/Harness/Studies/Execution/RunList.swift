import Decisions
import Files
public import Foundation
import Model
public import Runs
import Statistics

/// The runs of some folders: what each is, how far it is, and what it scored.
public struct RunList: Codable, Sendable, Equatable {
  public struct Entry: Codable, Sendable, Equatable {
    public var id: String
    /// Where the finished run is, or would be.
    public var path: String
    /// The study that it belongs to; nil for a single run.
    public var study: String?
    /// Whether the study still has it; nil for a single run.
    public var isInStudy: Bool?
    public var factors: [RunFactor]
    public var state: RunFolder.State
    /// Who computed the scores of an imported run; nil for one that was trained here.
    public var imported: String?
    /// Updates made.
    public var step: Int?
    public var divergedAtStep: Int?
    /// What ``score`` is: `average/spearman`.
    public var measure: String
    /// −1…1.
    public var score: Double?
    public var wallSeconds: Double?
    /// The process that works on it.
    public var owner: String?
    /// What is wrong with a damaged run, or what the last process that failed on it said.
    public var problem: String?
    /// The settings of a whole run by key path; left out of files.
    var settings: [String: String] = [:]

    enum CodingKeys: String, CodingKey {
      case id, path, study
      case isInStudy = "in-study"
      case factors, state, imported, step
      case divergedAtStep = "diverged-at-step"
      case measure, score
      case wallSeconds = "wall-seconds"
      case owner, problem
    }
  }

  public var runs: [Entry]

  /// Lists the runs of studies' folders, of folders of runs, and single runs.
  ///
  /// - Throws: `InputError` for a folder that holds none of them.
  public init(_ folders: [URL]) throws {
    runs = try folders.flatMap { try Self.entries($0.standardizedFileURL) }
  }

  /// Lists the runs of a study in its folder, also where none has begun.
  public init(_ plan: StudyPlan, folder: URL) {
    runs = Self.study(StudyRecord(plan), runs: folder.appendingPathComponent("runs"))
  }

  private static func entries(_ folder: URL) throws -> [Entry] {
    let plan = folder.appendingPathComponent("plan.json")
    if RunFolder.isThere(plan) {
      let record = try StudyRecord(reading: plan)
      return study(record, runs: folder.appendingPathComponent("runs"))
    }
    var places = [folder]
    if !isRun(folder) {
      places = names(in: folder).map(folder.appendingPathComponent).filter(isRun)
    }
    guard !places.isEmpty else {
      throw InputError(file: folder.path, problem: RunFolder.lacking(folder))
    }
    return places.map { entry($0, factors: nil, study: nil, isInStudy: nil, measure: nil) }
  }

  /// Those of the study, those of its earlier forms, and whatever else lies beside them.
  private static func study(_ record: StudyRecord, runs: URL) -> [Entry] {
    let known = record.runs + (record.earlier ?? [])
    let others = names(in: runs).filter { name in
      !known.contains { $0.id == name } && isRun(runs.appendingPathComponent(name))
    }
    func make(_ id: String, _ factors: [RunFactor]?, isInStudy: Bool) -> Entry {
      entry(
        runs.appendingPathComponent(id), factors: factors, study: record.study.name,
        isInStudy: isInStudy, measure: StudyMeasure(record.study.measure))
    }
    return record.runs.map { make($0.id, $0.factors, isInStudy: true) }
      + (record.earlier ?? []).map { make($0.id, $0.factors, isInStudy: false) }
      .filter { $0.state != .waiting }
      + others.map { make($0, nil, isInStudy: false) }
  }

  /// Names of runs, finished or stopped, in a folder; those that begin with a dot are none.
  private static func names(in folder: URL) -> [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let names = found.filter { !$0.hasPrefix(".") }
      .map { $0.hasSuffix(".partial") ? String($0.dropLast(8)) : $0 }
    return Set(names).sorted()
  }

  private static func isRun(_ place: URL) -> Bool {
    if RunFolder.isFolder(RunFolder.partial(of: place)) { return true }
    return [Run.File.result, Run.File.manifest, Run.File.log].contains {
      FileManager.default.fileExists(atPath: place.appendingPathComponent($0).path)
    }
  }

  /// The last line that a process said which failed on a run.
  private static func failure(_ place: URL, _ state: RunFolder.State) -> String? {
    let log = place.appendingPathExtension("log")
    guard state == .partial || state == .waiting, RunFolder.isFile(log),
      let data = try? Data(contentsOf: log)
    else { return nil }
    return "it failed: "
      + (String(decoding: data, as: UTF8.self).split(separator: "\n").last.map(String.init)
        ?? "no message")
  }

  private static func entry(
    _ place: URL, factors: [RunFactor]?, study: String?, isInStudy: Bool?,
    measure: StudyMeasure?
  ) -> Entry {
    let run = RunFolder(place)
    let measure = measure ?? StudyMeasure(task: nil, correlation: .spearman)
    var settings: [String: String] = [:]
    if let all = try? run.manifest?.entries {
      settings = Dictionary(all.map { ($0.key, $0.value) }) { first, _ in first }
    }
    let seeds = RandomStream.Name.allCases.map(\.rawValue).compactMap { stream in
      settings["seeds.\(stream)"].map { RunFactor(key: stream, label: $0) }
    }
    return Entry(
      id: place.lastPathComponent, path: place.path, study: study, isInStudy: isInStudy,
      factors: factors ?? seeds, state: run.state, imported: run.manifest?.imported?.program,
      step: run.step,
      divergedAtStep: run.result?.divergedAtStep,
      measure: run.result?.tasks == nil ? measure.description : "tasks/mean",
      score: run.result.flatMap { $0.tasks?.mean ?? measure.value(in: $0.scores) },
      wallSeconds: run.manifest?.wallSeconds, owner: run.owner?.words,
      problem: run.problem ?? failure(place, run.state), settings: settings)
  }
}

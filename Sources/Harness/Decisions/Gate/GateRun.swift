import Data
public import Evaluation
import Files
public import Foundation
import Model
public import Runs
import Statistics

/// One finished run as a gate sees it: what it was, and the gold score and cosine of every pair.
public struct GateRun: Sendable {
  public var id: String
  public var seeds: RunSettings.Seeds
  /// The settings by key path, without the seeds.
  public var settings: [String: String]
  public var checksums: [String: String]
  public var numericFingerprint: String
  public var commit: String
  public var parametersHash: String
  public var divergedAtStep: Int?
  /// The tasks in the order of the catalog, setting `all`: the pairs of all subsets together.
  public var tasks: [Task]

  public struct Task: Sendable {
    public var name: String
    public var pairs: [PairScore]

    public init(name: String, pairs: [PairScore]) {
      self.name = name
      self.pairs = pairs
    }
  }

  public init(
    id: String, seeds: RunSettings.Seeds, settings: [String: String],
    checksums: [String: String], numericFingerprint: String, commit: String,
    parametersHash: String, divergedAtStep: Int?, tasks: [Task]
  ) {
    self.id = id
    self.seeds = seeds
    self.settings = settings
    self.checksums = checksums
    self.numericFingerprint = numericFingerprint
    self.commit = commit
    self.parametersHash = parametersHash
    self.divergedAtStep = divergedAtStep
    self.tasks = tasks
  }

  /// Reads a finished run's folder.
  ///
  /// - Throws: ``GateError`` for a run that is not finished, or whose pairs do not give the scores
  ///   that its result states; the readers' errors.
  public init(_ folder: URL) throws {
    func decode<T: Codable>(_ type: T.Type, _ name: String) throws -> T {
      let file = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else {
        throw GateError(
          file: folder.path, problem: "it has no \(name), so the run is not finished; go on with it"
        )
      }
      return try StrictJSON.decode(type, from: try InputFile.read(file), file: file.path)
    }
    let manifest = try decode(Manifest.self, Run.File.manifest)
    let result = try decode(RunResult.self, Run.File.result)
    let names = STSCatalog.inOrder(result.scores.tasks.keys.sorted())
    let tasks = try names.map { name in
      let file = folder.appendingPathComponent(Run.File.scores)
        .appendingPathComponent(name + ".tsv")
      let task = Task(name: name, pairs: try PairScores.read(file).flatMap(\.pairs))
      let (cosines, gold) = (task.pairs.map(\.cosine), task.pairs.map(\.gold))
      let own = (
        try Self.score(file) { () throws(StatisticError) in try spearman(cosines, gold) },
        try Self.score(file) { () throws(StatisticError) in try pearson(cosines, gold) }
      )
      if let stated = result.scores.tasks[name] {
        for (word, a, b) in [
          ("Spearman", own.0, stated.spearman), ("Pearson", own.1, stated.pearson),
        ] where abs(a - b) > 1e-9 {
          throw GateError(
            file: file.path,
            problem: "its pairs give a \(word) correlation of \(a), but \(Run.File.result) states "
              + "\(b); one of them was changed after the run, so run it again")
        }
      }
      return task
    }
    self.init(
      id: folder.lastPathComponent, seeds: manifest.settings.seeds,
      settings: try Self.settings(manifest.settings), checksums: manifest.checksums,
      numericFingerprint: manifest.numericFingerprint, commit: manifest.commit,
      parametersHash: result.parametersHash, divergedAtStep: result.divergedAtStep, tasks: tasks)
  }

  private static func score(
    _ file: URL, _ body: () throws(StatisticError) -> Double
  ) throws(GateError) -> Double {
    do { return try body() } catch {
      throw GateError(file: file.path, problem: "it gives no correlation: \(error)")
    }
  }

  /// The settings by key path, without the seeds of the streams.
  private static func settings(_ settings: RunSettings) throws -> [String: String] {
    var entries: [String: String] = [:]
    for (key, value) in try settings.entries() where !key.hasPrefix("seeds.") {
      entries[key] = value
    }
    return entries
  }
}

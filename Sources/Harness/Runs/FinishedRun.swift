import Data
public import Evaluation
import Files
public import Foundation
import Model
import Statistics

/// A finished run as every decision and every report reads it: what it was and what came of it.
public struct FinishedRun: Sendable {
  public let folder: URL
  public var id: String
  /// What distinguishes it in its study; empty for a run by itself.
  public var factors: [RunFactor]
  public var manifest: Manifest
  public var result: RunResult
  /// The settings by key path, without the seeds.
  public var settings: [String: String]
  /// The tasks in the order of the catalog, where their pairs were asked for; a task that was imported
  /// without its pairs has none.
  public var tasks: [Task]

  /// The pairs of all subsets of a task together, as the setting `all` scores them.
  public struct Task: Sendable {
    public var name: String
    public var pairs: [PairScore]
    /// The two sentences of each pair; nil where the run does not say.
    public var sentences: [PairScores.Sentences]?

    /// Sentences of another number of pairs are not those of these pairs, and count as not said.
    public init(name: String, pairs: [PairScore], sentences: [PairScores.Sentences]?) {
      self.name = name
      self.pairs = pairs
      self.sentences = sentences?.count == pairs.count ? sentences : nil
    }
  }

  public init(
    folder: URL, factors: [RunFactor], manifest: Manifest, result: RunResult, tasks: [Task]
  ) throws {
    self.folder = folder
    id = folder.lastPathComponent
    self.factors = factors
    self.manifest = manifest
    self.result = result
    self.tasks = tasks
    settings = Dictionary(
      try manifest.entries.filter { !$0.key.hasPrefix("seeds.") }.map { ($0.key, $0.value) }
    ) { first, _ in first }
  }

  /// Reads a finished run's folder, and the pairs of all tasks where they are asked for.
  ///
  /// - Throws: `InputError` for a run that is not finished, whose settings have another hash, or
  ///   whose pairs do not give the scores that its result states; the readers' errors.
  public init(_ folder: URL, factors: [RunFactor] = [], withPairs: Bool) throws {
    let record = try FinishedRecord(folder, shownAs: folder.path + "/")
    try self.init(
      folder: folder, factors: factors, manifest: record.manifest, result: record.result, tasks: [])
    guard withPairs else { return }
    let (lacking, sentences) = (tasksWithoutPairs, try self.sentences)
    tasks = try STSCatalog.inOrder(result.scores.tasks.keys.sorted()).map { task in
      lacking.contains(task)
        ? Task(name: task, pairs: [], sentences: nil)
        : try checkedTask(task, sentences: sentences?[task])
    }
  }

  /// Those of the settings, or those stated of an imported run.
  public var seeds: RunSettings.Seeds { manifest.seeds }

  /// Where an imported run comes from; nil for one that was trained here.
  public var imported: ImportedOrigin? { manifest.imported }

  /// The tasks of which an imported run has no scores by pair.
  package var tasksWithoutPairs: [String] {
    (imported?.tasks ?? []).filter { !$0.hasPairs }.map(\.name)
  }

  public var evaluationProtocol: EvaluationProtocol { EvaluationProtocol(manifest) }

  /// The pairs of each subset of a task; nil where the run has no file of them.
  ///
  /// - Throws: the reader's errors.
  package func subsets(of task: String) throws -> [(subset: String, pairs: [PairScore])]? {
    let file = pairFile(task)
    return RunFolder.isThere(file) ? try PairScores.read(file) : nil
  }

  /// The numbers of the two sentences of each pair, by task; nil where the run has no file of them.
  ///
  /// - Throws: the reader's errors.
  package var sentences: [String: [PairScores.Sentences]]? {
    get throws {
      let file = folder.appendingPathComponent(Run.File.scores)
        .appendingPathComponent(PairScores.sentenceFile)
      return RunFolder.isThere(file) ? try PairScores.readSentences(file) : nil
    }
  }

  /// The file of a task's pairs.
  package func pairFile(_ task: String) -> URL {
    folder.appendingPathComponent(Run.File.scores).appendingPathComponent(task + ".tsv")
  }

  private func checkedTask(_ name: String, sentences: [PairScores.Sentences]?) throws -> Task {
    let file = pairFile(name)
    let task = Task(
      name: name, pairs: try PairScores.read(file).flatMap(\.pairs), sentences: sentences)
    try requireScores(of: task, within: 1e-9, file: file.path)
    return task
  }

  /// Refuses pairs that do not give the scores which the result states.
  ///
  /// - Inputs: `tolerance`, how far apart they may be for rounding.
  /// - Throws: `InputError`.
  package func requireScores(of task: Task, within tolerance: Double, file: String) throws {
    guard let stated = result.scores.tasks[task.name] else { return }
    let (cosines, gold) = (task.pairs.map(\.cosine), task.pairs.map(\.gold))
    let own: (spearman: Double, pearson: Double)
    do throws(StatisticError) {
      own = (try spearman(cosines, gold), try pearson(cosines, gold))
    } catch {
      throw InputError(file: file, problem: "it gives no correlation: \(error)")
    }
    for (word, a, b) in [
      ("Spearman", own.spearman, stated.spearman),
      ("Pearson", own.pearson, stated.pearson ?? own.pearson),
    ] where abs(a - b) > tolerance {
      throw InputError(
        file: file,
        problem: "its pairs give a \(word) correlation of \(a), but \(Run.File.result) states "
          + "\(b); one of them was changed after the run, so run it again")
    }
  }
}

extension Manifest {
  /// The settings as (key path, value), or what is known in their place.
  package var entries: [(key: String, value: String)] {
    get throws { try settings?.entries() ?? imported?.entries ?? [] }
  }

  package var seeds: RunSettings.Seeds {
    settings?.seeds ?? imported?.comparedSeeds
      ?? RunSettings.Seeds(
        initialization: 0, dataOrder: 0, dropout: 0, augmentation: 0, negatives: 0)
  }
}

/// The manifest and the result of a finished run: the one reader of both files.
struct FinishedRecord {
  let manifest: Manifest
  let result: RunResult

  /// - Inputs: `path`, what errors put before the file's name.
  /// - Throws: `InputError` for a file that is not there or is a link, or for settings that have
  ///   another hash than the manifest states.
  init(_ folder: URL, shownAs path: String) throws {
    func decode<T: Codable>(_ name: String) throws -> T {
      let file = folder.appendingPathComponent(name)
      guard RunFolder.isThere(file) else {
        throw InputError(
          file: path + name, problem: "it is not there, so the run is not finished; run it again")
      }
      guard RunFolder.isFile(file) else {
        throw InputError(file: path + name, problem: "it is a link, which is not followed here")
      }
      return try StrictJSON.decode(T.self, from: try InputFile.read(file), file: path + name)
    }
    manifest = try decode(Run.File.manifest)
    result = try decode(Run.File.result)
    if let problem = manifest.problem {
      throw InputError(file: path + Run.File.manifest, problem: problem)
    }
    if let problem = result.problem(of: manifest) {
      throw InputError(file: path + Run.File.result, problem: problem)
    }
    guard try manifest.settings?.hash == manifest.settingsHash else {
      throw InputError(
        file: path + Run.File.manifest,
        problem: "its hash is not that of its settings; run it again")
    }
  }
}

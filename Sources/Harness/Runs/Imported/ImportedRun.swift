import Data
import Evaluation
import Files
import Foundation
import Statistics

/// A run of imported scores before it is written: manifest, result, and pairs where there are some.
struct ImportedRun {
  /// The name of its folder.
  let id: String
  let origin: ImportedOrigin
  let result: RunResult
  private let manifest: Manifest
  private let pairs: [(task: String, subsets: [(subset: String, pairs: [PairScore])])]
  /// Of the pairs' tasks, in their order; empty where no file says them.
  private let sentences: [(task: String, pairs: [PairScores.Sentences])]

  /// What stands for the program where files are scores by pair, which do not show it.
  private static let byPair = "scores by pair"

  /// - Throws: `InputError`.
  init(
    _ tasks: ImportedTasks, request: Import, seeds: [String: UInt64], file: URL
  ) throws {
    origin = ImportedOrigin(
      method: request.method,
      program: tasks.programs.isEmpty ? Self.byPair : tasks.programs.joined(separator: ", "),
      programVersion: tasks.versions.isEmpty ? nil : tasks.versions.joined(separator: ", "),
      model: tasks.models.isEmpty ? nil : tasks.models.joined(separator: ", "), seeds: seeds,
      pooling: request.pooling, tokenLimit: request.tokenLimit, files: tasks.files,
      tasks: tasks.tasks.map(\.origin))
    do throws(StatisticError) {
      result = RunResult(
        scores: try EvaluationResult(tasks.tasks.map { ($0.origin.name, $0.scores) }))
    } catch {
      throw InputError(file: file.path, problem: "it has no score: \(error)")
    }
    pairs = tasks.tasks.compactMap { task in task.pairs.map { (task.origin.name, $0) } }
    sentences = pairs.compactMap { task, _ in tasks.sentences[task].map { (task, $0) } }
    manifest = Manifest(
      imported: origin, commit: Provenance.commit, compiler: Provenance.compiler,
      checksums: tasks.checksums)
    let words = StatedSeed.words(seeds)
    id = Self.name(request.method) + (words.isEmpty ? "" : "-" + words)
  }

  /// A method's name as a folder may have it.
  private static func name(_ method: String) -> String {
    let known = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
    let words = method.split { !known.contains($0) }.joined(separator: "-")
    return words.isEmpty ? "run" : String(words.prefix(100))
  }

  /// Writes runs into a folder, each under a temporary name that is changed when all are whole.
  ///
  /// - Throws: `InputError` for a folder that is there already; `WriteError`.
  static func write(_ runs: [ImportedRun], to output: URL) throws {
    let places = runs.map { output.appendingPathComponent($0.id) }
    if let taken = places.first(where: RunFolder.isThere) {
      throw InputError(
        file: taken.path,
        problem:
          "it is there already; remove it by 'simcse runs remove', or choose another --output")
    }
    do {
      try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    } catch { throw WriteError(path: output.path, problem: AtomicFile.problem(error)) }
    let drafts = places.map(AtomicFile.temporary(beside:))
    defer { for draft in drafts { try? FileManager.default.removeItem(at: draft) } }
    for (run, draft) in zip(runs, drafts) { try run.write(to: draft) }
    for (draft, place) in zip(drafts, places) { try AtomicFile.rename(draft, to: place) }
  }

  private func write(to folder: URL) throws {
    func place(_ name: String) -> URL { folder.appendingPathComponent(name) }
    for (task, subsets) in pairs {
      try PairScores.write(subsets, of: task, to: place(Run.File.scores))
    }
    if !sentences.isEmpty {
      try PairScores.write(sentences: sentences, to: place(Run.File.scores))
    }
    try AtomicFile.write(try StrictJSON.encode(manifest), to: place(Run.File.manifest))
    try AtomicFile.write(try StrictJSON.encode(result), to: place(Run.File.result))
  }
}

public import Data
import Evaluation
import Files
public import Foundation
public import Model
import Statistics

/// Makes finished runs of results that other programs computed.
///
/// All files of one seed make one run. Every file is read, and every run whole, before the first folder
/// appears in the output folder.
public struct Import: Sendable {
  /// The name of the method that the runs are of.
  public var method: String
  /// Paths of files; `{seed}` stands for a whole number, `*` for anything within a name.
  public var files: [String]
  public var seeds: [StatedSeed]
  /// Where the runs' folders are put.
  public var output: URL
  /// How sentences became vectors, and the longest sentence in tokens; nil for what is not known.
  public var pooling: Pooling?
  public var tokenLimit: Int?
  /// Where gold scores are; nil for nowhere.
  public var data: URL?
  /// Whether gold scores in files are held to those of the data.
  public var checksGold: Bool
  public var checksums: ChecksumPolicy
  /// Which line of a table with a line a call counts; nil refuses such tables.
  public var line: Line?

  public enum Line: String, CaseIterable, Sendable {
    case last, best
  }

  public init(
    method: String, files: [String], seeds: [StatedSeed], output: URL, pooling: Pooling?,
    tokenLimit: Int?, data: URL?, checksGold: Bool, checksums: ChecksumPolicy, line: Line?
  ) {
    self.method = method
    self.files = files
    self.seeds = seeds
    self.output = output
    self.pooling = pooling
    self.tokenLimit = tokenLimit
    self.data = data
    self.checksGold = checksGold
    self.checksums = checksums
    self.line = line
  }

  /// What was made.
  public struct Outcome: Codable, Sendable, Equatable {
    public var runs: [Made]
    /// What the user should know of them, a line each.
    public var notices: [String]

    public struct Made: Codable, Sendable, Equatable {
      public var path: String
      public var seeds: [String: UInt64]
      public var files: Int
      public var tasks: [ImportedOrigin.Task]
      /// −1…1.
      public var average: Double
    }
  }

  /// Reads the files and writes the runs.
  ///
  /// - Throws: the readers' errors, `InputError` for seeds that cannot be separated, for runs of
  ///   unlike tasks and for a folder that is there already; `WriteError`. Nothing is written then.
  public func execute() throws -> Outcome {
    let (groups, numbered) = try grouped()
    var runs: [ImportedRun] = []
    var notices: [String] = []
    for (seed, files) in groups {
      let tasks = try ImportedTasks(files, self, seed: seed, numbered: numbered)
      notices += tasks.notices
      runs.append(
        try ImportedRun(
          tasks, request: self, seeds: try StatedSeed.seeds(seeds, seed: seed), file: files[0]))
    }
    try Self.requireAlike(runs)
    try ImportedRun.write(runs, to: output)
    return Outcome(
      runs: runs.map { run in
        Outcome.Made(
          path: output.appendingPathComponent(run.id).relativePath, seeds: run.origin.seeds,
          files: run.origin.files.count, tasks: run.origin.tasks,
          average: run.result.scores.average.spearman)
      }, notices: notices.uniqued())
  }

  /// The files by the number in their paths, smallest first, and those that have it in their own names.
  private func grouped() throws -> (runs: [(seed: UInt64?, files: [URL])], numbered: Set<URL>) {
    let patterns = files.map(FilePattern.init)
    if let numbered = patterns.first(where: \.hasSeed),
      let plain = patterns.first(where: { !$0.hasSeed })
    {
      throw InputError(
        file: plain.text,
        problem:
          "it has no \(FilePattern.seed), but '\(numbered.text)' has, so its run is not known; "
          + "import runs without it by a command of their own")
    }
    let found = try patterns.map { (pattern: $0, matches: try $0.matches()) }
    let matches = found.flatMap(\.matches)
    let numbered = found.filter(\.pattern.isOfName).flatMap { $0.matches.map(\.file) }
    let seeds = Set(matches.map(\.seed)).sorted { ($0 ?? 0) < ($1 ?? 0) }
    let runs = seeds.map { seed in
      (seed: seed, files: matches.filter { $0.seed == seed }.map(\.file).uniqued())
    }
    return (runs, Set(numbered))
  }

  private static func requireAlike(_ runs: [ImportedRun]) throws {
    for (place, run) in runs.enumerated() {
      if let other = runs[..<place].first(where: { $0.id == run.id }) {
        throw InputError(
          file: "--seed",
          problem:
            "two runs have the same seeds, that of \(other.origin.files[0].path) and that of "
            + "\(run.origin.files[0].path); say by --seed which stream \(FilePattern.seed) is of")
      }
      let (first, own) = (runs[0].origin.tasks.map(\.name), run.origin.tasks.map(\.name))
      guard own == first else {
        throw InputError(
          file: run.origin.files[0].path,
          problem: "its run has scores of \(own.joined(separator: ", ")), that of "
            + "\(runs[0].origin.files[0].path) of \(first.joined(separator: ", ")); runs of one "
            + "method have the same tasks")
      }
    }
  }
}

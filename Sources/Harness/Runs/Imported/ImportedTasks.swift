import Data
import Evaluation
import Files
import Foundation
import Statistics

/// The tasks of one imported run, joined from its files.
struct ImportedTasks {
  /// A task with what its files say of it.
  struct Task {
    var scores: TaskScores
    var pairs: [(subset: String, pairs: [PairScore])]?
    var origin: ImportedOrigin.Task
  }

  /// By name, in the order of the catalog.
  private(set) var tasks: [Task] = []
  private(set) var files: [ImportedOrigin.File] = []
  /// The checksums of the gold scores' files.
  private(set) var checksums: [String: String] = [:]
  private(set) var programs: [String] = []
  private(set) var versions: [String] = []
  private(set) var models: [String] = []
  /// The sentences of the pairs by task, where a file says them.
  private(set) var sentences: [String: [PairScores.Sentences]] = [:]
  /// What the user should know of the pairing.
  private(set) var notices: [String] = []

  /// A score that a file states without its pairs.
  private struct Stated {
    let entry: ScoreTable.Entry
    let revision: String?
    let file: URL
  }

  private struct Paired {
    let pairs: [(subset: String, pairs: [PairScore])]
    let order: Predictions.Order?
    let file: URL
  }

  private let request: Import
  private let seed: UInt64?
  private let numbered: Set<URL>
  private var stated: [String: Stated] = [:]
  private var paired: [String: Paired] = [:]

  /// Reads the files of one run.
  ///
  /// - Inputs: `numbered`, the files that have the seed in their own names, where it is no part of the task.
  /// - Throws: the readers' errors; `InputError` for a task that is in two files, and for pairs that do
  ///   not give the score which another file states.
  init(_ urls: [URL], _ request: Import, seed: UInt64?, numbered: Set<URL>) throws {
    (self.request, self.seed, self.numbered) = (request, seed, numbered)
    for url in urls { try add(url) }
    for name in STSCatalog.inOrder(Set(stated.keys).union(paired.keys).sorted()) {
      tasks.append(try joined(name))
    }
  }

  private mutating func add(_ url: URL) throws {
    let file = try ImportedFile(url)
    let path = url.relativePath
    files.append(
      .init(
        path: path.hasPrefix("./") ? String(path.dropFirst(2)) : path, sha256: file.checksum))
    if let program = file.program, !programs.contains(program) { programs.append(program) }
    switch file {
    case .pairs(let table): try add(table, url)
    case .sentences(let own, _): sentences = own
    case .predictions(let predictions):
      guard let folder = request.data else {
        throw InputError(
          file: url.path,
          problem: "MTEB's predictions are cosines without gold scores; say where the data are: "
            + "--data DIR")
      }
      let scored = try predictions.scored(
        in: folder, checksums: request.checksums, file: url.path)
      note(scored.task.checksums)
      if let model = predictions.model, !models.contains(model) { models.append(model) }
      try add(
        scored.task.name,
        Paired(
          pairs: zip(scored.task.subsets, scored.cosines).map { subset, cosines in
            (subset.name, zip(subset.pairs, cosines).map { PairScore(gold: $0.score, cosine: $1) })
          }, order: scored.order, file: url))
    case .scores(let table):
      if let version = table.version, !versions.contains(version) { versions.append(version) }
      for name in table.entries.map(\.task).uniqued() {
        let entry = try chosen(table.entries.filter { $0.task == name }, file: url)
        if let other = stated[name] {
          throw InputError(file: url.path, problem: Self.twice(name, other.file))
        }
        stated[name] = Stated(entry: entry, revision: table.dataRevision, file: url)
      }
    }
  }

  private mutating func add(_ name: String, _ pairs: Paired) throws {
    if let other = paired[name] {
      throw InputError(file: pairs.file.path, problem: Self.twice(name, other.file))
    }
    paired[name] = pairs
  }

  private static func twice(_ name: String, _ other: URL) -> String {
    "it has a score of \(name), and so has \(other.path) of the same run; one run has one: put "
      + "\(FilePattern.seed) where the seed is in the files' names, in quotation marks, or name one"
  }

  private mutating func note(_ files: [String: String]) {
    for (path, digest) in files { checksums["sts/" + path] = digest }
  }

  /// One line of a table with a line a call.
  private func chosen(_ entries: [ScoreTable.Entry], file: URL) throws -> ScoreTable.Entry {
    guard entries.count > 1, let last = entries.last else { return entries[0] }
    switch request.line {
    case .last?: return last
    case .best?: return entries.reduce(entries[0]) { $1.spearman > $0.spearman ? $1 : $0 }
    case nil:
      throw InputError(
        file: file.path,
        problem: "it has \(entries.count) scores of \(last.task), one a call; say which counts: "
          + "--line last, or --line best (chosen by the very score that is compared)")
    }
  }

  /// Pairs with gold scores of their own; where a data folder was named they are held to it.
  private mutating func add(_ table: PairTable, _ url: URL) throws {
    let name =
      seed.map { numbered.contains(url) ? FilePattern.name(table.task, without: $0) : table.task }
      ?? table.task
    var pairs: [(subset: String, pairs: [PairScore])] = []
    for row in table.rows {
      let subset = row.subset == table.task ? name : row.subset
      if pairs.last?.subset != subset { pairs.append((subset, [])) }
      pairs[pairs.count - 1].pairs.append(PairScore(gold: row.gold, cosine: row.cosine))
    }
    if request.checksGold, let folder = request.data,
      let dataset = STSCatalog.task(named: name)
    {
      let task = try dataset.read(folder, checksums: request.checksums)
      let known = task.pairs
      guard known.count == table.rows.count else {
        throw InputError(
          file: url.path,
          problem: "it has \(table.rows.count) pairs, but \(name) has \(known.count) in "
            + folder.path)
      }
      for (row, pair) in zip(table.rows, known) where abs(row.gold - pair.score) > 1e-4 {
        throw LineError(
          file: url.path, line: row.line,
          problem: "the gold score is \(row.gold), but \(pair.score) in \(folder.path): the pairs "
            + "are others, in another order, or scored in another range")
      }
      note(task.checksums)
      var rest = table.rows[...]
      pairs = task.subsets.map { subset in
        defer { rest = rest.dropFirst(subset.pairs.count) }
        return (
          subset.name,
          zip(subset.pairs, rest).map { PairScore(gold: $0.score, cosine: $1.cosine) }
        )
      }
    }
    try add(name, Paired(pairs: pairs, order: nil, file: url))
  }

  /// What the files say of a task together.
  private mutating func joined(_ name: String) throws -> Task {
    guard let own = paired[name] else {
      guard let stated = stated[name] else {
        throw InputError(file: name, problem: "no file has a score of it")
      }
      let entry = stated.entry
      return Task(
        scores: TaskScores(statedSpearman: entry.spearman, pearson: entry.pearson),
        origin: ImportedOrigin.Task(
          name: name, hasPairs: false, rounding: entry.rounding > 0 ? entry.rounding : nil,
          step: entry.step, epoch: entry.epoch, dataRevision: stated.revision))
    }
    let scores: TaskScores
    do throws(StatisticError) { scores = try TaskScores(subsets: own.pairs.map(\.pairs)) } catch {
      throw InputError(file: own.file.path, problem: "it gives no correlation: \(error)")
    }
    if let stated = stated[name] {
      try Self.require(scores, of: own, toBe: stated)
    } else if own.order == .given {
      throw InputError(
        file: own.file.path,
        problem:
          "the data are not the published ones, so nothing says that its cosines are in their "
          + "order; put MTEB's own file of \(name) into the data folder, or import MTEB's scores of "
          + "\(name) (TASK.json) beside it, which must then agree")
    } else if own.order == .official {
      notices.append(
        "\(own.file.path): paired by the official order alone; MTEB's scores (TASK.json) imported "
          + "beside it, or its own file of pairs in the data folder, confirm that")
    }
    return Task(
      scores: scores, pairs: own.pairs,
      origin: ImportedOrigin.Task(
        name: name, hasPairs: true, order: own.order,
        isConfirmed: stated[name] == nil ? nil : true, step: stated[name]?.entry.step,
        epoch: stated[name]?.entry.epoch, dataRevision: stated[name]?.revision))
  }

  /// Programs compute correlations in single precision in part; theirs and ours agree to a millionth.
  private static let agreement = 1e-6

  private static func require(
    _ scores: TaskScores, of pairs: Paired, toBe stated: Stated
  ) throws {
    let entry = stated.entry
    for case (let word, let own?, let other?) in [
      ("Spearman", scores.spearman, entry.spearman), ("Pearson", scores.pearson, entry.pearson),
    ] as [(String, Double?, Double?)]
    where abs(own - other) > entry.rounding + agreement {
      throw InputError(
        file: pairs.file.path,
        problem: "its cosines and the gold scores give a \(word) correlation of \(own), but "
          + "\(stated.file.path) states \(other): the pairs are in another order, or one of the two "
          + "is of another run")
    }
  }
}

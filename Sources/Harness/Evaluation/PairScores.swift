public import Data
import Files
public import Foundation

/// The gold score and cosine of every pair, a tab-separated file a task, no sentence in it.
public enum PairScores {
  /// The two sentences of a pair, as numbers: equal where their text is, over all tasks of a run.
  public struct Sentences: Sendable, Equatable {
    public var first: Int
    public var second: Int

    public init(first: Int, second: Int) { (self.first, self.second) = (first, second) }
  }

  /// The file of the sentences' numbers.
  package static let sentenceFile = "sentences.tsv"

  /// Writes `TASK.tsv` for each task: subset, 1-based row, gold score, cosine; and `sentences.tsv`: the
  /// task of each pair and the numbers of its two sentences, in the same order.
  ///
  /// - Throws: `WriteError`.
  public static func write(
    _ outcome: Evaluation.Outcome, of tasks: [STSTask], to folder: URL
  ) throws {
    for (task, subsets) in zip(tasks, outcome.pairs) {
      try write(Array(zip(task.subsets.map(\.name), subsets)), of: task.name, to: folder)
    }
    try write(sentences: numbered(tasks), to: folder)
  }

  private static func numbered(_ tasks: [STSTask]) -> [(task: String, pairs: [Sentences])] {
    var known: [String: Int] = [:]
    func number(_ sentence: String) -> Int {
      if let number = known[sentence] { return number }
      known[sentence] = known.count
      return known.count - 1
    }
    return tasks.map { task in
      (task.name, task.pairs.map { Sentences(first: number($0.first), second: number($0.second)) })
    }
  }

  /// Writes `sentences.tsv`.
  ///
  /// - Throws: `WriteError`.
  package static func write(
    sentences: [(task: String, pairs: [Sentences])], to folder: URL
  ) throws {
    let lines = sentences.map { task, pairs in
      pairs.map { "\(task)\t\($0.first)\t\($0.second)\n" }.joined()
    }
    try AtomicFile.write(
      Data(("task\tfirst\tsecond\n" + lines.joined()).utf8),
      to: folder.appendingPathComponent(sentenceFile))
  }

  /// Reads the sentences' numbers back, by task.
  ///
  /// - Throws: `InputError` or `LineError`.
  package static func readSentences(_ url: URL) throws -> [String: [Sentences]] {
    let rows = try TextLines.table(try InputFile.read(url), columns: 3, file: url.path)
    var tasks: [String: [Sentences]] = [:]
    for (index, fields) in rows.enumerated().dropFirst() {
      guard let first = UInt32(fields[1]), let second = UInt32(fields[2]) else {
        throw LineError(
          file: url.path, line: index + 1,
          problem: "'\(fields[1])' and '\(fields[2])' should be numbers of sentences, from 0")
      }
      tasks[fields[0], default: []].append(Sentences(first: Int(first), second: Int(second)))
    }
    return tasks
  }

  /// Writes `TASK.tsv` for one task.
  ///
  /// - Throws: `WriteError`.
  package static func write(
    _ subsets: [(subset: String, pairs: [PairScore])], of task: String, to folder: URL
  ) throws {
    var text = "subset\trow\tgold\tcosine\n"
    for (subset, pairs) in subsets {
      for (row, pair) in pairs.enumerated() {
        text += "\(subset)\t\(row + 1)\t\(pair.gold)\t\(pair.cosine)\n"
      }
    }
    try AtomicFile.write(Data(text.utf8), to: folder.appendingPathComponent(task + ".tsv"))
  }

  /// Reads a task's file back: the pairs of each subset, in order.
  ///
  /// - Throws: `InputError` or `LineError`.
  public static func read(_ url: URL) throws -> [(subset: String, pairs: [PairScore])] {
    let rows = try TextLines.table(try InputFile.read(url), columns: 4, file: url.path)
    var subsets: [(subset: String, pairs: [PairScore])] = []
    for (index, fields) in rows.enumerated().dropFirst() {
      guard let gold = Double(fields[2]), let cosine = Double(fields[3]) else {
        throw LineError(
          file: url.path, line: index + 1,
          problem: "'\(fields[2])' and '\(fields[3])' should be numbers")
      }
      if subsets.last?.subset != fields[0] { subsets.append((fields[0], [])) }
      subsets[subsets.count - 1].pairs.append(PairScore(gold: gold, cosine: cosine))
    }
    return subsets
  }
}

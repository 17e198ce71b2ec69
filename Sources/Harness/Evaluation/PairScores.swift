public import Data
import Files
public import Foundation

/// The gold score and cosine of every pair, a tab-separated file a task, no sentence in it.
public enum PairScores {
  /// Writes `TASK.tsv` for each task: subset, 1-based row, gold score, cosine.
  ///
  /// - Throws: `WriteError`.
  public static func write(
    _ outcome: Evaluation.Outcome, of tasks: [STSTask], to folder: URL
  ) throws {
    for (task, subsets) in zip(tasks, outcome.pairs) {
      try write(Array(zip(task.subsets.map(\.name), subsets)), of: task.name, to: folder)
    }
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

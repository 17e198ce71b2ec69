import Files
import Foundation

/// How well a task's classes are found by a linear layer over sentence vectors.
public struct TransferScore: Codable, Sendable, Equatable {
  /// The share of scored examples whose class is found, 0…1; of folds their mean.
  public var accuracy: Double
  /// How many are scored.
  public var examples: Int
  public var classes: Int
  /// The chosen C, of every fold where there are some.
  public var strengths: [Double]
  /// The harmonic mean of precision and recall of class 1, 0…1; nil for tasks of single sentences.
  public var f1: Double?
}

/// The scores of tasks of classification.
public struct TransferResult: Codable, Sendable, Equatable {
  public var tasks: [String: TransferScore]
  /// The mean accuracy of the tasks.
  public var average: Double
  /// How many parts folds are of.
  public var folds: Int

  init(_ scores: [(name: String, score: TransferScore)], folds: Int) {
    tasks = Dictionary(scores.map { ($0.name, $0.score) }, uniquingKeysWith: { first, _ in first })
    average = scores.reduce(0) { $0 + $1.score.accuracy } / Double(max(1, scores.count))
    self.folds = folds
  }

  /// The accuracies × 100 as a table for the terminal.
  public func table(tasks names: [String]) -> String {
    func line(_ name: String, _ score: TransferScore?, _ accuracy: Double) -> String {
      func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
      }
      let strengths = Set(score?.strengths ?? []).sorted().map { Numeral.short($0) }
      return name.padding(toLength: 14, withPad: " ", startingAt: 0)
        + right(score.map { "\($0.examples)" } ?? "", 8)
        + right(score.map { "\($0.classes)" } ?? "", 9)
        + right(Numeral.hundredfold(accuracy), 10)
        + right(score?.f1.map { Numeral.hundredfold($0) } ?? "", 8)
        + (strengths.isEmpty ? "" : "   C = " + strengths.joined(separator: ", ")) + "\n"
    }
    return "task            scored  classes  accuracy      F1   (× 100)\n"
      + names.compactMap { name in tasks[name].map { line(name, $0, $0.accuracy) } }.joined()
      + line("average", nil, average)
  }
}

import Files
public import Foundation

/// A score that somebody has published, as printed.
public struct PublishedScore: Codable, Sendable, Equatable {
  /// The method by its published name.
  public var method: String
  /// The method of a study beside which it is shown, such as `in-batch-negatives`; a method of the
  /// same name where absent.
  public var standsFor: String?
  /// A task by the name it has here, or `average`.
  public var task: String
  /// Points, that is × 100.
  public var mean: Double
  /// The standard deviation between runs, in points.
  public var deviation: Double?
  /// How many runs it was taken from.
  public var runs: Int?
  /// The publication, its table and, where it is known, its page.
  public var source: String
  public var table: String
  public var page: Int?

  public init(
    method: String, standsFor: String?, task: String, mean: Double, deviation: Double?, runs: Int?,
    source: String, table: String, page: Int?
  ) {
    self.method = method
    self.standsFor = standsFor
    self.task = task
    self.mean = mean
    self.deviation = deviation
    self.runs = runs
    self.source = source
    self.table = table
    self.page = page
  }

  /// Where it was published, as a table's last column says it.
  package var place: String {
    "\(source), \(table)" + (page.map { ", p.\u{A0}\($0)" } ?? "")
  }

  /// The study's method that it is shown beside.
  package var beside: String { standsFor ?? method }
}

/// The file of published scores: a JSON array of ``PublishedScore``.
public enum PublishedScores {
  /// Reads a file and refuses scores that cannot be.
  ///
  /// - Throws: `InputError` or ``PublishedScoreError``.
  public static func read(_ file: URL) throws -> [PublishedScore] {
    let scores = try StrictJSON.decode(
      [PublishedScore].self, from: try InputFile.read(file), file: file.path)
    var seen: [String: Int] = [:]
    for (index, score) in scores.enumerated() {
      func fail(_ problem: String) -> PublishedScoreError {
        PublishedScoreError(file: file.path, entry: index + 1, problem: problem)
      }
      guard abs(score.mean) <= 100 else {
        throw fail("'mean' is \(score.mean); a score × 100 is at most 100")
      }
      if let deviation = score.deviation, !(0...100).contains(deviation) {
        throw fail("'deviation' is \(deviation); it is at least 0, × 100")
      }
      if let runs = score.runs, runs < 1 { throw fail("'runs' is \(runs); it is at least 1") }
      if let page = score.page, page < 1 {
        throw fail("'page' is \(page); pages count from 1")
      }
      let texts = [
        ("method", score.method), ("task", score.task), ("source", score.source),
        ("table", score.table),
      ]
      for (key, text) in texts where text.isEmpty {
        throw fail("'\(key)' is empty; say where the number is from")
      }
      let key = [score.beside, score.method, score.task, score.place].joined(separator: "\u{0}")
      if let first = seen[key] {
        throw fail(
          "it gives '\(score.method)' on '\(score.task)' from the same place as entry \(first);"
            + " keep one")
      }
      seen[key] = index + 1
    }
    return scores
  }
}

/// Which entry of a file of published scores cannot be used, and why.
public struct PublishedScoreError: Error, CustomStringConvertible, Equatable {
  public let file: String
  /// 1-based.
  public let entry: Int
  public let problem: String
  public var description: String { "\(file), entry \(entry): \(problem)" }
}

extension StudySummary {
  /// The published methods that are shown beside one of the study's, each with its scores.
  package func published(beside variant: String) -> [(name: String, scores: [PublishedScore])] {
    let own = published.filter { $0.beside == variant && columns.contains($0.task) }
    let groups = own.map { [$0.method, $0.place] }.uniqued()
    return groups.map { group in
      (group[0], own.filter { $0.method == group[0] && $0.place == group[1] })
    }
  }

  /// What a table calls the encoder before training, and published scores that belong beside it.
  package static let beforeTraining = "before training"

  /// How many published methods are shown beside none of the study's.
  package var publishedElsewhere: Int {
    published.filter { !variants.contains($0.beside) && $0.beside != Self.beforeTraining }
      .map { [$0.method, $0.place] }.uniqued().count
  }
}

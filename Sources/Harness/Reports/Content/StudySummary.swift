public import Decisions
import Files
import Model
public import Runs

/// What a report is made of: a study, its runs and their raw numbers.
///
/// Correlations are in −1…1 everywhere here; only pages show them × 100. A number that was not
/// measured, or is not finite, is nil.
public struct StudySummary: Codable, Sendable, Equatable {
  public var name: String
  public var question: String?
  /// The answer in one line, for who reads nothing else; nil in reports that were written without it.
  public var headline: String?
  /// What the numbers say to the question, with its uncertainty.
  public var answer: String?
  /// What would change the answer.
  public var outlook: String?
  /// The resolved settings that all runs share, in the order to show them.
  public var settings: [Entry]
  /// Commit, compiler, fingerprint, checksums and the like, in the order to show them.
  public var provenance: [Entry]
  /// The tasks in the order of the table's columns.
  public var tasks: [String]
  public var runs: [RunSummary]
  /// What statistics make of the runs.
  public var analysis: StudyAnalysis
  /// What the studies' own rules say; empty where none has a rule.
  public var decisions: [StudyVerdict]
  /// What others have published, for the tables.
  public var published: [PublishedScore]
  /// The cosines of sentence pairs by gold score, by variant.
  public var densities: [PairDensity]
  /// The pairs of the same task that move its score between runs, by variant.
  public var drivers: [PairDrivers]
  /// The score by task before training, by the same measure.
  public var untrained: [String: Double]?
  /// The measure of all scores, as "Spearman".
  public var measure: String
  /// What imported runs lack, a sentence a method; nil where none was imported.
  public var imported: [String]?
  /// Which verdicts change when a seed, a task or the correlation does; nil where there is no verdict.
  public var sensitivity: Sensitivity?
  /// What all of this was computed from; nil in reports that were written without it.
  public var evidence: Evidence?

  public init(
    name: String, question: String?, answer: String?, outlook: String?, settings: [Entry],
    provenance: [Entry], tasks: [String], runs: [RunSummary], analysis: StudyAnalysis,
    decisions: [StudyVerdict], published: [PublishedScore], densities: [PairDensity],
    drivers: [PairDrivers], untrained: [String: Double]?, measure: String
  ) {
    self.name = name
    self.question = question
    self.answer = answer
    self.outlook = outlook
    self.settings = settings
    self.provenance = provenance
    self.tasks = tasks
    self.runs = runs
    self.analysis = analysis
    self.decisions = decisions
    self.published = published
    self.densities = densities
    self.drivers = drivers
    self.untrained = untrained?.filter { $0.value.isFinite }
    self.measure = measure
    headline = nil
    sensitivity = nil
    evidence = nil
  }

  public typealias Entry = SettingEntry
}

extension StudySummary {
  /// The name of the column that holds the average over the tasks.
  public static let average = StudyMeasure.average

  /// The variants in the order of their first run.
  package var variants: [String] { runs.map(\.variant).uniqued() }

  /// The runs of a variant, in the order given.
  package func runs(of variant: String) -> [RunSummary] { runs.filter { $0.variant == variant } }

  /// The tasks and, after them, the average.
  package var columns: [String] { tasks + [Self.average] }

  /// The columns that a page shows: of one task there is no average beside it.
  package var shownColumns: [String] { tasks.count == 1 ? tasks : columns }

  /// What the score of a run is called: `the average over 7 tasks`, or the one task.
  package var averageWords: String { Self.averageWords(tasks) }

  static func averageWords(_ tasks: [String]) -> String {
    tasks.count == 1
      ? PlainText.visible(tasks[0]) : "the average over \(Numeral.count(tasks.count, "task"))"
  }

  /// The scores before training, one a column; the average only where no task lacks one.
  package var untrainedScores: [Double?]? {
    guard let untrained, !untrained.isEmpty else { return nil }
    let scores = tasks.map { untrained[$0] }
    let known = scores.compactMap { $0 }
    let isComplete = known.count == tasks.count && !known.isEmpty
    return scores + [isComplete ? known.reduce(0, +) / Double(known.count) : nil]
  }
}

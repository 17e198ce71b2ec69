/// A question put to many runs: a base, what varies, and how the answer is decided.
public struct Study: Codable, Sendable, Equatable {
  /// The published name, kebab-case.
  public var name: String
  public var question: String
  /// What somebody has published on it.
  public var claim: Claim?
  /// The settings that every run starts from: the name of a file in `Base` beside the study.
  public var base: String
  /// Settings by key path, each with the values that it takes; crossed with one another.
  ///
  /// `data-order`, `dropout`, `initialization`, `augmentation` and `negatives` stand for the
  /// seeds of those streams.
  public var vary: [String: [JSONValue]]
  /// Seeds that all streams which `vary` does not name are given together; absent for the base's.
  public var seeds: [UInt64]?
  /// What the report compares: `average/spearman` or `TASK/spearman`.
  public var measure: String
  /// How the answer is decided, written before the first run; absent in a study that describes.
  public var decide: Decision?
  public var budgetMinutes: Double

  public struct Claim: Codable, Sendable, Equatable {
    public var source: String
    public var says: String
  }

  public struct Decision: Codable, Sendable, Equatable {
    /// The statistic: `paired-bootstrap`.
    public var by: String
    public var resamples: Int
    /// The coverage of its interval, in 0…1.
    public var interval: Double
    /// The rule in words: `lower > 0`.
    public var holdsIf: String

    enum CodingKeys: String, CodingKey {
      case by, resamples, interval
      case holdsIf = "holds-if"
    }
  }

  enum CodingKeys: String, CodingKey {
    case name, question, claim, base, vary, seeds, measure, decide
    case budgetMinutes = "budget-minutes"
  }
}

/// Why a study or settings file cannot be used: file, key, what was found, what to do.
public struct StudyError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }

  public init(file: String, problem: String) {
    self.file = file
    self.problem = problem
  }
}

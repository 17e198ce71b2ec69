public import Data
import Files
public import Model

/// Where an imported run comes from: who computed its scores, what was stated at its import, what it lacks.
///
/// Nothing is known of its training; what its files did not say and the user did not state is absent.
public struct ImportedOrigin: Codable, Sendable, Equatable {
  /// The name that the user gave the method.
  public var method: String
  /// Who computed the scores, as the form of the files shows.
  public var program: String
  public var programVersion: String?
  /// The model's name, where a file says it.
  public var model: String?
  /// The seeds stated, by stream.
  public var seeds: [String: UInt64]
  /// How sentences became vectors, where the user stated it.
  public var pooling: Pooling?
  /// The longest sentence in tokens, where the user stated it.
  public var tokenLimit: Int?
  public var files: [File]
  /// In the order of the tables.
  public var tasks: [Task]

  /// A file that was read.
  public struct File: Codable, Sendable, Equatable {
    /// As it was named.
    public var path: String
    public var sha256: String
  }

  /// What is known of a task's score.
  public struct Task: Codable, Sendable, Equatable {
    public var name: String
    /// Whether the run has the score of every pair.
    public var hasPairs: Bool
    /// What says that a cosine belongs to a pair, where gold scores came from a data folder.
    public var order: Predictions.Order?
    /// Whether the pairs give the score that another of the files states.
    public var isConfirmed: Bool?
    /// How far the score may be from the one computed, as its source rounded it; absent for no
    /// rounding.
    public var rounding: Double?
    /// The step of training that the line of a table is of, where it says one.
    public var step: Double?
    public var epoch: Double?
    /// The revision of the data, where the file says it.
    public var dataRevision: String?
  }

  /// The seeds as layouts compare them: a stream of which none is stated is the same in every run.
  var comparedSeeds: RunSettings.Seeds {
    func seed(_ name: RandomStream.Name) -> UInt64 { seeds[name.rawValue] ?? 0 }
    return RunSettings.Seeds(
      initialization: seed(.initialization), dataOrder: seed(.dataOrder), dropout: seed(.dropout),
      augmentation: seed(.augmentation), negatives: seed(.negatives))
  }

  /// What is known in the place of settings, by key path.
  package var entries: [(key: String, value: String)] {
    [
      ("evaluation.token-limit", tokenLimit.map(String.init) ?? Self.unknown),
      ("method", method), ("origin", program), ("pooling", pooling?.rawValue ?? Self.unknown),
    ] + seeds.sorted { $0.key < $1.key }.map { ("seeds.\($0.key)", String($0.value)) }
  }

  package static let unknown = "unknown"

  /// What is wrong with an origin that was read, in words.
  var problem: String? {
    let streams = Set(RandomStream.Name.allCases.map(\.rawValue))
    if let other = seeds.keys.sorted().first(where: { !streams.contains($0) }) {
      return "key 'imported.seeds' names the stream '\(PlainText.visible(other))'; known: "
        + RandomStream.Name.allCases.map(\.rawValue).joined(separator: ", ")
    }
    if let task = tasks.first(where: { !(0...1).contains($0.rounding ?? 0) }) {
      return "key 'imported.tasks' says a rounding of \(task.rounding ?? 0); it lies from 0 to 1"
    }
    return nil
  }
}

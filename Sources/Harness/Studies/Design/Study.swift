public import Decisions
public import Files
import Model
import Runs

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
  ///
  /// A value may be `{ "label": "…", "set": { key: value, … } }`: then the key is a name of the
  /// study's own, and each of its values changes several settings at once.
  public var vary: [String: [JSONValue]]
  /// Settings by key path that step side by side: the first values of all, then the second …;
  /// crossed with `vary`.
  public var together: [String: [JSONValue]]?
  /// Further blocks of runs over the same base. A run that is in two blocks is one run.
  public var also: [Block]?
  /// Seeds that all streams which no block names are given together; absent for the base's.
  public var seeds: [UInt64]?
  /// What the report compares: `average/spearman` or `TASK/spearman`.
  public var measure: String
  /// How the answer is decided, written before the first run; absent in a study that describes.
  public var decide: Decision?
  public var budgetMinutes: Double

  /// Runs beside those of the study's own `vary` and `together`, written alike.
  ///
  /// What a block does not name has the base's value in it.
  public struct Block: Codable, Sendable, Equatable {
    public var together: [String: [JSONValue]]?
    public var vary: [String: [JSONValue]]?
  }

  public struct Claim: Codable, Sendable, Equatable {
    public var source: String
    public var says: String
  }
}

extension Study {
  /// The keys whose values are `{ "label": …, "set": … }`.
  public var labeledKeys: Set<String> {
    let parts = [vary, together] + (also ?? []).flatMap { [$0.vary, $0.together] }
    return parts.compactMap { $0 }.reduce(into: []) { keys, part in
      for (key, values) in part where values.contains(where: { $0[["label"]] != nil }) {
        keys.insert(key)
      }
    }
  }
}

import Files

/// When a study's rule was written, as far as its registration and its runs prove it.
public struct RuleStanding: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Registered before the first run began; every run carries the registration's hash.
    case before
    /// Registered when some runs had begun.
    case after
    /// Registered when runs of the same settings had been made and removed.
    case madeAgain = "made-again"
    /// Changed when some runs had begun.
    case changed
    /// Registered, but some runs do not carry it.
    case unproven
  }

  /// One change of what was registered.
  public struct Change: Codable, Sendable, Equatable {
    /// The runs that had begun.
    public var afterRuns: Int
    public var from: String
    public var to: String
    public var time: String
    public var commit: String

    public init(afterRuns: Int, from: String, to: String, time: String, commit: String) {
      self.afterRuns = afterRuns
      (self.from, self.to) = (from, to)
      (self.time, self.commit) = (time, commit)
    }
  }

  public var says: Kind
  /// Of the registration that holds now.
  public var hash: String
  public var time: String
  public var commit: String
  /// What it says: rule, measure and runs.
  public var registered: String
  /// The runs that had begun, or had been made before, when it was written.
  public var runsBefore: Int
  /// Whether runs made again kept the parameters that they had before, to the bit.
  public var sameBits: Bool?
  public var changes: [Change]

  public init(
    says: Kind, hash: String, time: String, commit: String, registered: String, runsBefore: Int,
    sameBits: Bool?, changes: [Change]
  ) {
    self.says = says
    self.hash = hash
    (self.time, self.commit) = (time, commit)
    self.registered = registered
    self.runsBefore = runsBefore
    self.sameBits = sameBits
    self.changes = changes
  }
}

extension RuleStanding {
  /// What may be said of the rule where it is named, such as `written before the first run`; nil where
  /// nothing may.
  package var words: String? {
    switch says {
    case .before: "written before the first run"
    case .after: "written after \(Numeral.count(runsBefore, "run"))"
    case .madeAgain:
      "fixed after an earlier run of the same \(sameBits == true ? "bits" : "settings")"
    case .changed:
      "changed after \(Numeral.count(changes.last { $0.afterRuns > 0 }?.afterRuns ?? 0, "run"))"
    case .unproven: nil
    }
  }

  /// The registration in a sentence, and both texts of every change.
  package var sentences: [String] {
    let mark = "registered \(time), SHA-256 \(hash.prefix(16))"
    let said =
      words.map { "The rule was \($0) (\(mark))." }
      ?? "Some runs were not made under the rule's registration (\(mark)): when it was written "
      + "is not proved."
    return [said]
      + changes.map {
        "It changed after \(Numeral.count($0.afterRuns, "run")) (\($0.time)), from "
          + "“\(PlainText.visible($0.from))” to “\(PlainText.visible($0.to))”."
      }
  }
}

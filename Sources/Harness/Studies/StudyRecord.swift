/// What a study's folder says of it: the study and the runs that it has.
public struct StudyRecord: Codable, Sendable, Equatable {
  public var study: Study
  public var runs: [Entry]
  /// Runs of an earlier form of the study, of which the folder has kept something.
  public var earlier: [Entry]?

  public struct Entry: Codable, Sendable, Equatable {
    /// The name of the run's folder.
    public var id: String
    /// What sets the run apart, in the order of the keys.
    public var factors: [Factor]
  }

  public struct Factor: Codable, Sendable, Equatable {
    public var key: String
    public var label: String

    public init(key: String, label: String) {
      self.key = key
      self.label = label
    }
  }

  public init(_ plan: StudyPlan) {
    study = plan.study
    runs = plan.entries.map { entry in
      Entry(
        id: entry.id,
        factors: entry.factors.map { Factor(key: $0.key, label: $0.label) })
    }
  }
}

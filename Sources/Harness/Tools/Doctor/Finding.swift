/// What `simcse doctor` has found out about one thing.
public struct Finding: Codable, Sendable, Equatable {
  public enum State: String, Codable, Sendable, CaseIterable {
    case good
    /// Something works less well, or not at all, without it.
    case lacking
    /// Nothing works as it is.
    case bad
    /// Not asked for.
    case skipped
  }

  public var name: String
  public var state: State
  /// What was found, with its unit.
  public var found: String
  /// The command that fixes it; nil where nothing needs fixing.
  public var fix: String?

  public init(_ name: String, _ state: State, _ found: String, fix: String? = nil) {
    (self.name, self.state, self.found, self.fix) = (name, state, found, fix)
  }
}

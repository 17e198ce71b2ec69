package import Files

/// How a study is decided, as its file says it.
public struct Decision: Codable, Sendable, Equatable {
  /// The statistic: `paired-bootstrap`.
  public var by: String
  public var resamples: Int
  /// The coverage of its interval, in 0…1.
  public var level: Double
  /// The rule in words: `lower > 0`.
  public var holdsIf: String
}

extension Decision: RenamesKeys {
  package static let renamedKeys = [RenamedKey("interval", now: "level")]
}

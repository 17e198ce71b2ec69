/// What distinguishes a run from others of its study: a key and the label of its value.
public struct RunFactor: Codable, Sendable, Equatable {
  public var key: String
  public var label: String

  public init(key: String, label: String) {
    self.key = key
    self.label = label
  }
}

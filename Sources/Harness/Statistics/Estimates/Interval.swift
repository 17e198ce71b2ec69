/// An interval that should hold an unknown number in a share of all studies.
public struct Interval: Sendable, Equatable {
  public var lower: Double
  public var upper: Double
  /// The nominal coverage, such as 0.95.
  public var level: Double

  public init(lower: Double, upper: Double, level: Double) {
    self.lower = lower
    self.upper = upper
    self.level = level
  }

  /// Every number: what is known before anything can be decided.
  public static func wholeLine(level: Double) -> Interval {
    Interval(lower: -.infinity, upper: .infinity, level: level)
  }

  public var isWholeLine: Bool { lower == -.infinity && upper == .infinity }

  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// Half of its length.
  public var halfWidth: Double { (upper - lower) / 2 }

  /// The middle share `level` of sorted draws: their (1 − level) / 2 and (1 + level) / 2 quantiles.
  package init(middleOf sorted: [Double], level: Double) {
    self.init(
      lower: quantile(ofSorted: sorted, at: (1 - level) / 2),
      upper: quantile(ofSorted: sorted, at: (1 + level) / 2), level: level)
  }

  /// Stops the program when `level` is no coverage.
  static func check(_ level: Double) {
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, not \(level)")
  }
}

/// In files the whole line has a level and no ends: JSON has no infinities.
extension Interval: Codable {
  private enum CodingKeys: String, CodingKey {
    case lower, upper, level
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    level = try container.decode(Double.self, forKey: .level)
    guard container.contains(.lower) || container.contains(.upper) else {
      self = .wholeLine(level: level)
      return
    }
    lower = try container.decode(Double.self, forKey: .lower)
    upper = try container.decode(Double.self, forKey: .upper)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(level, forKey: .level)
    guard !isWholeLine else { return }
    try container.encode(lower, forKey: .lower)
    try container.encode(upper, forKey: .upper)
  }
}

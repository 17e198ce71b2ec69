/// An interval that should hold an unknown number in a share of all studies.
public struct Interval: Codable, Sendable, Equatable {
  public var lower: Double
  public var upper: Double
  /// The nominal coverage, such as 0.95.
  public var level: Double

  public init(lower: Double, upper: Double, level: Double) {
    self.lower = lower
    self.upper = upper
    self.level = level
  }

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

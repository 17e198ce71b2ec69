import Foundation

/// What a check of a model found.
public struct CheckVerdict: Codable, Sendable, Equatable {
  public let name: String
  public let passed: Bool
  /// What was found, with its unit.
  public let found: String
  /// What is allowed.
  public let allowed: String
  public let seconds: Double
}

/// What one check measures, before it is timed.
struct CheckFinding {
  let passed: Bool
  let found: String
  let allowed: String

  /// A number that must not exceed a limit; NaN fails.
  static func atMost(_ limit: Double, _ value: Double, _ what: String) -> CheckFinding {
    CheckFinding(
      passed: value <= limit, found: "\(what) \(Self.rounded(value))",
      allowed: "at most \(Self.rounded(limit))")
  }

  /// Something that must hold of all bits.
  static func equalBits(_ isEqual: Bool, _ what: String) -> CheckFinding {
    CheckFinding(
      passed: isEqual, found: isEqual ? "equal bits \(what)" : "other bits \(what)",
      allowed: "equal bits")
  }

  private static func rounded(_ value: Double) -> String {
    String(format: "%.3g", locale: nil, value)
  }
}
